"""Everything that is held about a business, in a zip: whole, in one order, safe to open, and without a secret."""

import csv
import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings

from reputation.core import months
from reputation.disputes.rules import Outcome as Decided
from reputation.log import actions as log
from reputation.log import queries as entries
from reputation.members import actions as members
from reputation.members import api_keys, errors, leavings, queries, webhooks
from reputation.members.rules import MAY, Act, Actor, DeedKind, Role
from reputation.ratings import actions as ratings
from reputation.reports import business_export, export_texts, tables
from reputation.reviews import actions as reviews
from reputation.reviews import publication
from reputation.reviews import queries as review_queries
from reputation.reviews.rules import ReceiptClass
from reputation.webhooks.rules import EventKind
from tests.conftest import AsRole
from tests.members_made import NOW, code_of, email_of, make_colleague, make_member_business, member_id
from tests.reviews_made import make_case, make_decision, submit

pytestmark = pytest.mark.django_db
TEXT = '=HYPERLINK("https://evil.example") Don\'t,\r\n"pay"'


def take(actor: Actor, language: str = "en") -> dict[str, bytes]:
    raw = business_export.build(actor=actor, language=language, now=NOW + timedelta(days=200))
    with zipfile.ZipFile(io.BytesIO(raw)) as found:
        assert found.testzip() is None
        return {name: found.read(name) for name in found.namelist()}


def rows(found: dict[str, bytes], name: str) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = json.loads(found[f"{name}.json"])
    return told


@pytest.fixture
def owner(db: None, settings: LazySettings, tmp_path: Path) -> Actor:
    """A business with something of everything."""
    settings.PUBLIC_ROOT = tmp_path
    log.start(now=NOW)
    found = make_member_business()
    members.invite(
        actor=found, email="coming@shop.example", role=Role.READER, language="en", now=NOW + timedelta(days=195)
    )
    gone = make_colleague(found, Role.AGENT)
    members.remove(actor=gone, member=queries.people(found.business)[1].public_id, now=NOW)
    leavings.give_notice(actor=found, now=NOW)
    leavings.take_back(actor=found, now=NOW)
    reviewed = [
        submit(found.business, stars=2, text=TEXT, receipt_class=ReceiptClass.SELLER, now=NOW).review for _ in range(3)
    ]
    publication.publish_due(now=NOW + timedelta(weeks=5))
    reviews.reply(business=found.business, review_id=reviewed[0], text="@we are sorry", now=NOW + timedelta(weeks=6))
    case = make_case(reviewed[1], quote="pay", said="It never was.", now=NOW + timedelta(weeks=6))
    make_decision(case, Decided.REMOVED, now=NOW + timedelta(weeks=6))
    while log.sequence():
        pass
    while ratings.follow(month=months.parse("2026-08")):
        pass
    return found


def test_there_is_a_file_for_everything_and_the_readme_names_each(owner: Actor) -> None:
    found = take(owner)
    names = [table.name for table in business_export.tables(owner.business, NOW)]
    single = ["particulars.json", "rating.json", "rating-workings.json", "rating-history.json"]
    assert set(found) == {"README.txt", *single, *(f"{name}.{end}" for name in names for end in ("json", "csv"))}
    assert set(export_texts.FILES) == {*names, *single}
    for language in ("en", "de"):
        readme = take(owner, language)["README.txt"].decode()
        assert all(name in readme for name in export_texts.FILES)
    assert "speichert" in readme


def test_what_is_held_is_told(owner: Actor) -> None:
    found = take(owner)
    assert json.loads(found["particulars.json"])["numbers"][0]["scheme"] == "example"
    assert json.loads(found["particulars.json"])["legal_form"] is None
    assert [row["role"] for row in rows(found, "members")] == ["owner"]
    assert [row["role"] for row in rows(found, "former-members")] == ["agent"]
    assert "email" not in rows(found, "former-members")[0]
    assert [row["email"] for row in rows(found, "invitations")] == ["coming@shop.example"]
    assert [(row["why"], row["is_cancelled"]) for row in rows(found, "leaving")] == [("asked", True)]
    assert [row["kind"] for row in rows(found, "deeds")] == [deed.kind for deed in queries.deeds(owner.business)][1:]
    assert rows(found, "charter")[0]["name"] == "Ada Moss"
    positions = [row.position for row in entries.of_business(owner.business)]
    assert [row["position"] for row in rows(found, "log-entries")] == positions
    assert len(positions) >= 7
    assert json.loads(found["rating.json"])["business"] == str(owner.business)
    assert json.loads(found["rating-workings.json"])["answer"] == json.loads(found["rating.json"])
    assert rows(found, "contact") == [{"email": "office@kettle.example", "language": "en"}]


def test_reviews_are_as_their_page_shows_them(owner: Actor) -> None:
    found = {row["review"]: row for row in rows(take(owner), "reviews")}
    public = {str(row.public_id): row for row in review_queries.public(business=owner.business).items}
    assert found.keys() == public.keys()
    for key, row in public.items():
        assert found[key]["text"] == ("".join(span.text for span in row.spans) or None)
    removed = [row for row in found.values() if row["state"] == "restricted"]
    assert [(row["text"], row["removed"]["ground"]) for row in removed] == [(None, "conflict-of-interest")]
    assert sorted(row["reply"] or "" for row in found.values()) == ["", "", "@we are sorry"]


def test_a_case_is_told_without_who_decided_it(owner: Actor) -> None:
    (case,) = rows(take(owner), "cases")
    assert (case["state"], case["outcome"], case["said"]) == ("decided", "removed", "It never was.")
    assert case["decisions"][0]["reasoning"] == "why"
    assert "moderator" not in json.dumps(case)


def test_the_same_state_makes_the_same_bytes(owner: Actor) -> None:
    first, second = take(owner), take(owner)
    different = {name for name in first if first[name] != second[name]}
    assert different == {"deeds.json", "deeds.csv"}  # the first export is a deed, which the second one tells
    assert list(first) == list(second)


def test_a_spreadsheet_runs_nothing_and_csv_gives_back_what_json_has(owner: Actor) -> None:
    found = take(owner)
    for name, raw in found.items():
        if not name.endswith(".csv"):
            continue
        assert raw.replace(b"\r\n", b"").count(b"\r") == 0
        read = list(csv.reader(io.StringIO(raw.decode(), newline="")))
        told = rows(found, name.removesuffix(".csv"))
        assert len(read) == len(told) + 1
        for line, row in zip(read[1:], told, strict=True):
            assert [cell.removeprefix("'") for cell in line] == [
                tables.cell(value).removeprefix("'") for value in row.values()
            ]
            assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in line)
    assert "'=HYPERLINK" in found["reviews.csv"].decode()
    assert "'@we are sorry" in found["reviews.csv"].decode()


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", " =1", "\uff1d1", "\uff201", "\n@x"])
def test_a_formula_is_a_text(text: str) -> None:
    assert tables.cell(text) == f"'{text}"


@pytest.mark.parametrize("value", [-5, None, "a=b", ["=1"], {"a": "=1"}, True])
def test_what_is_no_formula_stays_as_it_is(value: object) -> None:
    assert not tables.cell(value).startswith("'")


def test_no_secret_goes_out(owner: Actor) -> None:
    secret = api_keys.make(actor=owner, name="shop system", scopes=[Act.READ], now=NOW)
    ended = api_keys.make(actor=owner, name="old system", scopes=[Act.READ], now=NOW)
    api_keys.end(actor=owner, key=api_keys.of_business(owner.business)[0].public_id, now=NOW)
    hook = webhooks.add(actor=owner, url="https://shop.example/hook", kinds=[EventKind.LEFT], now=NOW)
    webhooks.ping(actor=owner, endpoint=hook.public_id, now=NOW)
    rolled = webhooks.roll(actor=owner, endpoint=hook.public_id, now=NOW)
    found = take(owner)
    whole = b"".join(found.values())
    for canary in (secret, ended, hook.secret, rolled, code_of("coming@shop.example")):
        assert canary.encode() not in whole
        assert canary[8:28].encode() not in whole  # after what tells a key from others
    assert b"salt" not in whole.replace(b"the salts of the log", b"")
    assert {row["name"]: bool(row["ended_on"]) for row in rows(found, "keys")} == {
        "shop system": False,
        "old system": True,
    }
    assert [row["kind"] for row in rows(found, "deliveries")] == ["ping"]


def test_others_are_not_in_it(owner: Actor) -> None:
    other = make_member_business()
    whole = b"".join(take(owner).values())
    assert str(other.business).encode() not in whole
    assert queries.people(other.business)[0].email.encode() not in whole


def test_the_address_of_whoever_is_a_member_no_more_is_not_in_it(owner: Actor) -> None:
    agent = make_colleague(owner, Role.AGENT)
    email, member = email_of(agent), member_id(agent)
    members.remove(actor=owner, member=member, now=NOW)
    found = take(owner)
    assert email.encode() not in b"".join(found.values())
    assert [row["who"] for row in rows(found, "deeds") if row["member"] == str(member)] == [""]


def test_it_is_noted_and_needs_the_right_to_read(owner: Actor) -> None:
    take(Actor(business=owner.business, acts=MAY[Role.READER], user=owner.user))
    assert queries.deeds(owner.business)[0].kind is DeedKind.EXPORTED
    with pytest.raises(errors.NotAllowed):
        business_export.build(
            actor=Actor(business=owner.business, acts=frozenset({Act.MANAGE}), user=owner.user), language="en", now=NOW
        )
    assert [deed.kind for deed in queries.deeds(owner.business)].count(DeedKind.EXPORTED) == 1


def test_a_business_of_which_nothing_is_known_has_one_too() -> None:
    log.start(now=NOW)
    found = take(make_member_business())
    assert rows(found, "reviews") == []
    assert found["reviews.csv"].count(b"\r\n") == 1
    assert "rating.json" not in found


def test_pages_may_read_all_of_it(owner: Actor, as_role: AsRole) -> None:
    with as_role("web"):
        assert take(owner)


def test_many_rows_are_told_page_by_page(owner: Actor) -> None:
    for number in range(150):
        day = NOW + timedelta(days=number)  # a few a day, and no more
        members.change_names(actor=owner, legal_name=f"Moss {number} Ltd", trading_names=[], now=day)
    while log.sequence():
        pass
    found = take(owner)
    kinds = [row["kind"] for row in rows(found, "deeds")]
    assert kinds.count("names-changed") == 150
    assert [row["position"] for row in rows(found, "log-entries")] == [
        row.position for row in entries.of_business(owner.business)
    ]
