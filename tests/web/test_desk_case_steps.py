"""Steps beside the decision: interim measures, held words, proofs that are opened on record, contested alerts."""

import logging
from datetime import timedelta
from uuid import UUID

import pytest

from reputation.accounts.rules import Duty
from reputation.disputes import exchange, files, filing, interims, queries, showing
from reputation.disputes.rules import Ground, Party, State
from reputation.log import queries as log
from reputation.proofs import queries as proofs
from reputation.ratings.alerts import Alert
from tests import proofs_made
from tests.desk_cases_made import SAID, Deciding, draft, fields, make_case, make_ready, reader
from tests.desk_pages_made import NOW, At
from tests.pages_made import SURGE, make_shop

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]
WHY = {"reasoning": "It shows where somebody lives who is threatened.", "fact_1": "An address stands there."}
NAMED = "Jordan Pikeley wrote this, and I can show it."


@pytest.fixture
def shop() -> UUID:
    return make_shop().id


def test_one_hides_a_review_and_another_one_confirms(shop: UUID) -> None:
    case = make_case(shop, ground=Ground.NAMES_A_PERSON)
    first, second = Deciding(case), Deciding(case)
    assert "Hide it for the time being" in first.open().says
    path = f"/cases/{case}/interim"
    assert first.get(path).status == 200
    assert first.post(path, do="take", seen=first.seen, reasoning="", fact_1="A fact.").status == 422
    kept = first.post(path, do="take", seen=first.seen, reasoning=WHY["reasoning"], fact_1="")
    assert kept.status == 422
    assert WHY["reasoning"] in kept.html
    assert "Hidden." in first.post(path, do="take", seen=first.seen, **WHY).says
    own = first.get(f"/cases/{case}")
    assert "somebody else confirms it, or it lapses" in own.says
    assert first.do("confirm").status == 403
    assert WHY["reasoning"] in second.open().says
    assert "Confirmed" in second.do("confirm").says
    found = files.of(case).interim
    assert found is not None
    assert not found.needs_second
    assert "Ended" in first.do("end").says
    again = first.post(path, do="take", seen=first.seen, **WHY)
    assert again.status == 422
    assert "There was an interim measure in this case already." in again.says


def test_why_it_is_hidden_repeats_no_hidden_words_and_the_page_names_them(shop: UUID) -> None:
    case = make_case(shop, ground=Ground.NAMES_A_PERSON)
    first = Deciding(case)
    first.open()
    words = files.of(case).quote or ""
    typed = {**WHY, "reasoning": f"It says: {words.upper()}."}
    answer = first.post(f"/cases/{case}/interim", do="take", seen=first.seen, **typed)
    assert answer.status == 422
    assert f"repeats words that nobody is to read. “{words.upper()}”" in answer.says
    assert files.of(case).interim is None


def test_it_lapses_when_nobody_confirms(shop: UUID) -> None:
    case = make_case(shop, ground=Ground.NAMES_A_PERSON)
    first = Deciding(case)
    first.open()
    first.post(f"/cases/{case}/interim", do="take", seen=first.seen, **WHY)
    interims.lapse_due(now=NOW + timedelta(hours=49))
    assert "An interim measure ended" in first.get(f"/cases/{case}").says


def test_on_other_grounds_nothing_is_hidden_before_it_is_decided(shop: UUID) -> None:
    case = make_case(shop)
    first = Deciding(case)
    assert "Hide it for the time being" not in first.open().says
    answer = first.post(f"/cases/{case}/interim", do="take", seen=first.seen, **WHY)
    assert answer.status == 422
    assert "On this ground a review is not hidden" in answer.says
    assert files.of(case).interim is None


def test_held_words_are_looked_at_before_anything_is_decided(shop: UUID) -> None:
    case = make_case(shop, said=NAMED, is_held=True)
    first = Deciding(case)
    shown = first.open()
    assert "a moderator has to look at first" in shown.says
    assert 'value="admit"' not in shown.html
    refused = first.do("admit")
    assert refused.status == 409
    assert "Look at the held words first." in refused.says
    path = f"/cases/{case}/words/0"
    page = first.get(path)
    assert "<mark>Jordan Pikeley</mark>" in page.html
    assert 'value="Jordan Pikeley"' in page.html
    wrong = first.post(path, do="release", seen=first.seen, words_1="Jordan Pickley", put_1="somebody")
    assert wrong.status == 422
    assert "not in the text, letter by letter" in wrong.says
    assert first.post(path, do="release", seen=first.seen, words_1="Jordan Pikeley", put_1="").status == 422
    twice = {"words_1": "Jordan Pikeley", "put_1": "one", "words_2": "Pikeley", "put_2": "two"}
    assert first.post(path, do="release", seen=first.seen, **twice).status == 422
    assert queries.case(case).said is None
    first.post(path, do="release", seen=first.seen, words_1="Jordan Pikeley", put_1="somebody")
    assert queries.case(case).said == "somebody wrote this, and I can show it."
    assert first.get(path).status == 409
    assert first.do("admit").status == 200


def test_words_of_a_writer_are_released_as_they_are(shop: UUID) -> None:
    case = make_case(shop)
    first = Deciding(case)
    first.open()
    first.do("admit")
    exchange.answer(case=case, text=NAMED, is_held=True, now=NOW)
    said = files.of(case).words[0].id
    assert queries.case(case).words[0].text is None
    assert first.get(f"/cases/{case}/words/{said}").status == 200
    first.post(f"/cases/{case}/words/{said}", do="release", seen=first.seen)
    assert queries.case(case).words[0].text == NAMED
    assert first.get(f"/cases/{case}/words/999999").status == 409


def test_a_draft_waits_for_held_words_too(shop: UUID) -> None:
    case = make_ready(shop)
    first = Deciding(case)
    first.open()
    exchange.add_looked_over(case=case, party=Party.CHALLENGER, text=NAMED, is_held=True, now=NOW)
    answer = first.post(f"/cases/{case}/draft/rejected", **fields(do="send", seen=first.seen))
    assert answer.status == 422
    assert "Look at the held words first." in answer.says
    assert files.of(case).state is State.READY


def test_a_proof_is_opened_on_record_and_only_then_named(shop: UUID) -> None:
    case = make_ready(shop)
    proof = showing.show(case=case, party=Party.WRITER, content=b"A canary of an order.", now=NOW)
    first = Deciding(case)
    shown = first.open()
    assert "The writer, proof 1" in shown.says
    assert "canary" not in shown.html
    first.post(f"/cases/{case}", do="seen", proof=str(proof), kind="invoice")
    assert proofs.listed(case, reader=None, now=NOW)[0].seen is None
    answer = first.client.post(f"/members/desk/cases/{case}/proof/{proof}")
    assert answer.status_code == 200
    assert answer.content == b"A canary of an order."
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"
    assert [one.user for one in proofs.accesses(case)] == [first.id]
    assert "Noted." in first.post(f"/cases/{case}", do="seen", proof=str(proof), kind="invoice").says
    assert "The other side reads: An invoice or a receipt" in first.get(f"/cases/{case}").says
    assert "An invoice or a receipt" in first.get(f"/cases/{case}/draft/rejected").says


def test_a_pdf_is_saved_and_a_picture_is_shown(shop: UUID) -> None:
    case = make_ready(shop)
    first = Deciding(case)
    first.open()
    for content, kind, shown in (
        (proofs_made.png(), "image/png", "inline"),
        (proofs_made.pages(1), "application/pdf", "attachment"),
    ):
        proof = showing.show(case=case, party=Party.CHALLENGER, content=content, now=NOW)
        answer = first.client.post(f"/members/desk/cases/{case}/proof/{proof}")
        assert answer["Content-Type"] == kind
        assert answer["Content-Disposition"].startswith(shown)


@pytest.mark.parametrize("who", ["undeclared", "declined", "panel", "operator"])
def test_nobody_else_opens_a_proof_and_no_try_leaves_it_open(shop: UUID, who: str) -> None:
    case = make_ready(shop)
    proof = showing.show(case=case, party=Party.WRITER, content=b"An order.", now=NOW)
    duties = {"panel": Duty.PANEL, "operator": Duty.OPERATOR}
    person = At(duties.get(who, Duty.MODERATOR))
    if who == "declined":
        person.post(f"/cases/{case}", do="decline")
    answer = person.client.post(f"/members/desk/cases/{case}/proof/{proof}")
    assert answer.status_code == 403
    assert b"An order." not in answer.content
    assert person.client.get(f"/members/desk/cases/{case}/proof/{proof}").status_code in (403, 405)
    assert proofs.accesses(case) == []


def test_a_proof_of_another_case_is_not_reached_through_this_one(shop: UUID) -> None:
    mine, other = make_ready(shop), make_ready(shop)
    proof = showing.show(case=other, party=Party.WRITER, content=b"An order.", now=NOW)
    first = Deciding(mine)
    first.open()
    assert first.client.post(f"/members/desk/cases/{mine}/proof/{proof}").status_code == 404
    assert first.post(f"/cases/{mine}", do="seen", proof=str(proof), kind="invoice").status == 404
    assert first.post(f"/cases/{mine}", do="seen", proof="nonsense", kind="invoice").status == 404
    assert proofs.accesses(other) == []


def test_a_contested_alert_is_suspended_by_two_until_a_month() -> None:
    shop = make_shop(sent=SURGE).id
    case = filing.open_about_alert(business=shop, alert=Alert.SURGE, said=SAID, now=NOW)
    first, second = Deciding(case), Deciding(case)
    shown = first.open()
    assert "More people than usual say they lost money" in shown.says
    assert "6 of 6" in shown.says
    assert "Suspend the alert" in shown.says
    path = f"/cases/{case}/draft/suspended"
    form = first.get(path)
    assert 'name="quote"' not in form.html
    assert 'name="reviewer_said"' not in form.html
    given = fields(do="send", seen=first.seen)
    assert first.post(path, **given).status == 422
    assert first.post(path, **given, until_month="1").status == 422
    months = form.html.partition('name="until_month"')[2].partition('value="')[2].partition('"')[0]
    assert "Drafted." in first.post(path, **given, until_month=months).says
    assert "Suspend" in second.open().says or "suspended" in second.open().says
    second.do("approve")
    assert queries.suspensions(shop)[0].alert == "surge"
    assert queries.case(case).outcome == "suspended"


def test_a_contested_alert_is_left_as_it_is() -> None:
    shop = make_shop(sent=SURGE).id
    case = filing.open_about_alert(business=shop, alert=Alert.SURGE, said=SAID, now=NOW)
    first = Deciding(case)
    assert "Leave the alert as it is" in first.open().says
    first.post(f"/cases/{case}/draft/rejected", **fields(do="send", seen=first.seen))
    second = Deciding(case)
    second.open()
    second.do("approve")
    assert queries.case(case).outcome == "rejected"
    assert queries.suspensions(shop) == []


def test_nothing_of_a_case_is_in_the_logs_of_the_service(shop: UUID, caplog: pytest.LogCaptureFixture) -> None:
    canary = "Canary-7431"
    with caplog.at_level(logging.DEBUG):
        case = make_case(shop, said=f"{canary} said.")
        first = Deciding(case)
        first.open()
        first.do("admit")
        exchange.answer(case=case, text=f"{canary} answered.", now=NOW)
        exchange.waive_reply(case=case, now=NOW)
        said = fields(do="preview", seen=first.seen, summary=f"{canary} summed up.", reasoning=f"{canary} reasoned.")
        first.post(f"/cases/{case}/draft/rejected", **said)
        first.post(f"/cases/{case}/draft/rejected", **(said | {"quote": f"{canary} quoted"}))
        first.client.post("/members/desk/plain", {"text": f"{canary} hereby."})
        first.post(f"/cases/{case}/draft/rejected", **(said | {"do": "send"}))
        second = Deciding(case)
        second.open()
        second.do("give-back", words=f"{canary} is given back.")
    assert canary not in caplog.text
    assert all(canary not in str(row.body) for row in log.of_business(shop))


def test_a_reader_who_only_read_took_no_step(shop: UUID) -> None:
    case = make_ready(shop)
    reader(case)
    other = draft(case)
    assert {part.value for part in files.parts(case, other)} == {"declared", "drafted"}
