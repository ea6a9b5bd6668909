"""A case about the review, in its mailbox: what is claimed, what can be said until when, and what was decided.

Whatever a writer does here comes out with the next daily release; the pages say on which day.
"""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from reputation.core.errors import DomainError
from reputation.disputes import own_cases, showing, sittings, writers
from reputation.disputes.own_cases import OwnCase
from reputation.disputes.rules import Party, WriterActKind
from reputation.log import queries as log
from reputation.proofs import queries as proofs
from reputation.proofs.errors import ProofNotReadable
from reputation.proofs.rules import Fault
from reputation.reviews.errors import MailboxClosed
from reputation.rulebook import cases as numbers
from reputation.web import case_timeline, errors, pages
from reputation.web.mailbox import case_words
from reputation.web.mailbox.case_forms import Nonce, Proof, Say
from reputation.web.mailbox.files import Reminder
from reputation.web.mailbox.visits import Visit, about
from reputation.web.members import asking
from reputation.web.members.asking import UNPROCESSABLE
from reputation.web.templatetags.web import day
from reputation.web.terms import Words
from reputation.web.writing import choices
from reputation.web.writing.choices import Choices

CaseRoom = Callable[[Visit], HttpResponse | None]
PLAIN: Mapping[str, tuple[WriterActKind, Words]] = {
    "more-time": (WriterActKind.MORE_TIME, _("You will have 14 days more.")),
    "agree": (WriterActKind.AGREE, _("That you agree is noted: the case ends with it.")),
}
RELEASED = _("It reaches the other side with the release of %(day)s.")


def summaries(visit: Visit) -> list[dict[str, Any]]:
    """The cases about the review in a few words, those first in which something can be done."""
    found = own_cases.of_review(visit.box.review, visit.now)
    return [_head(visit, one) for one in sorted(found, key=lambda one: not one.wants_something)]


def reminders(visit: Visit) -> list[Reminder]:
    """Days of cases on which it is worth coming back. They name nothing."""
    return [
        Reminder(one.due, _("Last day to answer in a case: open your mailbox"))
        for one in own_cases.of_review(visit.box.review, visit.now)
        if one.due is not None
    ]


def _head(visit: Visit, case: OwnCase) -> dict[str, Any]:
    """What stands at the head of a case."""
    told = case_words.LINES[case.line]
    days = {
        name: day(found)
        for name in ("admit_until", "answer_until", "decide_until", "panel_until")
        if (found := getattr(case, name)) is not None
    }
    return {
        "case": case,
        "title": told.title,
        "says": str(told.says) % days,
        "days": None if case.due is None else (case.due - visit.now.date()).days,
    }


def _found(visit: Visit) -> OwnCase | None:
    """The case that was asked for, if it is about this review."""
    wanted = asking.id_of(visit.posted("case"))
    return next((one for one in own_cases.of_review(visit.box.review, visit.now) if one.case == wanted), None)


def show(visit: Visit, *, done: str = "", refused: DomainError | None = None) -> HttpResponse | None:
    """A case; None when there is none of that id."""
    case = _found(visit)
    if case is None:
        return None
    context = {
        **about(visit),
        **_head(visit, case),
        "history": [(one, case_words.LINES[one.line].title) for one in case.history],
        "waiting": [(one, case_words.WAITING[one.kind]) for one in case.waiting],
        "said": [(one, case_words.WHO[Party(one.party)], case_words.SAID[one.kind]) for one in case.said],
        "may": {str(kind).replace("-", "_"): kind in case.may for kind in WriterActKind},
        "wanted": {str(kind): True for kind in case.wanted},
        "may_show": not case.is_over,
        "proofs": _proofs(visit, case.case),
        "told": case_timeline.told(case.statements, log.of_case(visit.box.business, visit.box.review, case.case)),
        "numbers": numbers,
        "lots": sittings.lots_of(case.case),
        "done": done,
    }
    if refused is not None:
        context["refused"] = errors.WORDS.get(refused.code, (refused.title, ""))
    status = 200 if refused is None else refused.status
    return pages.unkept("web/mailbox/case.html", context, path=visit.path, status=status)


def _proofs(visit: Visit, case: UUID) -> list[dict[str, Any]]:
    return [
        {
            "shown": one,
            "who": case_words.WHO[Party(one.party)],
            "kind": case_words.KINDS[one.kind],
            "seen": None if one.seen is None else case_words.SEEN[one.seen],
        }
        for one in proofs.listed(case, reader=Party.WRITER, now=visit.now)
    ]


def _noted(visit: Visit, says: Words, released_on: object) -> HttpResponse | None:
    """The case after something was noted, and when it comes out."""
    when = gettext(str(RELEASED)) % {"day": day(released_on)}  # type: ignore[arg-type]
    return show(visit.again(), done=f"{says} {when}")


def _asks(name: str) -> CaseRoom:
    """The form for a text."""

    def ask(visit: Visit) -> HttpResponse | None:
        case = _found(visit)
        kind, asked = case_words.TEXTS[name]
        if case is None or kind not in case.may:
            return show(visit)
        before = next((one.text for one in case.waiting if one.kind is kind), "")
        form = Say(asked=asked, has_lot=kind is WriterActKind.APPEAL, initial={"text": visit.posted("text") or before})
        return _say_page(visit, case, name, form)

    return ask


def _sends(name: str) -> CaseRoom:
    """A text that was sent: noted, or asked about once more."""

    def send(visit: Visit) -> HttpResponse | None:
        case = _found(visit)
        kind, asked = case_words.TEXTS[name]
        if case is None or kind not in case.may:
            return show(visit)
        form = Say(visit.request.POST, asked=asked, has_lot=kind is WriterActKind.APPEAL)
        if not form.is_valid():
            return _say_page(visit, case, name, form)
        drafted = choices.made(
            visit.request.POST, form.cleaned_data["text"], business=visit.box.business, language=visit.language
        )
        form.show(drafted.text)
        if not drafted.is_settled:
            return _say_page(visit, case, name, form, drafted)
        with form.refusals():
            released_on = writers.note(
                case=case.case,
                kind=kind,
                text=drafted.text,
                nonce_commitment=form.cleaned_data.get("commitment"),
                insists=True,
                now=visit.now,
            )
            return _noted(visit, asked.done, released_on)
        return _say_page(visit, case, name, form)

    return send


def _say_page(visit: Visit, case: OwnCase, name: str, form: Say, drafted: Choices | None = None) -> HttpResponse | None:
    context = {
        **about(visit),
        **({} if drafted is None else drafted.context),
        "case": case,
        "asked": case_words.TEXTS[name][1],
        "do": f"send-{name}",
        "form": form,
    }
    status = UNPROCESSABLE if form.errors else 200
    return pages.unkept("web/mailbox/case_say.html", context, path=visit.path, status=status)


def _does(name: str) -> CaseRoom:
    """Something that needs no text."""

    def do(visit: Visit) -> HttpResponse | None:
        case = _found(visit)
        if case is None:
            return None
        kind, says = PLAIN[name]
        try:
            released_on = writers.note(case=case.case, kind=kind, now=visit.now)
        except DomainError as error:
            return _refused(visit, error)
        return _noted(visit, says, released_on)

    return do


def _ask_agree(visit: Visit) -> HttpResponse | None:
    """The last question before a case is settled."""
    case = _found(visit)
    if case is None or WriterActKind.AGREE not in case.may:
        return show(visit)
    return pages.unkept("web/mailbox/case_agree.html", {**about(visit), "case": case}, path=visit.path)


def _take_back(visit: Visit) -> HttpResponse | None:
    """Drop what waits for the release."""
    case = _found(visit)
    if case is None:
        return None
    wanted = [one.kind for one in case.waiting if one.kind == visit.posted("kind")]
    for kind in wanted:
        writers.take_back(case=case.case, kind=kind)
    return show(visit.again(), done=gettext("It is dropped: nobody will read it.") if wanted else "")


def _refused(visit: Visit, error: DomainError) -> HttpResponse | None:
    if isinstance(error, MailboxClosed):
        raise error
    return show(visit.again(), refused=error)


def _proof(visit: Visit) -> HttpResponse | None:
    """Shows a file to moderators; the first time it asks for one."""
    case = _found(visit)
    if case is None or case.is_over:
        return show(visit)
    is_sent = visit.posted("do") == "send-proof"
    form = Proof(visit.request.POST if is_sent else None, visit.request.FILES if is_sent else None)
    if form.is_valid():
        with form.refusals():
            try:
                showing.show(
                    case=case.case,
                    party=Party.WRITER,
                    content=form.cleaned_data["file"].read(),
                    now=visit.now,
                )
                says = gettext(
                    "A moderator can see it now. The other side reads of it from %(day)s on, and never sees it."
                )
                return show(visit.again(), done=says % {"day": day(visit.box.released_on)})
            except ProofNotReadable as error:
                form.add_error("file", str(case_words.FAULTS[Fault(str(error.facts["rule"]))]))
    status = UNPROCESSABLE if form.errors else 200
    context = {**about(visit), "case": case, "form": form}
    return pages.unkept("web/mailbox/case_proof.html", context, path=visit.path, status=status)


def _nonce(visit: Visit) -> HttpResponse | None:
    """Tells the number that was kept for the lot; the first time it asks for it."""
    case = _found(visit)
    if case is None or WriterActKind.NONCE not in case.may:
        return show(visit)
    form = Nonce(visit.request.POST if visit.posted("do") == "send-nonce" else None)
    if form.is_valid():
        with form.refusals():
            number = form.cleaned_data["nonce"]
            released_on = writers.note(case=case.case, kind=WriterActKind.NONCE, text=number.hex(), now=visit.now)
            return _noted(visit, _("Your number is noted."), released_on)
    status = UNPROCESSABLE if form.errors else 200
    return pages.unkept(
        "web/mailbox/case_nonce.html", {**about(visit), "case": case, "form": form}, path=visit.path, status=status
    )


ROOMS: Mapping[str, CaseRoom] = {
    "case": show,
    **{name: _asks(name) for name in case_words.TEXTS},
    **{f"send-{name}": _sends(name) for name in case_words.TEXTS},
    **{name: _does(name) for name in PLAIN},
    "ask-agree": _ask_agree,
    "take-back-act": _take_back,
    "proof": _proof,
    "send-proof": _proof,
    "nonce": _nonce,
    "send-nonce": _nonce,
}
