"""Web addresses and webhooks of a business, by API."""

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F

from reputation.core import clock
from reputation.domains.models import Claim
from reputation.webhooks.models import Delivery, Event
from reputation.webhooks.rules import ENDPOINTS_MOST, WANTABLE
from tests.api.test_api_business import NOBODY, Mine
from tests.api_made import Shop, account_key, business_key, code
from tests.domains_made import message, record, signed
from tests.internet import Internet
from tests.members_made import make_member_business

pytestmark = pytest.mark.django_db
HOOK = {"url": "https://shop.example/hook", "events": ["domain-lost", "rating-changed"]}


@pytest.fixture
def mine() -> Mine:
    """A business by a machine's key that may manage."""
    owner = make_member_business()
    return Mine(owner, Shop(business_key(owner)))


def claimed(mine: Mine, domain: str = "shop.example") -> Any:
    answer = mine.post("claims", {"domain": domain})
    assert answer.status_code == 201
    return answer.json()


def test_a_web_address_is_claimed_proved_and_given_up(mine: Mine, outside: Internet) -> None:
    claim = claimed(mine, "https://www.shop.example/kettles")
    assert (claim["domain"], claim["state"], claim["record"]) == (
        "shop.example",
        "waiting",
        "_open-reference.shop.example",
    )
    outside.names.put(claim["record"], "TXT", f'"{claim["value"]}"')
    looked = mine.post(f"claims/{claim['claim']}/check").json()
    assert (looked["found"], looked["claim"]["state"]) == ("dns", "proved")
    assert mine.get(f"claims/{claim['claim']}").json() == looked["claim"]
    public = Shop().get(f"businesses/{mine.owner.business}").json()["domains"]
    assert [row["domain"] for row in public] == ["shop.example"]
    assert mine.delete(f"claims/{claim['claim']}").status_code == 204
    assert code(mine.delete(f"claims/{claim['claim']}")) == (409, "claim-ended")
    assert Shop().get(f"businesses/{mine.owner.business}").json()["domains"] == []


def test_a_look_that_finds_nothing_says_why_for_each_way(mine: Mine, outside: Internet) -> None:
    claim = claimed(mine)
    looked = mine.post(f"claims/{claim['claim']}/check").json()
    assert looked["found"] is None
    assert [row["method"] for row in looked["faults"]] == ["dns", "file"]
    assert looked["faults"][0]["fault"] == "not-there"


def test_a_web_address_is_proved_by_a_signed_message(mine: Mine, outside: Internet) -> None:
    claim = claimed(mine)
    outside.names.put("s1._domainkey.shop.example", "TXT", f'"{record()[:200]}" "{record()[200:]}"')
    date = clock.now().strftime("%a, %d %b %Y %H:%M:%S +0000")
    raw = signed(message(claim["value"], date=date))
    where = f"claims/{claim['claim']}/mail"
    assert code(mine.post(where, b"no message")) == (422, "mail-not-a-proof")
    Claim.objects.update(checked_at=clock.now() - timedelta(minutes=2))
    answer = mine.post(where, raw)
    assert (answer.status_code, answer.json().get("state"), answer.json().get("method")) == (200, "proved", "mail")


def test_a_message_is_bytes_of_a_bounded_size(mine: Mine, outside: Internet) -> None:
    where = f"claims/{claimed(mine)['claim']}/mail"
    assert code(mine.post(where, {"message": "x"})) == (415, "unsupported-media-type")
    assert code(mine.post(where, b"x" * 262_145)) == (413, "body-too-large")


@pytest.mark.parametrize("domain", ["localhost", "127.0.0.1", "co.uk", "shop", "a b.example", "x" * 254, ""])
def test_what_is_no_web_address_is_not_claimed(mine: Mine, domain: str) -> None:
    assert code(mine.post("claims", {"domain": domain})) in ((422, "bad-domain"), (422, "invalid-field"))
    assert mine.get("claims").json()["items"] == []


def test_a_claim_of_another_business_is_not_there(mine: Mine, outside: Internet) -> None:
    other = make_member_business()
    theirs = Mine(other, Shop(business_key(other)))
    claim = claimed(theirs)["claim"]
    for answer in (mine.get(f"claims/{claim}"), mine.post(f"claims/{claim}/check"), mine.delete(f"claims/{claim}")):
        assert code(answer) == (404, "no-such-claim")
    assert theirs.get(f"claims/{claim}").json()["state"] == "waiting"
    assert code(mine.post(f"claims/{NOBODY}/mail", b"x")) == (404, "no-such-claim")


def added(mine: Mine) -> Any:
    answer = mine.post("webhooks", HOOK)
    assert answer.status_code == 201
    return answer.json()


def test_a_webhook_lives_from_its_secret_to_its_end(mine: Mine) -> None:
    made = added(mine)
    hook = made["webhook"]["webhook"]
    assert made["secret"].startswith("whsec_")
    assert mine.get("webhooks").json()["items"] == [made["webhook"]]
    assert made["secret"] not in mine.get(f"webhooks/{hook}").content.decode()
    changed = mine.post(f"webhooks/{hook}/change", HOOK | {"events": ["left"]}).json()
    assert changed == made["webhook"] | {"events": ["left"]}
    assert mine.post(f"webhooks/{hook}/pause").json()["state"] == "paused"
    assert code(mine.post(f"webhooks/{hook}/ping")) == (409, "webhook-not-live")
    assert mine.post(f"webhooks/{hook}/resume").json()["state"] == "live"
    rolled = mine.post(f"webhooks/{hook}/roll").json()
    assert rolled["secret"] != made["secret"]
    assert rolled["webhook"]["both_secrets_until"]
    assert mine.delete(f"webhooks/{hook}").status_code == 204
    assert code(mine.delete(f"webhooks/{hook}")) == (404, "no-such-webhook")


def test_what_was_sent_is_listed_paged_and_sent_again(mine: Mine) -> None:
    hook = added(mine)["webhook"]["webhook"]
    sent = []
    for _ in range(3):
        sent.append(mine.post(f"webhooks/{hook}/ping").json()["delivery"])
        early = mine.post(f"webhooks/{hook}/ping")
        assert (code(early), early["Retry-After"]) == ((429, "webhook-pinged-moments-ago"), "60")
        Event.objects.update(at=F("at") - timedelta(minutes=1))
    first = mine.get(f"webhooks/{hook}/deliveries?limit=2").json()
    rest = mine.get(f"webhooks/{hook}/deliveries?limit=2&after={first['next']}").json()
    assert [row["delivery"] for row in first["items"] + rest["items"]] == sent[::-1]
    assert rest["next"] is None
    assert (first["items"][0]["event"], first["items"][0]["state"]) == ("ping", "waiting")
    now = clock.now()
    Delivery.objects.filter(public_id=sent[0]).update(state="failed", next_try_at=None, finished_at=now, tries=9)
    again = mine.post(f"webhooks/{hook}/deliveries/{sent[0]}/replay")
    assert (again.status_code, again.json()) == (202, {"delivery": sent[0]})
    assert Delivery.objects.get(public_id=sent[0]).state == "waiting"
    assert code(mine.post(f"webhooks/{hook}/deliveries/{NOBODY}/replay")) == (404, "no-such-delivery")


@pytest.mark.parametrize("since", ["yesterday", "2026-02-30T00:00:00Z", "2026-11-23T09:30:00+01:00", "2026-11-23", ""])
def test_everything_since_an_instant_is_sent_again(mine: Mine, since: str) -> None:
    hook = added(mine)["webhook"]["webhook"]
    assert code(mine.post(f"webhooks/{hook}/replay", {"since": since})) == (422, "invalid-field")
    answer = mine.post(f"webhooks/{hook}/replay", {"since": "2026-11-23T09:30:00Z"})
    assert (answer.status_code, answer.json()) == (202, {"sent": 0})


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        (HOOK | {"url": "shop.example"}, "bad-webhook-address"),
        (HOOK | {"url": "https://127.0.0.1/hook"}, "bad-webhook-address"),
        (HOOK | {"url": "ftp://shop.example/"}, "bad-webhook-address"),
        (HOOK | {"url": "https://shop.example/" + "x" * 500}, "invalid-field"),
        (HOOK | {"events": []}, "invalid-field"),
        (HOOK | {"events": ["ping"]}, "invalid-field"),
        (HOOK | {"events": ["left"] * (len(WANTABLE) + 1)}, "invalid-field"),
        (HOOK | {"secret": "mine"}, "invalid-field"),
    ],
)
def test_a_webhook_that_cannot_be_is_refused(mine: Mine, given: object, refused: str) -> None:
    assert code(mine.post("webhooks", given)) == (422, refused)
    assert mine.get("webhooks").json()["items"] == []


def test_there_are_so_many_webhooks_and_no_more(mine: Mine) -> None:
    for _ in range(ENDPOINTS_MOST):
        added(mine)
    assert code(mine.post("webhooks", HOOK)) == (409, "too-many-webhooks")


def test_a_webhook_of_another_business_is_not_there(mine: Mine) -> None:
    other = make_member_business()
    theirs = Mine(other, Shop(account_key(other.user)))
    hook = added(theirs)["webhook"]["webhook"]
    for rest in ("change", "pause", "resume", "roll", "ping", "replay"):
        body = {"change": HOOK, "replay": {"since": "2026-11-23T09:30:00Z"}}.get(rest)
        assert code(mine.post(f"webhooks/{hook}/{rest}", body)) == (404, "no-such-webhook")
    for answer in (
        mine.get(f"webhooks/{hook}"),
        mine.get(f"webhooks/{hook}/deliveries"),
        mine.delete(f"webhooks/{hook}"),
    ):
        assert code(answer) == (404, "no-such-webhook")
    assert theirs.get(f"webhooks/{hook}").json()["state"] == "live"
