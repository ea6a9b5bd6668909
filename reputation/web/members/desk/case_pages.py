"""What the pages of a case show: everything that a decision needs, on one screen."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from reputation.businesses import queries as businesses
from reputation.desk import case_queue, drafting, passages
from reputation.desk.cases import Sight
from reputation.disputes import contested, files, previews, queries, sittings
from reputation.disputes.files import File, Happened, Words
from reputation.disputes.queries import CasePage, Statement
from reputation.disputes.rules import Outcome, Speaker, State
from reputation.log import queries as log
from reputation.proofs import queries as proofs
from reputation.ratings import queries as ratings
from reputation.reviews import acts
from reputation.reviews import queries as reviews
from reputation.rulebook import cases as numbers
from reputation.web import case_timeline
from reputation.web.members.desk import case_words

DECIDED_SHOWN = 4


def frame(found: Sight, now: datetime) -> dict[str, Any]:
    """What every page of a case begins with: what it is about, what waits in it, and until when."""
    file = found.file
    profile = businesses.profile(file.business)
    lines = case_queue.of(file, profile.legal_name, found.user, now)
    return {
        "section": "desk",
        "here": "cases",
        "file": file,
        "interim": None if file.interim is None else file.interim.at(now),
        "sight": found,
        "numbers": numbers,
        "name": profile.legal_name,
        "names": profile.trading_names,
        "domains": [domain.domain for domain in profile.domains],
        "rows": [row(line, now) for line in lines],
    }


def row(line: case_queue.Line, now: datetime) -> dict[str, Any]:
    """A line of the queue for its template."""
    days = line.days_left(now.date())
    return {
        "line": line,
        "days": days,
        "late": -days,
        "is_late": line.is_late(now),
        "used": line.used(now),
        "next": case_words.NEXT[line.next],
        "waits": case_words.WAITS[line.waits],
    }


def everything(found: Sight, now: datetime) -> dict[str, Any]:
    """All that is known in a case to somebody who decides in it."""
    file = found.file
    rule = numbers.RULES[file.ground]
    page = queries.case(file.public_id)
    return (
        frame(found, now)
        | subject(file)
        | {
            "page": page,
            "told": case_timeline.told(page.statements, log.of_case(file.business, file.review, file.public_id)),
            "decided": files.decided(file.ground, DECIDED_SHOWN),
            "proofs": [_proof(one) for one in proofs.listed(file.public_id, reader=None, now=now)],
            "kinds_of_proof": case_words.SEEN.items(),
            "said": [_said(one) for one in file.words],
            "track": track(file, page),
            "outcomes": [(one, *case_words.outcome(one, subject=file.subject)) for one in found.outcomes],
            "preview": _drafted(file, now),
            **(_panel(found) if found.table is not None else {}),
            "may_hide": file.review is not None and file.interim is None and file.is_open and rule.is_urgent,
            "may_pause": file.paused_on is None and file.state in (State.NOTICED, State.ANSWERED, State.READY),
        }
    )


def _panel(found: Sight) -> dict[str, Any]:
    """What a member of the panel sees of it: how it was found, the opinions they may read, what it can decide."""
    table, about = found.table, found.file.subject
    assert table is not None  # noqa: S101 - for members of a panel alone
    named = {one: case_words.outcome(one, subject=about, is_appeal=True) for one in table.outcomes}
    return {
        "panel": sittings.pages(found.file.public_id)[-1],
        "opinions": [{"found": one, "says": named[one.outcome][0]} for one in table.opinions],
        "panel_outcomes": [(one, *named[one]) for one in sorted(named, key=drafting.ORDER.index)],
    }


def subject(file: File) -> dict[str, Any]:
    """What a case is about: the review with the quoted words marked, the alert with its counts, or both addresses."""
    if file.domain is not None:
        return {"contested": contested.imitation(file.business, file.quote or file.domain)}
    if file.review is None:
        answer = json.loads(ratings.answer(file.business) or b'{"alerts": []}')
        return {"raised": next((one for one in answer["alerts"] if one["alert"] == file.alert), None)}
    return {"review": reviews.one(file.review), "parts": list(parts(file))}


def body(file: File) -> str:
    """The text of the review as it stands, also while it is not shown; empty where there is none."""
    return "" if file.review is None else acts.standing(file.review).text or ""


def parts(file: File) -> Iterator[dict[str, Any]]:
    """The text of a review in pieces: the quoted words are the marked ones."""
    text, at = body(file), 0
    for start, end in passages.places(text, file.quote or ""):
        yield {"text": text[at:start]}
        yield {"text": text[start:end], "is_quoted": True}
        at = end
    yield {"text": text[at:]}


def _proof(one: proofs.Shown) -> dict[str, Any]:
    return {
        "found": one,
        "party": case_words.PARTIES[Speaker(one.party)],
        "kind": case_words.KINDS[one.kind],
        "size": case_words.SIZES[one.size],
        "seen": case_words.SEEN[one.seen] if one.seen else "",
    }


def _said(one: Words) -> dict[str, Any]:
    return {"found": one, "party": case_words.PARTIES[one.party], "kind": case_words.SAYINGS[one.kind]}


def track(file: File, page: CasePage) -> list[dict[str, Any]]:
    """What happened, the oldest first: steps, what was decided, and who appealed; on one day in this order."""
    found = [_step(one) for one in file.steps]
    for one in page.statements:
        title, _ = case_words.outcome(Outcome(one.outcome), subject=file.subject, is_appeal=one.is_final)
        by = case_words.DECIDED_BY_PANEL if one.is_final else case_words.DECIDED
        found.append({"on": one.decided_on, "until": None, "says": by % {"outcome": title}, "late": ""})
    for appeal in file.appeals:
        says = case_words.APPEALED[appeal.party]
        found.append({"on": appeal.appealed_on, "until": appeal.decide_until, "says": says, "late": ""})
    return sorted(found, key=lambda one: one["on"])


def _step(one: Happened) -> dict[str, Any]:
    late = case_words.DEADLINES[one.deadline] if one.deadline else ""
    return {"on": one.happened_on, "until": one.until, "says": case_words.STEPS[one.step], "late": late}


def _drafted(file: File, now: datetime) -> Statement | None:
    """The statement of reasons as a draft would have it stand there."""
    draft = file.draft
    if draft is None or draft.returned:
        return None
    return previews.statement(file, draft.outcome, draft.reasons, wording=draft.wording, now=now)
