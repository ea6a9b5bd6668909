"""An open mailbox, and what is done there: what every part of its pages begins with."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse

from reputation.businesses import queries as businesses
from reputation.reviews import mailbox
from reputation.reviews.mailbox import Mailbox


@dataclass(frozen=True, slots=True)
class Visit:
    """An open mailbox, and what is posted there."""

    request: HttpRequest
    handle: str
    box: Mailbox
    now: datetime

    @property
    def path(self) -> str:
        return self.request.path

    @property
    def language(self) -> str:
        """The language of the review, in which its writer most likely says more."""
        if self.box.own is not None:
            return self.box.own.language
        return "en" if self.box.public is None else self.box.public.language

    def posted(self, name: str) -> str:
        """What was posted under a name."""
        return self.request.POST.get(name, "")

    def again(self) -> "Visit":
        """The same after something was done."""
        return replace(self, box=mailbox.inside(handle=self.handle, now=self.now))


Room = Callable[[Visit], HttpResponse]


def about(visit: Visit) -> dict[str, Any]:
    """What every page of an open mailbox shows."""
    return {"handle": visit.handle, "box": visit.box, "name": businesses.legal_name(visit.box.business)}
