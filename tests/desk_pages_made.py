"""Typed helpers for the pages of the desk."""

from uuid import UUID

from django.test import Client

from reputation.accounts.rules import Duty
from reputation.core import clock
from reputation.desk import actions
from reputation.desk.rules import NONE, Kind, Particulars
from tests.accounts_made import make_user, signed_in
from tests.desk_made import REASONS, somebody
from tests.pages_made import Page, read

NOW = clock.now()


class At:
    """Somebody at the desk, in a browser."""

    def __init__(self, *duties: Duty) -> None:
        self.user = make_user(duties=duties)
        self.id = self.user.pk
        self.client: Client = signed_in(self.user, second_factor=True, fresh=True)

    def get(self, path: str) -> Page:
        return read(self.client.get(f"/members/desk{path}"))

    def post(self, path: str, **fields: str) -> Page:
        return read(self.client.post(f"/members/desk{path}", fields, follow=True))


def propose(kind: Kind, subject: UUID | None, *duties: Duty, particulars: Particulars = NONE) -> UUID:
    """Have somebody with these duties propose. Answers the proposal."""
    return actions.propose(
        user=somebody(*duties), kind=kind, subject=subject, reasons=REASONS, particulars=particulars, now=NOW
    )
