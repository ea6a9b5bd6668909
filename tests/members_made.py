"""Typed helpers that reach a state of accounts, members and applications through actions."""

from datetime import UTC, datetime
from itertools import count
from typing import Any
from uuid import UUID

from reputation.accounts.models import User
from reputation.admissions import actions as admissions
from reputation.admissions.actions import Wish
from reputation.businesses import actions as businesses
from reputation.members import actions as members
from reputation.members import queries
from reputation.members.models import Invitation
from reputation.members.rules import Act, Actor, Role
from reputation.notices.models import Mail
from reputation.rulebook import charter
from tests import accounts_made

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
ANSWERS = {rule.code: rule.answer for rule in charter.in_force(NOW.date()).rules}
# Apart from those of other modules: two that make businesses for one test must not take the same number.
_numbers = count(100_001)


def make_user(email: str = "", *, language: str = "en") -> int:
    """Somebody with an account; its inner id is what actions take."""
    user = accounts_made.make_user(email or f"somebody{next(_numbers)}@shop.example")
    User.objects.filter(pk=user.pk).update(language=language)
    return user.pk


def wish(**changes: Any) -> Wish:
    """A wish that is granted at once: a number that only legal persons have."""
    number = next(_numbers)
    return Wish(
        **{
            "country": "GB",
            "legal_form": "",
            "legal_name": f"Kettle & Moss {number} Ltd",
            "trading_names": ["Moss Kitchen"],
            "place": "Ludlow",
            "numbers": [("example", f"EX{number:08d}")],
            "domains": [],
            "contact_email": "office@kettle.example",
            "language": "en",
            "accepted_by": "Ada Moss",
            "office": "Director",
            "answers": ANSWERS,
            **changes,
        }
    )


def doubtful(**changes: Any) -> Wish:
    """A wish that persons have to look at: a German limited partnership."""
    given = {
        "country": "DE",
        "legal_form": "GmbH & Co. KG",
        "numbers": [("de-hra", f"Hof HRA {1000 + next(_numbers)}")],
    }
    return wish(**given | changes)


def make_member_business(*, user: int | None = None, now: datetime = NOW) -> Actor:
    """A business that joined, with its owner."""
    owner = make_user() if user is None else user
    filed = admissions.apply(user=owner, wish=wish(), now=now)
    assert filed.business is not None
    return queries.actor(user=owner, business=filed.business, act=Act.OWN)


def code_of(email: str) -> str:
    """The code in the newest invitation to an address."""
    text = Mail.objects.filter(to=email, kind="member-invited").order_by("-id")[0].text
    return text.partition("invitation#")[2].split()[0]


def make_colleague(owner: Actor, role: Role, *, now: datetime = NOW) -> Actor:
    """Somebody who was invited and came."""
    user = make_user()
    email = User.objects.get(pk=user).email
    members.invite(actor=owner, email=email, role=role, language="en", now=now)
    members.accept_invitation(code=code_of(email), user=user, now=now)
    return queries.actor(user=user, business=owner.business, act=Act.READ)


def email_of(actor: Actor) -> str:
    """The address of whoever acts."""
    assert actor.user is not None
    return User.objects.get(pk=actor.user).email


def member_id(actor: Actor) -> UUID:
    """The public id of the membership of whoever acts."""
    emails = {person.email: person.public_id for person in queries.people(actor.business)}
    return emails[email_of(actor)]


def invitation_of(email: str) -> Invitation:
    """The invitation of an address."""
    return Invitation.objects.get(email=email)


def join_bare(*, now: datetime = NOW) -> UUID:
    """A business without members."""
    number = next(_numbers)
    found = businesses.join(
        legal_name=f"Bare {number} Ltd", numbers=[("example", f"EX{number:08d}")], country="GB", now=now
    )
    return found.public_id
