"""The room of a case: what happened, whose turn it is, and everything a challenger can do. For businesses and anybody.

What to do comes as `do`. Where the pages of a business and those for anybody differ is a `Face`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from reputation.core.errors import DomainError
from reputation.disputes import appeals, exchange, filing, showing, sittings
from reputation.disputes.challenger_rules import Do, Who
from reputation.disputes.rooms import Room
from reputation.disputes.rules import Party
from reputation.log import queries as log
from reputation.proofs.cleaning import Clean
from reputation.proofs.errors import ProofNotReadable
from reputation.proofs.rules import Fault
from reputation.reviews.errors import PassagesFound
from reputation.rulebook import cases as rulebook
from reputation.rulebook import proofs as numbers
from reputation.web import case_timeline, pages
from reputation.web.contest import files, room_forms, words
from reputation.web.contest.forms import Text
from reputation.web.errors import WORDS
from reputation.web.members import asking, tasks
from reputation.web.members.asking import UNPROCESSABLE
from reputation.web.terms import Words
from reputation.web.writing import choices
from reputation.web.writing.choices import Choices

OK = 200


@dataclass(frozen=True, slots=True)
class Face:
    """Where a room is shown, and how things are done there.

    `act`: does something in the case, as whoever is here. `keep`: keeps a file. `done`: the answer to something done.
    `hidden`: what each form carries.
    """

    base: str
    address: str
    proof_address: str
    calendar_address: str
    show: Callable[[str, dict[str, Any], int], HttpResponse]
    act: Callable[..., Any]
    keep: Callable[[Clean], Any]
    done: Callable[[Words], HttpResponse]
    hidden: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Visit:
    """An open room, and what is asked or posted there."""

    request: HttpRequest
    room: Room
    name: str
    face: Face
    now: datetime


@dataclass(frozen=True, slots=True)
class Saying:
    """Something that can be said in a case. `says`: what it is for; `done`: what is told afterwards."""

    what: Callable[..., Any]
    title: Words
    says: Words
    button: Words
    done: Words
    given: Mapping[str, Any]


SAYINGS: Mapping[Do, Saying] = {
    Do.REPLY: Saying(
        exchange.reply,
        _("Reply to the answer"),
        _("The answer is above. Say what is wrong with it, or what it leaves out. Then two people decide."),
        _("Send the reply"),
        _("Your reply is in the case. Everybody was heard: two people decide now."),
        {},
    ),
    Do.MORE: Saying(
        exchange.add,
        _("Add something"),
        _("Something that you found out late, or forgot. The other side reads it, and so does whoever decides."),
        _("Add it"),
        _("It is in the case."),
        {"party": Party.CHALLENGER},
    ),
    Do.OFFER: Saying(
        filing.offer,
        _("Offer to settle"),
        _(
            "Say what you offer, such as a refund or a repair, so that the case may end without a decision. If the "
            "writer agrees, the case ends; the review stays as its writer leaves it. Never offer anything for a better "
            "review: that breaks the charter."
        ),
        _("Make the offer"),
        _("Your offer is in the case. The writer reads it with the next release."),
        {},
    ),
    Do.APPEAL: Saying(
        appeals.appeal,
        _("Appeal"),
        _(
            "Three people decide who had no part in this case and no tie to either side. It is free of charge, and "
            "what they decide is final. Say what was overlooked, or weighed wrongly."
        ),
        _("Appeal"),
        _("Your appeal is in the case. Three others decide."),
        {"party": Party.CHALLENGER},
    ),
}
Act = Callable[[Visit], HttpResponse]


def page(visit: Visit) -> HttpResponse:
    """The room, or whatever is asked for or posted in it."""
    do = visit.request.POST.get("do") or visit.request.GET.get("do") or ""
    if visit.request.method != "POST" and do not in ASKED:
        return show(visit)
    return ACTS.get(do, show)(visit)


def show(visit: Visit, *, done: Words = "", refused: DomainError | None = None) -> HttpResponse:
    """What is in the room."""
    room, today = visit.room, visit.now.date()
    until = room.turn.until
    context = {
        **about(visit),
        "done": done,
        "left": "" if until is None else tasks.left(until, today),
        "used": 0 if until is None else tasks.used(until, today),
        "turn": words.TURNS[room.turn.who],
        "is_your_turn": room.turn.who is Who.CHALLENGER,
        "can": {one.value.replace("-", "_"): one in room.may for one in Do},
        **_decided(room),
        "proofs_most": numbers.PROOFS_MOST.value,
        "lots": sittings.lots_of(room.case),
    }
    status = OK
    if refused is not None:
        context["refused"] = WORDS.get(refused.code, (refused.title, ""))
        status = refused.status
    return visit.face.show("web/contest/room.html", context, status)


def about(visit: Visit) -> dict[str, Any]:
    """What every page of a room shows."""
    return {
        "base": visit.face.base,
        "face": visit.face,
        "hidden": list(visit.face.hidden.items()),
        "room": visit.room,
        "name": visit.name,
        "title": _title(visit.room),
        "today": visit.now.date(),
        "happened": words.HAPPENED if visit.room.domain is None else words.DOMAIN_HAPPENED,
        "sayings": words.SAYINGS,
        "outcomes": words.OUTCOMES if visit.room.domain is None else words.DOMAIN_OUTCOMES,
        "kinds": words.KINDS,
        "sizes": words.SIZES,
        "seen": words.SEEN,
    }


def _decided(room: Room) -> dict[str, Any]:
    """The statements of reasons, with where the log has them."""
    entries = log.of_case(room.business, None if room.review is None else room.review.public_id, room.case)
    return {"entries": entries, "told": case_timeline.told(room.statements, entries), "numbers": rulebook}


def _title(room: Room) -> Words:
    """What stands at the head: what was decided, or where the case stands."""
    outcomes = words.OUTCOMES if room.domain is None else words.DOMAIN_OUTCOMES
    return words.STATES[room.state] if room.outcome is None else outcomes[room.outcome]


def _asks(do: Do) -> Act:
    """The form for something that is said."""

    def ask(visit: Visit) -> HttpResponse:
        if do not in visit.room.may:
            return show(visit)
        return _say_page(visit, do, _form(do, None))

    return ask


def _says(do: Do) -> Act:
    """Something that was said: it is looked over, and said."""

    def say(visit: Visit) -> HttpResponse:
        if do not in visit.room.may:
            return show(visit)
        form = _form(do, visit.request.POST)
        if not form.is_valid():
            return _say_page(visit, do, form)
        room, saying = visit.room, SAYINGS[do]
        drafted = choices.made(
            visit.request.POST, form.cleaned_data["text"], business=room.business, language=room.language
        )
        form.show(drafted.text)
        if not drafted.is_settled:
            return _say_page(visit, do, form, drafted)
        more = {"nonce_commitment": form.cleaned_data["commitment"]} if do is Do.APPEAL else {}
        with form.refusals():
            try:
                visit.face.act(saying.what, text=drafted.text, insists=True, **saying.given, **more)
            except PassagesFound:
                return _say_page(visit, do, form, drafted)
            is_read_first = bool(drafted.kept) or drafted.findings.trouble is not None
            return visit.face.done(READ_FIRST if is_read_first else saying.done)
        return _say_page(visit, do, form)

    return say


READ_FIRST = _("It is in the case. A moderator reads it before anybody else does, because it may name somebody.")


def _form(do: Do, data: Any) -> Text:
    return room_forms.Appeal(data) if do is Do.APPEAL else Text(data)


def _say_page(visit: Visit, do: Do, form: Text, drafted: Choices | None = None) -> HttpResponse:
    context = {
        **about(visit),
        **({} if drafted is None else drafted.context),
        "form": form,
        "do": str(do),
        "saying": SAYINGS[do],
        "is_appeal": do is Do.APPEAL,
        "is_reply": do is Do.REPLY,
    }
    is_asking = drafted is not None and not drafted.is_settled
    return visit.face.show("web/contest/say.html", context, UNPROCESSABLE if form.errors or is_asking else OK)


def _no_reply(visit: Visit) -> HttpResponse:
    return _do(visit, exchange.waive_reply, _("Noted. Two people decide now."))


def _withdraw(visit: Visit) -> HttpResponse:
    return _do(visit, filing.withdraw, _("The challenge is taken back. What it was about stays."))


def _do(visit: Visit, what: Callable[..., Any], says: Words) -> HttpResponse:
    try:
        visit.face.act(what)
    except DomainError as error:
        return show(visit, refused=error)
    return visit.face.done(says)


def _ask_withdraw(visit: Visit) -> HttpResponse:
    if Do.WITHDRAW not in visit.room.may:
        return show(visit)
    return visit.face.show("web/contest/withdraw.html", about(visit), OK)


def _ask_show(visit: Visit) -> HttpResponse:
    return _show_page(visit, room_forms.Show()) if Do.SHOW in visit.room.may else show(visit)


def _show_file(visit: Visit) -> HttpResponse:
    """A file that was sent: made into pictures, and kept for moderators."""
    if Do.SHOW not in visit.room.may:
        return show(visit)
    form = room_forms.Show(visit.request.POST, visit.request.FILES)
    if form.is_valid():
        with form.refusals():
            try:
                content = form.cleaned_data["content"]
                visit.face.keep(showing.prepare(case=visit.room.case, party=Party.CHALLENGER, content=content))
                return visit.face.done(_("It is kept, encrypted. Moderators alone can open it."))
            except ProofNotReadable as error:
                form.add_error(None, str(words.FAULTS[Fault(str(error.facts["rule"]))]))
    return _show_page(visit, form)


def _show_page(visit: Visit, form: room_forms.Show) -> HttpResponse:
    context = {**about(visit), "form": form, "proofs_most": numbers.PROOFS_MOST.value}
    return visit.face.show("web/contest/show.html", context, UNPROCESSABLE if form.errors else OK)


def _ask_reveal(visit: Visit) -> HttpResponse:
    return _reveal_page(visit, room_forms.Reveal()) if Do.REVEAL in visit.room.may else show(visit)


def _reveal(visit: Visit) -> HttpResponse:
    if Do.REVEAL not in visit.room.may:
        return show(visit)
    form = room_forms.Reveal(visit.request.POST)
    if form.is_valid():
        with form.refusals():
            visit.face.act(appeals.reveal, party=Party.CHALLENGER, nonce=form.cleaned_data["nonce"])
            return visit.face.done(_("Your number is in the lot."))
    return _reveal_page(visit, form)


def _reveal_page(visit: Visit, form: asking.Form) -> HttpResponse:
    context = {**about(visit), "form": form}
    return visit.face.show("web/contest/reveal.html", context, UNPROCESSABLE if form.errors else OK)


def _calendar(visit: Visit) -> HttpResponse:
    raw = files.calendar(visit.room, address=visit.face.calendar_address, now=visit.now)
    return _file(raw, "text/calendar; charset=utf-8", "case.ics")


def _data(visit: Visit) -> HttpResponse:
    return _file(files.data(visit.room), "application/json", f"case-{visit.room.case}.json")


def _sheet(visit: Visit) -> HttpResponse:
    """All of it on one page, to print."""
    context = {
        **about(visit),
        "printed_on": visit.now.date(),
        "headline": gettext("As whoever filed it reads it"),
        **_decided(visit.room),
    }
    return visit.face.show("web/contest/sheet.html", context, OK)


def _file(raw: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": pages.NO_STORE}
    return HttpResponse(raw, kind, headers=headers)


ACTS: Mapping[str, Act] = {
    **{f"ask-{do}": _asks(do) for do in SAYINGS},
    **{str(do): _says(do) for do in SAYINGS},
    "no-reply": _no_reply,
    "ask-withdraw": _ask_withdraw,
    "withdraw": _withdraw,
    "ask-show": _ask_show,
    "show": _show_file,
    "ask-reveal": _ask_reveal,
    "reveal": _reveal,
    "calendar": _calendar,
    "data": _data,
    "sheet": _sheet,
}
# What can be asked for by a link: it changes nothing.
ASKED = frozenset({"calendar", "data", "sheet", *(name for name in ACTS if name.startswith("ask-"))})
