"""What is published beside the entries and shown of them; histories, witnesses, promises."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from reputation.audit.findings import Kind
from reputation.core import months
from reputation.ratings import rules
from reputation.tlog.checkpoints import parse
from reputation.tlog.notes import Cosigner, Signer, split
from tests.faults.tampering.tampering import (
    SOON,
    Tampering,
    flip,
    page,
    sealed,
    shop,
    show_other,
)
from tests.published_log import COSIGNED_AT
from tests.rich_log import SIGNER, THIS, WITNESSES, RichService

Lines = list[bytes]
JSON = dict[str, Any]


def ratings_path(log: RichService, number: int = -1) -> str:
    return f"/log/ratings/{log.body(log.position('ratings-file', number))['log_size']}"


def said_otherwise(change: Callable[[Lines], object]) -> Callable[[RichService], None]:
    """The operator publishes other ratings, and logs the hash of what it publishes."""

    def done(log: RichService) -> None:
        path = ratings_path(log)
        lines = log.files[path].splitlines()
        change(lines)
        log.files[path] = b"".join(line + b"\n" for line in lines)
        log.change(log.position("ratings-file", -1), sha256=hashlib.sha256(log.files[path]).hexdigest())

    return sealed(done)


def header(**change: object) -> Callable[[RichService], None]:
    def done(lines: Lines) -> None:
        lines[0] = rules.render(json.loads(lines[0]) | change)

    return said_otherwise(done)


def better(lines: Lines) -> None:
    """One star more for the first business."""
    rating = json.loads(lines[1])
    rating["stars"]["independent"][4] += 1
    lines[1] = rules.render(rating)


def number_spelled_otherwise(lines: Lines) -> None:
    lines[1] = lines[1].replace(b'"edition":1', b'"edition":1.0')


def without_last(lines: Lines) -> None:
    """A business is left out, and the header says so."""
    del lines[-1]
    lines[0] = rules.render(json.loads(lines[0]) | {"count": len(lines) - 1})


def with_one_more(lines: Lines) -> None:
    """A business that has not joined."""
    stranger = json.loads(lines[-1]) | {"business": "ffffffff-ffff-4fff-bfff-ffffffffffff"}
    lines.append(rules.render(stranger))
    lines[0] = rules.render(json.loads(lines[0]) | {"count": len(lines) - 1})


def one_twice(lines: Lines) -> None:
    lines.insert(1, lines[1])
    lines[0] = rules.render(json.loads(lines[0]) | {"count": len(lines) - 1})


def without_end(log: RichService) -> None:
    """The last line has no end."""
    path = ratings_path(log)
    log.files[path] = log.files[path].rstrip(b"\n")
    log.change(log.position("ratings-file", -1), sha256=hashlib.sha256(log.files[path]).hexdigest())


def turned_round(lines: Lines) -> None:
    lines[1:] = reversed(lines[1:])


def other_month(log: RichService) -> None:
    """The file of the month before under this month's name."""
    place = log.position("ratings-file", -1)
    log.change(place, month=months.show(SOON - 1))


FALSE_FILE = "does not follow from the log"
NO_HEADER = "its header does not say what the log says about it"
RATINGS = (
    Tampering(
        "a bit of the newest ratings file changed",
        lambda log: flip(log, ratings_path(log)),
        Kind.RATINGS,
        "is not the one that entry",
    ),
    Tampering(
        "a bit of an older ratings file changed",
        lambda log: flip(log, ratings_path(log, 0)),
        Kind.RATINGS,
        "is not the one that entry",
    ),
    Tampering("a ratings file taken away", lambda log: log.files.pop(ratings_path(log)), Kind.RATINGS, "is missing"),
    Tampering(
        "an older ratings file taken away", lambda log: log.files.pop(ratings_path(log, 0)), Kind.RATINGS, "is missing"
    ),
    Tampering(
        "a ratings file cut off",
        lambda log: log.files.update({ratings_path(log): log.files[ratings_path(log)][:-9]}),
        Kind.RATINGS,
        "is not the one that entry",
    ),
    Tampering(
        "an older ratings file in the place of the newest",
        lambda log: log.files.update({ratings_path(log): log.files[ratings_path(log, 0)]}),
        Kind.RATINGS,
        "is not the one that entry",
    ),
    Tampering("a false rating, hashed and signed", said_otherwise(better), Kind.RATINGS, FALSE_FILE),
    Tampering("a number in another spelling", said_otherwise(number_spelled_otherwise), Kind.RATINGS, FALSE_FILE),
    Tampering("a business left out of the ratings", said_otherwise(without_last), Kind.RATINGS, "is missing"),
    Tampering(
        "a business in the ratings that has not joined",
        said_otherwise(with_one_more),
        Kind.RATINGS,
        "has not joined at that size",
    ),
    Tampering("a business in the ratings twice", said_otherwise(one_twice), Kind.RATINGS, "is not in the order of ids"),
    Tampering(
        "ratings in another order",
        said_otherwise(turned_round),
        Kind.RATINGS,
        "is not in the order of ids",
    ),
    Tampering(
        "a line that is no rating",
        said_otherwise(lambda lines: lines.append(b"{}")),
        Kind.RATINGS,
        "a line is no answer about a business",
    ),
    Tampering(
        "an empty line",
        said_otherwise(lambda lines: lines.insert(2, b"")),
        Kind.RATINGS,
        "a line is no answer about a business",
    ),
    Tampering("a last line without its end", sealed(without_end), Kind.RATINGS, FALSE_FILE),
    Tampering("a header with another count", header(count=7), Kind.RATINGS, NO_HEADER),
    Tampering("a header with another edition", header(edition=2), Kind.RATINGS, NO_HEADER),
    Tampering("a header with another size", header(log_size=7), Kind.RATINGS, NO_HEADER),
    Tampering("a header with another month", header(month="2026-01"), Kind.RATINGS, NO_HEADER),
    Tampering("ratings under another month's name", sealed(other_month), Kind.RATINGS, NO_HEADER),
)


def shown(name: str, change: Callable[[JSON], object], words: str = "does not follow from the log") -> Tampering:
    return Tampering(name, lambda log: show_other(log, change), Kind.SHOWN, words, over_http=True)


def shown_file(name: str, raw: bytes, words: str) -> Tampering:
    return Tampering(name, lambda log: log.files.update({page(log): raw}), Kind.SHOWN, words, over_http=True)


SHOWN = (
    shown("another number of reviews shown", lambda rating: rating["counts"].update(independent=99)),
    shown("another status shown", lambda rating: rating.update(status="left")),
    shown("an alert shown that is none", lambda rating: rating["alerts"].append({"alert": "surge"})),
    shown("a field of a rating not shown", lambda rating: rating.pop("order")),
    shown("a field shown beside the rating", lambda rating: rating.update(praise="good")),
    shown("a truth value in the place of a number", lambda rating: rating.update(edition=True)),
    shown("a fraction in the place of a number", lambda rating: rating.update(edition=1.0)),
    shown("another place in the lists shown", lambda rating: rating.update(order=0)),
    shown("a rating of years ago shown", lambda rating: rating.update(month="2020-01"), "is not of this month"),
    shown(
        "a rating of a month to come shown",
        lambda rating: rating.update(month=months.show(THIS + 1)),
        "is not of this month",
    ),
    shown("a rating of no month shown", lambda rating: rating.update(month=[]), "is not of this month"),
    shown("a rating over fewer entries shown", lambda rating: rating.update(log_size=1)),
    shown(
        "a rating over entries that nobody published",
        lambda rating: rating.update(log_size=10**9),
        "rests on 1000000000 entries, and",
    ),
    Tampering("no rating shown", lambda log: log.files.pop(page(log)), Kind.SHOWN, "does not exist", over_http=True),
    Tampering(
        "the rating of another business shown",
        lambda log: log.files.update({page(log): log.files[page(log, 1)]}),
        Kind.SHOWN,
        FALSE_FILE,
        over_http=True,
    ),
    shown_file("an answer that is no rating", b"[]", "is no rating"),
    shown_file("an answer that is no JSON", b"<html>", "is no rating"),
    shown_file("an answer without a rating", b'{"rating":null}', "is not of this month"),
    shown_file("an answer without end", b" " * 70_000, "is longer than"),
)


def history(
    name: str, done: Callable[[RichService], object], words: str = "are not those of the older checkpoint"
) -> Tampering:
    """The operator signs another history than the one that an auditor remembers."""
    return Tampering(name, sealed(done), Kind.HISTORY, words, since=True)


def shorter(log: RichService) -> None:
    del log.entries[-3:]


def rewritten(log: RichService) -> None:
    """An old entry reads otherwise, and the log goes on as if nothing had been."""
    log.change(log.position("panel-roster"), persons=13)
    for _ in range(3):
        log.review(shop(log), SOON)


def last_rewritten(log: RichService) -> None:
    log.change(len(log.entries) - 1, date=f"{months.show(SOON)}-02")


def entry_gone(log: RichService) -> None:
    """A review disappears, and another comes at the end, so that the size is the same."""
    del log.entries[log.position("reply")]
    log.review(shop(log), SOON)


def in_another_order(log: RichService) -> None:
    first, second = log.position("panel-roster"), log.position("checks-manifest")
    log.entries[first], log.entries[second] = log.entries[second], log.entries[first]


def begun_anew(log: RichService) -> None:
    log.entries[:] = log.entries[:2]
    log.join(THIS)


def one_put_in_before(log: RichService) -> None:
    log.entries.insert(log.position("panel-roster"), log.entries[log.position("checks-manifest")])


HISTORIES = (
    history("a log gone back", shorter, "the log has shrunk"),
    history("a log begun anew", begun_anew, "the log has shrunk"),
    history("an old entry rewritten", rewritten),
    history("the last entry rewritten", last_rewritten),
    history("an entry gone, and another at the end", entry_gone),
    history("two old entries in another order", in_another_order),
    history("an entry put in between old ones", one_put_in_before),
)


def cosigned_by(log: RichService, *lines: str) -> None:
    note = log.files["/log/checkpoint"].decode()
    text, signatures = split(note.encode())
    own = next(line.line for line in signatures if line.name == SIGNER.name)
    log.files["/log/checkpoint"] = f"{text}\n{own}{''.join(lines)}".encode()


def text_of(log: RichService) -> str:
    return split(log.files["/log/checkpoint"])[0]


def witnessed(name: str, lines: Callable[[str], list[str]], words: str = "the quorum two is not met") -> Tampering:
    return Tampering(name, lambda log: cosigned_by(log, *lines(text_of(log))), Kind.QUORUM, words)


def other(text: str, **change: Any) -> str:
    """What a witness may have signed instead."""
    found = parse(text)
    return replace(found, **change).text


ONE, TWO, _ = WITNESSES
AT = COSIGNED_AT
WITNESSED = (
    witnessed("one witness of two", lambda text: [ONE.line(text, AT)]),
    witnessed("no witness", lambda _: []),
    witnessed("a witness twice", lambda text: [ONE.line(text, AT), ONE.line(text, AT)], "signed twice"),
    witnessed(
        "a witness and a stranger",
        lambda text: [ONE.line(text, AT), Cosigner("x.example", b"\x55" * 32).line(text, AT)],
    ),
    witnessed(
        "a stranger under a witness's name",
        lambda text: [ONE.line(text, AT), Cosigner(TWO.name, b"\x55" * 32).line(text, AT)],
    ),
    witnessed(
        "a witness's key under another name",
        lambda text: [ONE.line(text, AT), Cosigner("x.example", TWO.seed).line(text, AT)],
    ),
    witnessed(
        "a plain signature in the place of a cosignature",
        lambda text: [ONE.line(text, AT), Signer(TWO.name, TWO.seed).line(text)],
    ),
    witnessed(
        "a cosignature of another root",
        lambda text: [ONE.line(text, AT), TWO.line(other(text, root=b"\1" * 32), AT)],
        "is not valid",
    ),
    witnessed(
        "a cosignature of another size",
        lambda text: [ONE.line(text, AT), TWO.line(other(text, size=5), AT)],
        "is not valid",
    ),
    witnessed(
        "a cosignature of another log",
        lambda text: [ONE.line(text, AT), TWO.line(other(text, origin="x"), AT)],
        "is not valid",
    ),
    witnessed(
        "a cosignature from before", lambda text: [ONE.line(text, AT), moved(TWO.line(text, AT))], "is not valid"
    ),
)


def moved(line: str) -> str:
    """The same cosignature, said to be of another time."""
    (found,) = split(f"x\n\n{line}".encode())[1]
    return type(found)(found.name, found.key_id, (AT + 60).to_bytes(8) + found.raw[8:]).line


def omitted(log: RichService) -> None:
    """The review that was promised never comes."""


def late(log: RichService) -> None:
    """It comes a month later than promised."""
    body = log.body(log.position("review", 100))
    acceptance = body | {"commitment": log.commitment()}
    log.accept("missing", acceptance, months.first_day(SOON - 1))
    log.append("review", **acceptance | {"review": log.uuid(), "month": months.show(SOON)})


def elsewhere(**change: object) -> Callable[[RichService], None]:
    """The review comes, but not as what was promised."""

    def done(log: RichService) -> None:
        body = log.body(log.position("review", 100))
        acceptance = body | {"commitment": log.commitment()}
        log.accept("missing", acceptance, months.first_day(THIS + 1))
        body = acceptance | {"review": log.uuid(), "month": months.show(SOON), "no_receipt_given": True}
        log.append("review", **body | {"business": shop(log, 3)} | change)

    return sealed(done)


OMISSIONS = (
    Tampering(
        "a promised review that never comes", omitted, Kind.OMISSION, "and is not in the log", acceptance="missing"
    ),
    Tampering(
        "a promised review that comes too late", sealed(late), Kind.OMISSION, "was promised", acceptance="missing"
    ),
    Tampering(
        "a promised review about another business",
        elsewhere(),
        Kind.OMISSION,
        "with another business, class or key only",
        acceptance="missing",
    ),
)
CASES = (*RATINGS, *SHOWN, *HISTORIES, *WITNESSED, *OMISSIONS)
