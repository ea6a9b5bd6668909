"""What holds for every page: nobody is shut out, and nothing is wider than the screen."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TOO_WIDE = "document.documentElement.scrollWidth > window.innerWidth"
WIDTHS = (320, 390, 1280)
EVERY_RULE = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast"]

# Where no scripts run, what is inside of "noscript" is read as elements. Nor does any timer run there, and axe would
# wait for one for ever.
WITHOUT_TIMERS = """() => {
    const probe = document.createElement("div");
    probe.innerHTML = "<noscript><i></i></noscript>";
    const atOnce = (task, _, ...rest) => void Promise.resolve().then(() => task(...rest));
    if (probe.querySelector("i")) window.setTimeout = atOnce;
    return Boolean(window.axe);
}"""
# What is well is not told: to send that takes as long as to look.
RUN = """(only) => axe.run({runOnly: only, resultTypes: ["violations"]}).then(({violations}) =>
    violations.flatMap(({id, nodes}) => nodes.map(({target}) => `${id}: ${JSON.stringify(target)}`)))
"""
AXE = Axe().axe_script


def faults(page: Page, only: list[str] = EVERY_RULE) -> list[str]:
    """What is wrong with a page, by these rules of axe."""
    if not page.evaluate(WITHOUT_TIMERS):
        page.evaluate(AXE)
    return [f"{page.url}: {fault}" for fault in page.evaluate(RUN, only)]


def too_wide(page: Page) -> list[str]:
    """On which of three screens a page is wider than the screen. In another language that is what may differ."""
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if page.evaluate(TOO_WIDE):
            found.append(f"{page.url} is too wide at {width}")
    return found


def looked_over(page: Page) -> list[str]:
    """What is wrong with a page: its width on three screens, its colours by night, and the rest on a phone by day."""
    found = too_wide(page)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    found += [f"by night: {fault}" for fault in faults(page, COLOURS)]
    page.set_viewport_size({"width": 390, "height": 900})
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    return found + faults(page)
