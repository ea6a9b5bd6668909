"""P6: a code that was handed out is in no table, deed, mail, log line, header or session; only its hash is."""

import logging
import re
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import LazySettings

from config.logs import Lines
from reputation.accounts.models import User
from reputation.core import clock
from reputation.members.rules import Act, Actor
from reputation.receipts import codes
from tests import pages_made
from tests.accounts_made import make_user, signed_in
from tests.api_made import Shop, business_key
from tests.members_made import make_member_business
from tests.promises.test_p07_members_leave_no_trace import holding, tables

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(db: None, settings: LazySettings, tmp_path: Path) -> Actor:
    settings.PUBLIC_ROOT = tmp_path / "public"
    pages_made.start()
    return make_member_business(user=make_user().pk, now=clock.now())


def forms_of(code: str) -> set[str]:
    """How a code could be written: in groups, without them, and in small letters."""
    shown = codes.show(code)
    return {shown, shown.lower(), code, code.lower(), shown.replace("-", "")}


def test_a_code_is_kept_nowhere(owner: Actor, records: list[logging.LogRecord], tmp_path: Path) -> None:
    client, home = signed_in(User.objects.get(pk=owner.user or 0), fresh=True), f"/members/b/{owner.business}/receipts"
    page = client.post(home, {"count": "2", "language": "en", "batch": str(uuid4())})
    found = re.search(r"<textarea[^>]*>([^<]*)</textarea>", page.content.decode())
    assert found is not None
    given = {"codes": found[1], "good_until": "2026-12-31", "language": "en"}
    answers = [page]
    for do in ("sheet", "csv"):
        answers.append(client.post(f"{home}/codes", given | {"do": do}))
        assert answers[-1].status_code == 200
    answers.append(client.post(f"{home}/codes", given | {"do": "png"}))
    by_api = Shop(business_key(owner, [Act.ANSWER])).post(f"businesses/{owner.business}/vouchers", {"count": 2})
    answers.append(by_api)
    shown = [*found[1].split("\n"), *(one["code"] for one in by_api.json()["vouchers"])]
    assert len(shown) == 4
    rows = tables()
    lines = [Lines().format(record) for record in records]
    for one in shown:
        code = codes.parse(one)
        assert codes.registered(code).hex() in rows["issuing_voucher"], "the search finds what is there"
        for form in forms_of(code):
            assert holding(form) == [], form
            assert not [line for line in lines if form in line]
            assert form not in str(dict(client.session))
            assert all(form not in str(answer.headers) for answer in answers)
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    published = b"".join(file.read_bytes() for file in files)
    assert not [one for one in shown if one.encode() in published]
