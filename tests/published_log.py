"""A small published service for audit tests (log and ratings) on a loopback server, without a database."""

import hashlib
import json
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from uuid import UUID

from reputation.audit.findings import Findings
from reputation.audit.run import Options, audit
from reputation.core import ids, months
from reputation.log.entries import EntryError, decode, encode
from reputation.ratings import rules
from reputation.reports.case_figures import Fold, Period, document, render
from reputation.rulebook.editions import EDITIONS
from reputation.tlog.checkpoints import Checkpoint, sign
from reputation.tlog.edges import Edge
from reputation.tlog.notes import Cosigner, Signer
from reputation.tlog.tiles import Tile, encode_bundle, width_at
from reputation.tlog.trees import leaf_hash

ORIGIN = "demo.open-reference.example/log"
SIGNER = Signer(ORIGIN, b"\x07" * 32)
HASH = "ab" * 32
COSIGNED_AT = 1_790_000_000


class Service:
    """What the server answers, by path. Tests tamper with `files`, or with `entries` and publish again.

    `cosigners`: witnesses that sign each checkpoint. `busy`: how many times each path is answered with 503 first.
    `refused`: paths that are answered with 403. `held`: paths that are not answered until `go_on`.
    """

    def __init__(self, signer: Signer = SIGNER) -> None:
        self.signer = signer
        self.cosigners: list[Cosigner] = []
        self.entries: list[bytes] = []
        self.files: dict[str, bytes] = {}
        self.busy: Counter[str] = Counter()
        self.refused: set[str] = set()
        self.held: set[str] = set()
        self.is_holding, self.go_on = threading.Event(), threading.Event()
        self.asked: Counter[str] = Counter()

    @property
    def key(self) -> str:
        return self.signer.verifier().vkey

    def append(self, kind: str, **body: object) -> None:
        self.entries.append(encode(kind, body))

    def fold(self, size: int) -> rules.Fold:
        """What the service's follower makes of it: what cannot be has no effect."""
        fold = rules.Fold()
        for position, raw in enumerate(self.entries[:size]):
            with suppress(rules.FoldError, EntryError):
                fold.feed(position, decode(raw))
        return fold

    def append_ratings_file(self, month: str) -> None:
        """Publish all ratings as of now and log the file's hash."""
        size = len(self.entries)
        answers = {
            business: rules.render(rules.answer(business, state, months.parse(month)))
            for business, state in self.fold(size).businesses.items()
        }
        header = rules.render({"edition": 1, "month": month, "log_size": size, "count": len(answers)})
        raw = b"".join(line + b"\n" for line in [header, *(answers[b] for b in sorted(answers, key=lambda b: b.int))])
        self.files[f"/log/ratings/{size}"] = raw
        self.append(
            "ratings-file", sha256=hashlib.sha256(raw).hexdigest(), log_size=size, month=month, date=f"{month}-01"
        )

    def report(self, period: Period) -> bytes:
        """The report about a half-year as of now."""
        fold, published = Fold(period), Counter[UUID]()
        for entry in map(decode, self.entries):
            fold.feed(entry)
            if entry.kind == "review" and entry.business is not None:
                published[entry.business] += 1
        return render(document(period, len(self.entries), fold.tally(published)))

    def append_report(self, period: Period) -> None:
        """Publish the report about a half-year that is over, and log the file's hash."""
        raw, size = self.report(period), len(self.entries)
        self.files[f"/log/reports/{period}"] = raw
        said = {"sha256": hashlib.sha256(raw).hexdigest(), "log_size": size, "period": str(period)}
        self.append("report-file", **said, date=str(period.last_day + timedelta(days=1)))

    def show_report(self) -> None:
        """Publish the report about this half-year."""
        self.files["/log/reports/live"] = self.report(Period.of(datetime.now(UTC).date()))

    def publish(self, signer: Signer | None = None) -> None:
        """Write bundles, tiles, checkpoint and shown ratings from the entries."""
        signer, edge = signer or self.signer, Edge()
        size = len(self.entries)
        full, width = width_at(None, size)
        for index in range(full + bool(width)):
            part = self.entries[256 * index : 256 * (index + 1)]
            self.files[f"/log/{Tile(None, index, len(part)).path}"] = encode_bundle(part)
        for tile, raw in edge.append([leaf_hash(raw) for raw in self.entries]):
            self.files[f"/log/{tile.path}"] = raw
        for level, raw in enumerate(edge.tiles()):
            index, width = width_at(level, size)
            if width:
                self.files[f"/log/{Tile(level, index, width).path}"] = raw
        checkpoint = Checkpoint(signer.name, size, edge.root())
        lines = [witness.line(checkpoint.text, COSIGNED_AT) for witness in self.cosigners]
        self.files["/log/checkpoint"] = "".join([sign(checkpoint, signer), *lines]).encode()
        for business, state in self.fold(size).businesses.items():
            self.show(business, rules.answer(business, state, months.of(datetime.now(UTC))))

    def copy_to(self, folder: Path) -> Path:
        """The log's files in a folder, as somebody would copy them."""
        for path, raw in self.files.items():
            if path.startswith("/log/"):
                file = folder / path.removeprefix("/")
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(raw)
        return folder

    def show(self, business: UUID, rating: Mapping[str, object]) -> None:
        self.files[f"/api/v1/businesses/{business}/rating"] = json.dumps({"rating": rating}).encode()


def make_service(reviews: int = 300, businesses: int = 3) -> Service:
    """An honest service: some businesses with reviews over several months, a ratings file before the last reviews."""
    service, source = Service(), ids.Seeded(5)
    this = months.of(datetime.now(UTC))
    service.append("operator", commitment=HASH, funder="nobody", policy="1", date="2026-01-01")
    shops = [str(source.uuid()) for _ in range(businesses)]
    for number, shop in enumerate(shops):
        numbers = [{"scheme": "lei", "value": f"5299000000000000{number:04d}"}]
        service.append(
            "business-joined", business=shop, numbers=numbers, country="GB", charter="1", date="2026-01-01", names=HASH
        )
    service.append(
        "edition",
        edition=1,
        spec_sha256=EDITIONS[1].spec_sha256,
        effective="2026-01",
        announced="2026-01-01",
        persons=2,
    )
    for number in range(reviews):
        if number == reviews - 20:
            service.append_ratings_file(months.show(this))
        service.append(
            "review",
            business=shops[number % businesses],
            review=str(source.uuid()),
            month=months.show(this - 6 + 6 * number // reviews),
            stars=1 + number % 5,
            outcome=("as-agreed", "problem-unsolved", "as-agreed", "never-delivered")[number % 4],
            commitment=HASH,
            **{"class": ("independent", "seller", "none")[number % 7 % 3]},
        )
    service.publish()
    return service


def audited(service: Service, **options: Any) -> Findings:
    """What the audit says about the service, asked over HTTP with its key."""
    with served(service) as url:
        return audit(Options(url, (service.key,), quiet=True, **options))


@contextmanager
def served(service: Service) -> Iterator[str]:
    """The service on a free loopback port; answers its address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = 1 << 16  # head and body together: apart, each answer would wait for the reader's late receipt

        def do_GET(self) -> None:
            service.asked[self.path] += 1
            raw = service.files.get(self.path)
            if self.path in service.held:
                service.is_holding.set()
                service.go_on.wait(30)
            if service.asked[self.path] <= service.busy[self.path]:
                raw = None
                self.send_response(503)
            elif self.path in service.refused:
                raw = None
                self.send_response(403)
            else:
                self.send_response(404 if raw is None else 200)
            self.send_header("Content-Length", str(len(raw or b"")))
            self.end_headers()
            self.wfile.write(raw or b"")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name the base class gives it
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
