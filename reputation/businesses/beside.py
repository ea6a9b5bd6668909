"""What of a business stands beside the log in a side file: its names, and where it is."""

from collections.abc import Sequence
from typing import Any


def names(legal_name: str, trading_names: Sequence[str], place: str) -> dict[str, Any]:
    """The document of the names of a business."""
    return {"legal_name": legal_name, "trading_names": list(trading_names), "place": place}
