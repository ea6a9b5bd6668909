"""Names under which strangers get pages of their own. Pure."""

from functools import cache
from importlib.resources import files


@cache
def names() -> frozenset[str]:
    """The registered domains of free hosts."""
    table = files("reputation.lookalikes") / "data" / "free_hosts.txt"
    return frozenset(table.read_text(encoding="ascii").split())
