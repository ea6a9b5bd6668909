"""Proving an omission with a signed acceptance."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from reputation.audit.__main__ import main
from reputation.audit.findings import UNREADABLE, Findings, Kind
from reputation.audit.run import Options, audit
from reputation.audit.source import Unreadable
from reputation.core import months
from reputation.receipts.rules import Acceptance
from tests.published_log import HASH, audited, served
from tests.rich_log import ACCEPTANCE_SEED, FIRST, ORIGIN, THIS, RichService, day, make_rich_service


@pytest.fixture
def service() -> RichService:
    return make_rich_service(ordinary=20)


@pytest.fixture
def ask(service: RichService, tmp_path: Path) -> Callable[..., Findings]:
    def said(raw: bytes, name: str = "slip") -> Findings:
        path = tmp_path / name
        path.write_bytes(raw)
        return audited(service, acceptances=(path,))

    return said


Ask = Callable[..., Findings]


def promised(service: RichService, **change: Any) -> bytes:
    """The acceptance of a review with a receipt that is in the log, with something changed."""
    body = service.body(service.position("review"))
    said: dict[str, Any] = {
        "origin": ORIGIN,
        "business": body["business"],
        "receipt_class": body["class"],
        "key_id": body["key_id"],
        "commitment": body["commitment"],
        "publish_by": date(2199, 1, 1),
    }
    return Acceptance(**said | change).sign(ACCEPTANCE_SEED).encode()


def test_a_review_in_the_log_meets_its_acceptance(service: RichService, ask: Ask) -> None:
    found = ask(promised(service))
    assert found.is_clean
    assert found.checked["acceptance slip"] == f"met by entry {service.position('review')} (review)"


def test_one_that_was_taken_back_while_it_waited_meets_it_too(service: RichService, ask: Ask) -> None:
    found = ask(service.acceptances["unpublished"])
    assert found.is_clean
    assert found.checked["acceptance slip"] == (
        f"met by entry {service.position('review-unpublished')} (review-unpublished: erased)"
    )


def test_an_omission_is_proved(service: RichService, ask: Ask) -> None:
    found = ask(promised(service, commitment=HASH, publish_by=months.first_day(THIS)))
    assert found.status == Kind.OMISSION.status == 19
    assert [fault.text for fault in found.faults] == [
        f"acceptance slip: commitment {HASH}: it was promised by {day(THIS, 1)}, and is not in the log"
    ]


def test_before_its_day_nothing_is_proved(service: RichService, ask: Ask) -> None:
    found = ask(promised(service, commitment=HASH))
    assert found.is_clean
    assert found.checked["acceptance slip"].startswith("not due yet: promised by 2199-01-01")


def test_too_late_is_an_omission(service: RichService, ask: Ask) -> None:
    found = ask(promised(service, publish_by=months.first_day(FIRST - 1)))
    assert f"came in {months.show(FIRST)}, and {day(FIRST - 1, 1)} was promised" in found.faults[0].text


@pytest.mark.parametrize(
    "change",
    [
        {"business": "2f2e3d4c-1111-4222-8333-444455556666"},
        {"receipt_class": "seller"},
        {"key_id": "cd" * 32},
        {"receipt_class": "none", "key_id": None},
    ],
)
def test_another_business_class_or_key_does_not_meet_it(service: RichService, ask: Ask, change: dict[str, Any]) -> None:
    found = ask(promised(service, **change))
    assert found.status == Kind.OMISSION.status
    assert "it is in the log with another business, class or key only" in found.faults[0].text


def test_what_the_log_did_not_promise_proves_nothing(service: RichService, ask: Ask, tmp_path: Path) -> None:
    honest = promised(service, commitment=HASH)
    forged = ask(honest.replace(HASH.encode(), b"cd" * 32))
    assert forged.status == UNREADABLE
    assert "not signed by the log's acceptance key" in (forged.unreadable or "")
    with pytest.raises(Unreadable, match="another log"):
        ask(promised(service, origin="other.example/log"))
    with pytest.raises(Unreadable, match="is no acceptance"):
        ask(service.files["/log/checkpoint"])
    with pytest.raises(Unreadable, match="cannot be read"):
        audited(service, acceptances=(tmp_path / "absent",))


def test_one_that_is_of_another_log_is_refused_before_anything_is_asked(service: RichService, tmp_path: Path) -> None:
    slip = tmp_path / "slip"
    slip.write_bytes(promised(service, origin="other.example/log"))
    with pytest.raises(Unreadable, match="another log"):
        audited(service, acceptances=(slip,))
    assert not service.asked


def test_one_that_is_not_signed_hides_neither_the_others_nor_faults(service: RichService, tmp_path: Path) -> None:
    honest = promised(service, commitment=HASH, publish_by=months.first_day(THIS))
    forged, omitted = tmp_path / "a", tmp_path / "b"
    forged.write_bytes(honest.replace(HASH.encode(), b"cd" * 32))
    omitted.write_bytes(honest)
    found = audited(service, acceptances=(forged, omitted))
    assert found.status == Kind.OMISSION.status
    assert (found.unreadable or "").startswith("a: the acceptance is not signed")


def test_of_a_copy_it_is_told_up_to_its_last_day_only(service: RichService, tmp_path: Path) -> None:
    """A folder may be old: that a review is missing there proves nothing about later days."""
    folder, slip = service.copy_to(tmp_path / "copy"), tmp_path / "slip"
    slip.write_bytes(promised(service, commitment=HASH, publish_by=months.first_day(THIS)))
    found = audit(Options(str(folder), (service.key,), acceptances=(slip,), quiet=True))
    assert found.is_clean
    assert found.checked["acceptance slip"].endswith(f"the log was read up to {day(THIS - 1)}")
    slip.write_bytes(promised(service, commitment=HASH, publish_by=months.first_day(THIS - 1)))
    found = audit(Options(str(folder), (service.key,), acceptances=(slip,), quiet=True))
    assert found.status == Kind.OMISSION.status


def test_it_needs_the_whole_log(service: RichService, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    slip, older = tmp_path / "slip", tmp_path / "older"
    slip.write_bytes(promised(service))
    older.write_bytes(service.files["/log/checkpoint"])
    with served(service) as url:
        words = [url, "--key", service.key, "--acceptance", str(slip), "--since", str(older), "--quiet"]
        with pytest.raises(SystemExit):
            main(words)
        assert "needs the whole log" in capsys.readouterr().err
        assert main([*words, "--full"]) == 0
