"""/mailbox: what a codename opens. GET asks for it; everything else is posted, with a handle that says nothing.

No answer leads on to another address, none is kept by a browser, and nothing of a codename or a text is logged.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from reputation.core import clock
from reputation.core.errors import DomainError
from reputation.reviews import mailbox
from reputation.reviews.acts import Noted
from reputation.reviews.errors import BadCodename, MailboxClosed
from reputation.reviews.mailbox import Mailbox
from reputation.reviews.rules import ActKind
from reputation.rulebook import proofs
from reputation.rulebook import reviews as numbers
from reputation.web import errors, pages
from reputation.web.evidence import uploads
from reputation.web.mailbox import case_words, cases, codename_help, files, shown, words
from reputation.web.mailbox.files import Reminder
from reputation.web.mailbox.forms import Change, Codename
from reputation.web.mailbox.forms import work as work_of_a_codename
from reputation.web.mailbox.visits import Room, Visit, about
from reputation.web.mailbox.words import Question
from reputation.web.members.asking import UNPROCESSABLE
from reputation.web.templatetags.web import day
from reputation.web.terms import Words
from reputation.web.writing import choices
from reputation.web.writing.choices import Choices


@require_POST
def work(request: HttpRequest) -> HttpResponse:
    """POST /mailbox/work: what opening a mailbox costs a browser, before it does."""
    del request
    return JsonResponse(work_of_a_codename())


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The form for the codename, or what it opens and whatever is done there."""
    if request.content_type == "multipart/form-data":
        uploads.take_one_file(request, largest=proofs.LARGEST.value)
    if "handle" not in request.POST:
        return _door(request)
    handle, now = request.POST["handle"], clock.now()
    do = ROOMS.get(request.POST.get("do", ""), _show)
    try:
        return do(Visit(request, handle, mailbox.inside(handle=handle, now=now), now))
    except MailboxClosed:
        return _closed(request)


def _door(request: HttpRequest) -> HttpResponse:
    """The form for the codename; what is posted opens the mailbox."""
    form = Codename(request.POST if request.method == "POST" else None)
    now = clock.now()
    if form.is_valid() and form.pay():
        with form.refusals():
            try:
                handle = mailbox.open(codename=form.cleaned_data["codename"], now=now)
                visit = Visit(request, handle, mailbox.inside(handle=handle, now=now), now)
                return _carry_on(visit) if form.cleaned_data["text"] else _show(visit)
            except BadCodename as error:
                form.add_error("codename", codename_help.says(form.cleaned_data["codename"], str(error.facts["rule"])))
    status = UNPROCESSABLE if form.errors else 200
    return pages.unkept("web/mailbox/codename.html", {"form": form}, path=request.path, status=status)


def _carry_on(visit: Visit) -> HttpResponse:
    """The form in which a text was typed when the mailbox closed."""
    carried = visit.posted("carry")
    return ROOMS[carried](visit) if carried in case_words.TEXTS else _change(visit)


def _closed(request: HttpRequest) -> HttpResponse:
    """The form for the codename once more; a text that was typed meanwhile is in it."""
    typed = {name: request.POST.get(name, "") for name in ("text", "stars", "outcome", "case")}
    typed["carry"] = request.POST.get("do", "").removeprefix("send-")
    context = {
        "form": Codename(initial=typed),
        "is_closed": True,
        "minutes": numbers.MAILBOX_OPEN.value,
    }
    return pages.unkept("web/mailbox/codename.html", context, path=request.path, status=MailboxClosed.status)


def _show(visit: Visit, *, done: str = "", refused: DomainError | None = None, status: int = 200) -> HttpResponse:
    """What is in the mailbox."""
    context = {**about(visit), **shown.context(visit.box, now=visit.now), "done": done}
    context["cases"] = cases.summaries(visit)
    context["reminders"] = _reminders(visit)
    if refused is not None:
        context["refused"] = errors.WORDS.get(refused.code, (refused.title, ""))
        status = refused.status
    return pages.unkept("web/mailbox/page.html", context, path=visit.path, status=status)


def _asks(question: Callable[[Mailbox], Question], do: str, allowed: Callable[[Mailbox], bool]) -> Room:
    """The last question before something that cannot be undone."""

    def ask(visit: Visit) -> HttpResponse:
        if not allowed(visit.box):
            return _show(visit)
        context = {**about(visit), "asked": question(visit.box), "do": do, "is_at_once": do == "give-up"}
        return pages.unkept("web/mailbox/last.html", context, path=visit.path)

    return ask


def _does(act: Callable[..., Noted], says: Words) -> Room:
    """Something done at the next release."""

    def do(visit: Visit) -> HttpResponse:
        try:
            noted = act(handle=visit.handle, now=visit.now)
        except DomainError as error:
            return _refused(visit, error)
        return _show(visit.again(), done=f"{says} {_when(noted)}")

    return do


def _refused(visit: Visit, error: DomainError) -> HttpResponse:
    """The mailbox as it is, and above it what was refused."""
    if isinstance(error, MailboxClosed):
        raise error
    return _show(visit.again(), refused=error)


def _when(noted: Noted) -> str:
    """When what was asked for becomes public."""
    if noted.decide_by is not None:
        return gettext("A moderator reads it first, by %(day)s.") % {"day": day(noted.decide_by)}
    if noted.released_on is None:
        return ""
    return gettext("It becomes public with the release of %(day)s.") % {"day": day(noted.released_on)}


def _change(visit: Visit) -> HttpResponse:
    """The form for changes."""
    if ActKind.CHANGE not in visit.box.may:
        return _show(visit)
    form = Change(box=visit.box)
    form.initial.update({name: typed for name in form.fields if (typed := visit.request.POST.get(name))})
    return _change_page(visit, form)


def _send_change(visit: Visit) -> HttpResponse:
    """Changes that were sent: noted, or asked about once more."""
    own = visit.box.own
    if ActKind.CHANGE not in visit.box.may or own is None:
        return _show(visit)
    form = Change(visit.request.POST, box=visit.box)
    if not form.is_valid():
        return _change_page(visit, form)
    given: dict[str, Any] = dict(form.cleaned_data)
    drafted = choices.made(visit.request.POST, given["text"], business=visit.box.business, language=own.language)
    form.show(drafted.text)
    if not drafted.is_settled:
        return _change_page(visit, form, drafted)
    with form.refusals():
        noted = mailbox.change(handle=visit.handle, now=visit.now, insists=True, **{**given, "text": drafted.text})
        return _show(visit.again(), done=f"{gettext('Your change is noted.')} {_when(noted)}")
    return _change_page(visit, form)


def _change_page(visit: Visit, form: Change, drafted: Choices | None = None) -> HttpResponse:
    context = {
        **about(visit),
        **({} if drafted is None else drafted.context),
        "form": form,
        "is_waiting": visit.box.public is None,
    }
    status = UNPROCESSABLE if form.errors else 200
    return pages.unkept("web/mailbox/change.html", context, path=visit.path, status=status)


def _take_back(visit: Visit) -> HttpResponse:
    mailbox.take_back(handle=visit.handle, now=visit.now)
    return _show(visit.again(), done=gettext("Everything stays as it was."))


def _give_up(visit: Visit) -> HttpResponse:
    """The text is gone, and with it the mailbox."""
    try:
        mailbox.give_up(handle=visit.handle, now=visit.now)
    except DomainError as error:
        return _refused(visit, error)
    return pages.unkept("web/mailbox/gone.html", {}, path=visit.path)


def _appeal(visit: Visit) -> HttpResponse:
    try:
        decide_by = mailbox.appeal(handle=visit.handle, now=visit.now)
    except DomainError as error:
        return _refused(visit, error)
    says = gettext("A second person looks at it by %(day)s.") % {"day": day(decide_by)}
    return _show(visit.again(), done=says)


def _slip(visit: Visit) -> HttpResponse:
    """The slip as a file."""
    if visit.box.slip is None:
        return _show(visit)
    return _file(visit.box.slip, "application/json", "review-slip.json")


def _reminders(visit: Visit) -> list[Reminder]:
    """Days worth remembering: of the review and of cases about it."""
    return [*shown.reminders(visit.box), *cases.reminders(visit)]


def _calendar(visit: Visit) -> HttpResponse:
    """Days worth remembering, as a file for calendars."""
    address = f"{settings.SERVICE_URL}{visit.path}"
    raw = files.calendar(_reminders(visit), address=address, now=visit.now)
    return _file(raw, "text/calendar; charset=utf-8", "mailbox.ics")


def _file(raw: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": pages.NO_STORE}
    return HttpResponse(raw, kind, headers=headers)


def _of_case(room: cases.CaseRoom) -> Room:
    """Something about a case; where there is no such case, the mailbox as it is."""
    return lambda visit: room(visit) or _show(visit)


ROOMS: Mapping[str, Room] = {
    "change": _change,
    "send-change": _send_change,
    "ask-withdraw": _asks(words.question_of_withdrawal, "withdraw", lambda box: ActKind.WITHDRAW in box.may),
    "withdraw": _does(mailbox.withdraw, _("The review is being taken back.")),
    "ask-erase": _asks(words.question_of_erasure, "erase", lambda box: ActKind.ERASE in box.may),
    "erase": _does(mailbox.erase, _("The text is being erased.")),
    "ask-give-up": _asks(words.question_of_giving_up, "give-up", shown.may_give_up),
    "give-up": _give_up,
    "take-back": _take_back,
    "appeal": _appeal,
    "slip": _slip,
    "calendar": _calendar,
    **{name: _of_case(room) for name, room in cases.ROOMS.items()},
}
