"""Prints the table of entry kinds as the page docs/entries.md, which a test keeps equal to it."""

from reputation.log.kinds import KINDS, VERSION, Kind

HEAD = f"""# Entry kinds, version {VERSION}

This page is printed from `reputation/log/kinds.py`; a test keeps it equal.

An entry of the [public log](log-format.md) is one JSON object in UTF-8 after RFC 8785, at most 65,535 bytes. Beside the
fields below it has `kind`, its name, and `v`, the version of its schema, now {VERSION}. An optional field that is not
there is absent, never null. A field that is not listed, a missing one, an unknown kind or another way of writing the
same object is refused, by the service and by the audit.

There is no field for a name, a text or an instant: ids are random, days and months are coarse, and what was said is
there as a commitment only: `SHA-256("reputation/" + kind + "/v{VERSION}" + salt + bytes)`, with 32 random bytes of salt
that are never published.
"""


def _section(kind: Kind) -> str:
    rows = [f"| `{name}` | {type_.says} |" for name, type_ in kind.wanted.items()]
    rows += [f"| `{name}` (optional) | {type_.says} |" for name, type_ in kind.optional.items()]
    return "\n".join([f"## {kind.name}", "", f"{kind.says}.", "", "| field | holds |", "| --- | --- |", *rows, ""])


def page() -> str:
    """The page."""
    return "\n".join([HEAD, *map(_section, KINDS.values())])


if __name__ == "__main__":
    print(page(), end="")
