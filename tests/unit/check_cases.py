"""What both clients of the private check are asked, and what they answer: from a snapshot, and with a filter."""

from typing import Any, NamedTuple

from reputation.lookalikes import keys
from tests.checks_files import record

WEXCOMBE = "00000000-0000-4000-8000-000000000001"
RECORDS = [
    record("kettle-and-moss.example", "Kettle & Moss Ltd"),
    record("brightharbour.example", "Brightharbour Travel Ltd"),
    record("brightharbour.test", "Brightharbour Pty", i=["edit"]),
    record("orrin-electronics.example", "Orrin Electronics Ltd", left="2026-05-01", i=[]),
    record("quillon.example", "Quillon Cycles Ltd", i=["edit", "skeleton", "subdomain"]),
    record("shop.marlow.example", "Marlow Ltd", i=[]),
    record("shop.wexcombe.example", "Wexcombe Ltd", b=WEXCOMBE),
    record("wexcombe.test", "Wexcombe Ltd", b=WEXCOMBE),
    record(
        "thistledown.example",
        "Thistledown Ltd",
        x=[keys.of(one).domain_key[:8].hex() for one in ("thistledown.test", "thist1edown.example")],
    ),
]


class Case(NamedTuple):
    """An address, and its answer. `filtered`: what a filter finds, where that is less."""

    address: str
    kind: str
    domain: str | None = None
    rule: str | None = None
    tier: str | None = None
    filtered: str | None = None

    def said(self, *, is_filtered: bool) -> dict[str, Any]:
        if is_filtered and self.filtered is not None:
            return {"kind": self.filtered, "domain": None, "rule": None, "tier": None}
        return {"kind": self.kind, "domain": self.domain, "rule": self.rule, "tier": self.tier}


KETTLE, BRIGHT, QUILLON, THISTLE = (
    f"{name}.example" for name in ("kettle-and-moss", "brightharbour", "quillon", "thistledown")
)
CASES = [
    Case("kettle-and-moss.example", "participant", KETTLE),
    Case("https://www.Kettle-and-Moss.example:8443/kettles?colour=red#2", "participant", KETTLE),
    Case("https://user:word@kettle-and-moss.example", "participant", KETTLE),
    Case("orrin-electronics.example", "left", "orrin-electronics.example"),
    Case("brightharbour.test", "participant", "brightharbour.test"),
    Case("shop.marlow.example", "participant", "shop.marlow.example"),
    # Somebody else's part of a domain of which one host is proved: neither theirs, nor an imitation.
    Case("other.marlow.example", "unknown"),
    Case("nothing-like-it.example", "unknown"),
    # The same look, other letters or another ending.
    Case("kettle-and-rnoss.example", "imitation", KETTLE, "skeleton", "strong"),
    Case("kettle-and-m\u043ess.example", "imitation", KETTLE, "skeleton", "strong"),
    Case("xn--kettle-and-mss-6zl.example", "imitation", KETTLE, "skeleton", "strong"),
    Case("kettleandmoss.test", "imitation", KETTLE, "skeleton", "weak"),
    Case("0rrin-electronics.example", "unknown"),
    # One slip; two of them in a long name.
    Case("brightharbur.example", "imitation", BRIGHT, "edit", "strong"),
    Case("kettle-and-mos.example", "imitation", KETTLE, "edit", "strong"),
    Case("quilon.example", "imitation", QUILLON, "edit", "weak"),
    Case("quillno.example", "imitation", QUILLON, "edit", "weak"),
    Case("kittle-and-mosss.example", "imitation", KETTLE, "edit", "weak", filtered="unknown"),
    Case("buillon.example", "unknown"),
    # A name within a name, where the rule holds.
    Case("brightharbour-sale.example", "imitation", BRIGHT, "token", "weak"),
    Case("mybrightharbours.example", "imitation", BRIGHT, "token", "weak"),
    Case("quillon-sale.example", "unknown"),
    # In front of somebody else's address.
    Case("brightharbour.example.elsewhere.test", "imitation", BRIGHT, "subdomain", "strong"),
    Case("www.marlow.example.elsewhere.test", "unknown"),
    Case("shop.marlow.example.elsewhere.test", "imitation", "shop.marlow.example", "subdomain", "strong"),
    Case("orrin-electronics.example.elsewhere.test", "unknown"),
    Case("login.quillon.elsewhere.test", "imitation", QUILLON, "subdomain", "weak"),
    # Another host of a domain, and another domain that its owner proved: nobody imitates themselves.
    Case("old.wexcombe.example", "unknown"),
    # Exempt: the participant's other domain, and one that won its contest.
    Case("thistledown.test", "unknown"),
    Case("thist1edown.example", "unknown"),
    Case("th1stledown.example", "imitation", THISTLE, "skeleton", "strong"),
]
NO_ADDRESS = {
    "192.0.2.7": "ip",
    "[2001:db8::1]": "ip",
    "co.uk": "public-suffix",
    "javascript:alert(1)": "bad-host",
    "data:text/html,kettle-and-moss.example": "bad-host",
    "somebody@kettle-and-moss.example": "bad-host",
    "a" * 10_000 + ".example": "bad-host",
}
