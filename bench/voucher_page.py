"""How long a slow phone takes from the link on a receipt to the ticket. `python -m bench.voucher_page`.

The service is the real one with its issuer's process; the browser is Chromium with a processor so many times slower and
a slow network: for each request a delay, for all of them so many bytes a second. Printed: what the scripts weigh
packed, when the page can be used, when the ticket is there, and how long the sealing of the number alone takes. First
with nothing kept by the browser, then with the page and its scripts kept, as when it was open before.
"""

import argparse
import gzip
import signal
import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from reputation.receipts import codes
from tests import chromium
from tests.faults.service import Service
from tests.issuer_served import register
from tests.rich_log import issuers

SCRIPTS = ("voucher-page.js", "claim.js", "tickets.js", "voucher.js", "receipt.js")
FOLDER = Path(__file__).parents[1] / "reputation/web/static/web"
SLOWER = 6
DELAY_MS = 400
BYTES_A_SECOND = 50_000
PATIENCE_MS = 60_000
TICKET_TARGET_S = 10.0
PACKED_TARGET = 16_000
SEALING = """async ([script, key]) => {
    const voucher = await import(script);
    const read = await voucher.readKey(voucher.fromHex(key));
    const started = performance.now();
    await voucher.ask(read, voucher.challengeOf("issuer.example", "issuer.example"));
    return performance.now() - started;
}"""


def phone(browser: Browser, url: str) -> Page:
    """A page of a slow phone, with nothing kept."""
    page = browser.new_context(base_url=url, viewport={"width": 390, "height": 844}).new_page()
    protocol = page.context.new_cdp_session(page)
    protocol.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    protocol.send("Network.enable")
    slow = {"latency": DELAY_MS, "downloadThroughput": BYTES_A_SECOND, "uploadThroughput": BYTES_A_SECOND}
    protocol.send("Network.emulateNetworkConditions", {"offline": False, **slow})
    return page


def measure(page: Page, code: str) -> tuple[float, float]:
    """Seconds until the page shows that it works, and until the ticket is there."""
    started = time.perf_counter()
    page.goto(f"/r#{codes.show(code)}", wait_until="commit")
    expect(page.locator("#way")).to_be_visible(timeout=PATIENCE_MS)
    usable = time.perf_counter() - started
    expect(page.locator("#result")).to_be_visible(timeout=PATIENCE_MS)
    return usable, time.perf_counter() - started


def main() -> int:
    """1 when a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=5)
    turns = parser.parse_args().turns
    sizes = {name: len(gzip.compress((FOLDER / name).read_bytes(), mtime=0)) for name in SCRIPTS}
    for name, size in sizes.items():
        print(f"  {name:16s} {size:6,d} bytes packed")
    print(f"  all scripts      {sum(sizes.values()):6,d} bytes packed (target {PACKED_TARGET:,d})")
    path = chromium.program()
    if path is None:
        print(f"  {chromium.MISSING}")
        return 0
    with tempfile.TemporaryDirectory(prefix="reputation-bench-") as name, sync_playwright() as playwright:
        folder = Path(name)
        folder.chmod(0o755)
        service = Service(folder / "home", STATIC_COLLECTED="yes").ready()
        browser = playwright.chromium.launch(executable_path=path, args=chromium.OPTIONS)
        try:
            made = register(service, 2 * turns + 1).codes
            url = f"http://localhost:{service.port}"
            measure(phone(browser, url), made.pop())  # the service's own first time
            first: list[tuple[float, float]] = []
            again: list[tuple[float, float]] = []
            for _ in range(turns):
                page = phone(browser, url)
                first.append(measure(page, made.pop()))
                script = page.evaluate("document.querySelector('link[href*=\"/voucher.\"][rel=modulepreload]').href")
                sealing = page.evaluate(SEALING, [script, issuers()[0].public.hex()])
                page.goto("about:blank")
                again.append(measure(page, made.pop()))
                page.context.close()
        finally:
            browser.close()
            service.end(signal.SIGTERM)
    print(f"  a processor {SLOWER} times slower, {DELAY_MS} ms a request, {BYTES_A_SECOND // 1000} kB a second:")
    worst = 0.0
    for title, found in (("nothing kept", first), ("page kept", again)):
        usable, ticket = (statistics.median(one) for one in zip(*found, strict=True))
        worst = max(worst, ticket)
        says = f"at work after {usable:4.1f} s, ticket after {ticket:4.1f} s"
        print(f"  {title:16s} {says} (target {TICKET_TARGET_S:.0f} s)")
    print(f"  sealing alone    {sealing:6.0f} ms")
    return 0 if worst <= TICKET_TARGET_S and sum(sizes.values()) <= PACKED_TARGET else 1


if __name__ == "__main__":
    sys.exit(main())
