"""What the forms of signed-in pages have in common: what is wrong is said beside them, and what was typed stays."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from reputation.core.errors import DomainError
from reputation.disputes.errors import RepeatsWords
from reputation.web.errors import WORDS, Words

UNPROCESSABLE = 422
DIGITS = 6


class Form(forms.Form):
    """A form of ours: required fields say so in words, not by a star."""

    required_css_class = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Say beside the form what a rule refuses."""
        try:
            yield
        except DomainError as error:
            title, says = WORDS.get(error.code, (error.title, ""))
            words = f"“{error.words}”" if isinstance(error, RepeatsWords) else ""
            asked = f"rule_{error.facts.get('rule')}"  # the question of the charter that it is about
            self.add_error(
                asked if asked in self.fields else None, " ".join(str(part) for part in (title, words, says) if part)
            )


def lines(text: str) -> list[str]:
    """What stands on each line that is not empty."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def whole(text: str) -> int:
    """A whole number of few digits in an address; what is none is 0."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= DIGITS else 0


def id_of(text: str) -> UUID:
    """The id in a form of ours; what is none is an id that nothing has."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def show(
    request: HttpRequest, template: str, context: dict[str, Any], *forms_shown: forms.BaseForm | None
) -> HttpResponse:
    """A page; 422 when one of its forms was refused."""
    wrong = any(form is not None and form.is_bound and bool(form.errors) for form in forms_shown)
    return render(request, template, context, status=UNPROCESSABLE if wrong else 200)


def done(request: HttpRequest, says: Words, name: str, *args: object) -> HttpResponse:
    """Say what was done, on the page that comes next: to load it again does nothing twice."""
    messages.success(request, str(says))
    return HttpResponseRedirect(reverse(name, args=args))
