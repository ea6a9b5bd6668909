"""Where the browser is that tests and benchmarks start. It comes from the system's packages."""

import os
import shutil

# The shell draws no windows, so it takes half the time of the whole browser. It has the same engine.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
MISSING = "no Chromium on this machine (Debian: apt-get install chromium-headless-shell)"
# As root, in containers, Chromium starts without its sandbox only; the pages are our own.
OPTIONS = ["--no-sandbox"] if os.geteuid() == 0 else []


def program() -> str | None:
    """Its path: the one that CHROMIUM names, or the first that is installed."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
