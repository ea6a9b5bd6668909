"""A large log is read in parts by several processes: what is found must be what one process finds."""

from pathlib import Path

import pytest

from reputation.audit import run, spool
from reputation.audit.run import Options, audit
from reputation.core.months import show
from tests.published_log import audited
from tests.rich_log import THIS, RichService, make_rich_service


def flaws(service: RichService) -> None:
    """Something wrong of several kinds, far from each other in the log."""
    service.change(
        service.position("receipts-spent"), tokens=service.body(service.position("receipts-spent"))["tokens"][1:]
    )
    shop = service.body(service.position("business-joined", 1))["business"]
    service.append("domain-lost", business=shop, domain="other.example", date="2026-11-01")
    service.append("review", **service.body(service.position("review", 200)) | {"month": show(THIS)})
    for _ in range(600):
        service.review(shop, THIS)
    service.entries[150] = service.entries[150].replace(b'"v":1', b'"v":2')


@pytest.mark.parametrize("is_service", [False, True])
def test_several_processes_find_what_one_finds(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    is_service: bool,  # noqa: FBT001 - a parameter
) -> None:
    service = make_rich_service()
    flaws(service)
    service.publish()
    service.copy_to(tmp_path)
    alone = audit(Options(str(tmp_path), (service.key,), quiet=True))
    assert {"tokens", "entry", "course"} <= alone.counts.keys()
    monkeypatch.setattr(run, "IN_PARALLEL_FROM", 1)
    monkeypatch.setattr(spool, "RECORDS_A_PART", 20)
    together = audited(service) if is_service else audit(Options(str(tmp_path), (service.key,), quiet=True))
    ours = {fault for fault in together.faults if fault.kind != "shown"}
    assert ours == set(alone.faults)
    for what in ("log", "root", "tokens", "totals", "ratings file", "ratings"):
        assert together.checked.get(what) == alone.checked.get(what)
