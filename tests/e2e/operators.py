"""Done inside the home of a running service: what people do elsewhere, and what time does."""

import time
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from django.conf import settings

from reputation.accounts.models import User
from reputation.accounts.rules import Duty
from reputation.core import clock
from reputation.disputes import appeals, writers
from reputation.issuing import claims, course, keys
from reputation.issuing.claims import Looked
from reputation.issuing.errors import KeyNotReady
from reputation.log import queries as log
from reputation.ratings import actions as ratings
from reputation.receipts import codes
from reputation.reviews import publication, releases
from reputation.reviews.rules import Outcome, ReceiptClass
from reputation.rulebook import cases
from tests import pages_made, receipts_made
from tests.accounts_made import make_user, signed_in
from tests.e2e.walking import PATIENCE_S
from tests.issuing_made import Shop
from tests.lost_database import texts_in_database
from tests.members_made import make_member_business

WEEKS = 5
"""After so many every review is out that was sent today."""

FIGURE = (pages_made.Sent(3, 4, kind=ReceiptClass.INDEPENDENT), pages_made.Sent(2, 4), pages_made.Sent(1, 2, 4))


def join() -> list[str]:
    """A business that takes part: its id, and the cookie with which its owner is signed in."""
    user = somebody()
    owner = make_member_business(user=user.pk, now=clock.now())
    return [str(owner.business), cookie(user)]


def join_with_figure() -> list[str]:
    """The same of one that has a figure: it was reviewed for some months."""
    user = somebody()
    owner = make_member_business(user=user.pk, now=pages_made.now_in(5))
    pages_made.make_reviews(owner.business, FIGURE)
    return [str(owner.business), cookie(user)]


def moderator() -> str:
    """Somebody with the duty of a moderator, signed in with a second factor."""
    return cookie(somebody(Duty.MODERATOR), second_factor=True)


def somebody(*duties: Duty) -> User:
    """Somebody new; each test may ask for some in a process of its own."""
    return make_user(f"{uuid4()}@people.example", duties=duties)


def cookie(user: User, *, second_factor: bool = False) -> str:
    client = signed_in(user, second_factor=second_factor, fresh=True)
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


def panelists() -> list[str]:
    """Three persons whose duty panels are, signed in with a second factor."""
    return [cookie(somebody(Duty.PANEL), second_factor=True) for _ in range(3)]


def write(code: str, text: str) -> str:
    """A buyer who was not content wrote with a code of the shop; answers the codename."""
    plain = codes.parse(code)
    found = looked(plain)
    token = receipts_made.token_of(Shop(found.business, found.business, [plain], found.key_id))
    receipts_made.send(token, stars=1, outcome=Outcome.PROBLEM_UNSOLVED, text=text, now=clock.now())
    return receipts_made.codename_of(token)


def looked(code: str) -> Looked:
    """What a code is for, once the log has the key that was just made: the service numbers it in its own time."""
    until = time.monotonic() + PATIENCE_S
    while True:
        try:
            return claims.look(code)
        except KeyNotReady:
            assert time.monotonic() < until, "the log never named the key"
            time.sleep(0.1)


def publish() -> int:
    """The weekly batch in which everything is that was sent until now; answers of how many reviews."""
    now = clock.now()
    return publication.publish_due(now=now, until=now.date() + timedelta(weeks=WEEKS))


def release() -> int:
    """The next daily release; answers of how many acts."""
    now = clock.now()
    return releases.release(now=now, until=now.date() + timedelta(days=1))


def release_in_cases() -> int:
    """The same of what writers do in cases."""
    now = clock.now()
    return writers.release(now=now, until=now.date() + timedelta(days=1))


def seat() -> int:
    """Panels as they are put together once the other side had its days to appeal too; how many appeals wait for one."""
    return appeals.seat_due(now=clock.now() + timedelta(days=cases.JOINING.value + 2))


def publish_ratings() -> None:
    """The daily file of all ratings."""
    ratings.publish_file(now=clock.now())


def key() -> str:
    """The key by which the log is verified."""
    return log.verifier_key()


def make_key() -> None:
    """The minute passes in which the issuer makes the keys that are asked for."""
    keys.make_asked()
    course.log_made()


def kept(words: str) -> list[str]:
    """Where words still stand: tables, and the files of the public log with the words beside it."""
    in_tables = ["a table"] if words in texts_in_database() else []
    files = [path for path in Path(settings.PUBLIC_ROOT).rglob("*") if path.is_file()]
    return in_tables + [str(path) for path in files if words.encode() in path.read_bytes()]
