"""What sending a review costs: `python -m bench.send --turns 10`.

With a receipt and without one, a text that is let wait and one that is held for a moderator. Sending one is: the key is
looked up, the signature verified, the text looked over, a promise signed or the text sealed; then the codename is
noted, the token spent or kept, and the text put away, in one transaction. Beside it, in turns and through the same
connection, a bare transaction of INSERTs of the same rows into the same tables without triggers, and the screening
alone. The database syncs to the disk, as the real one does.
"""

import argparse
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from bench import throwaway
from config.database import PREPARE_AT

T = TypeVar("T")
NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
TARGET = 0.5
SCREENED, BARE = 8, 40
"""Reviews of a turn: with the screening, which takes most of the time, and without."""
ENGLISH = (
    "The pans came on the day that was agreed, well packed, and one had a scratch that they made good at once. " * 3
)
# No language of the screening: a moderator looks first.
FINNISH = "Pannut tulivat sovittuna päivänä hyvin pakattuina, ja yhdessä oli naarmu, jonka he hyvittivät heti. " * 3


class Path(NamedTuple):
    """A way that a text can take. `rows`: which rows of which tables it leaves."""

    name: str
    language: str
    text: str
    has_receipt: bool
    rows: dict[str, str]


ACCEPTED = {"reviews_writer": "slip IS NOT NULL"}
HELD = {"reviews_writer": "slip IS NULL"}
PATHS = (
    Path(
        "with a receipt",
        "en",
        ENGLISH,
        has_receipt=True,
        rows=ACCEPTED | {"receipts_spent": "token IS NOT NULL", "reviews_waiting": "key_id IS NOT NULL"},
    ),
    Path("without one", "en", ENGLISH, has_receipt=False, rows=ACCEPTED | {"reviews_waiting": "key_id IS NULL"}),
    Path(
        "with a receipt, held",
        "fi",
        FINNISH,
        has_receipt=True,
        rows=HELD | {"receipts_spent": "token IS NULL", "reviews_held": "kind = 'review'"},
    ),
    Path("without one, held", "fi", FINNISH, has_receipt=False, rows=HELD | {"reviews_held": "kind = 'review'"}),
)


class Sender:
    """Sends along a path, each time with another codename, and if need be with another token."""

    def __init__(self, path: Path, business: UUID, tokens: list[bytes]) -> None:
        self.path, self.business, self.tokens = path, business, tokens

    def send(self, count: int) -> None:
        """Send so many reviews."""
        from reputation.reviews import codenames, sending
        from reputation.reviews.rules import Outcome

        is_given = None if self.path.has_receipt else False
        draft = sending.Draft(4, Outcome.AS_AGREED, self.path.language, self.path.text, is_given)
        for _ in range(count):
            about: dict[str, Any] = {"business": self.business}
            if self.path.has_receipt:
                about = {"token": self.tokens.pop()}
            sending.send(draft=draft, codename=codenames.make(), now=NOW + timedelta(days=2), **about)

    def screen(self, count: int) -> None:
        """Look the text over as often."""
        from reputation.screening import engine
        from reputation.screening.findings import Known

        for _ in range(count):
            engine.find(self.path.text, self.path.language, Known(names=("Invented Shop 1 Ltd",)))

    @contextmanager
    def without_screening(self) -> Iterator[None]:
        """For the figure of what sending costs beside it: the screening says what it said before, and takes no time."""
        from reputation.screening import engine
        from reputation.screening.findings import Known

        find = engine.find
        said = find(self.path.text, self.path.language, Known(names=("Invented Shop 1 Ltd",)))
        engine.find = lambda *_: said
        try:
            yield
        finally:
            engine.find = find

    def rows(self) -> list[list[tuple[str, list[Any]]]]:
        """Of some reviews that were sent the rows that they left, each with the table of its copy."""
        from django.db import connection

        found = []
        with connection.cursor() as cursor:
            for table, which in self.path.rows.items():
                cursor.execute(f"SELECT * FROM {table} WHERE {which} LIMIT {BARE}")
                found.append([(f"bare_{table}", list(row)) for row in cursor.fetchall()])
        return [list(rows) for rows in zip(*found, strict=True)]


def bare(reviews: list[list[tuple[str, list[Any]]]]) -> None:
    """The INSERTs of each review, and nothing else."""
    from django.db import connection, transaction

    for rows in reviews:
        with transaction.atomic(), connection.cursor() as cursor:
            for table, values in rows:
                cursor.execute(f"INSERT INTO {table} VALUES ({', '.join(['%s'] * len(values))})", values)


def make_bare(tables: list[str]) -> None:
    """Empty copies of the tables, without triggers."""
    from django.db import connection

    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"DROP TABLE IF EXISTS bare_{table}")
            cursor.execute(f"CREATE TABLE bare_{table} (LIKE {table} INCLUDING INDEXES INCLUDING CONSTRAINTS)")


def timed(task: Callable[[T], object], given: T) -> float:
    """Seconds that a task takes."""
    start = time.perf_counter()
    task(given)
    return time.perf_counter() - start


def measure(path: Path, turns: int) -> bool:
    """Send along a path, in turns with the bare transactions and the screening; whether the target is met."""
    from tests.issuing_made import make_shop
    from tests.receipts_made import tokens_of

    shop = make_shop((turns + 1) * (SCREENED + BARE) if path.has_receipt else 1, now=NOW)
    sender = Sender(path, shop.business, tokens_of(shop))
    with sender.without_screening():
        sender.send(BARE)
    rows = sender.rows()
    sent, looked, rest, least = [], [], [], []
    for _ in range(turns):
        make_bare(list(path.rows))
        sent.append(timed(sender.send, SCREENED) / SCREENED)
        looked.append(timed(sender.screen, SCREENED) / SCREENED)
        with sender.without_screening():
            rest.append(timed(sender.send, BARE) / BARE)
        least.append(timed(bare, rows) / BARE)
    whole, screening, beside, floor = (1000 * statistics.median(times) for times in (sent, looked, rest, least))
    ratio = (floor + screening) / whole
    print(f"{path.name}: {len(path.rows)} INSERTs, {len(path.text)} characters")
    print(f"  bare transaction       {floor:8.1f} ms")
    print(f"  screening alone        {screening:8.1f} ms")
    print(f"  send but for screening {beside:8.1f} ms, ratio {floor / beside:.2f} to the bare transaction")
    print(f"  send                   {whole:8.1f} ms, ratio {ratio:.2f} to both", end="")
    print(f" ({'within' if ratio >= TARGET else 'BELOW'} {TARGET})", flush=True)
    return ratio >= TARGET


def main() -> int:
    """1 when the target is missed on some path."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=6, help="of each path")
    turns = parser.parse_args().turns
    with throwaway.database(is_durable=True, prepare_threshold=PREPARE_AT):
        from reputation.log import actions as log

        log.start(now=NOW - timedelta(days=60))
        are_met = [measure(path, turns) for path in PATHS]
    return 0 if all(are_met) else 1


if __name__ == "__main__":
    raise SystemExit(main())
