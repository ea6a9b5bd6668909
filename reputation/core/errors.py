"""Refusals with a stable public code; the faces turn them into problems and pages."""

from typing import ClassVar


class DomainError(Exception):
    """A refusal somebody outside may see.

    `code` never changes its meaning and has a page in docs/problems/. Facts never hold names,
    texts, tokens or other people's ids.
    """

    code: ClassVar[str]
    status: ClassVar[int] = 400
    title: ClassVar[str]

    def __init__(self, **facts: str | int | bool | None) -> None:
        super().__init__(self.code)
        self.facts = facts


class NotFound(DomainError):
    """There is no such thing, or it is not yours to see."""

    code = "not-found"
    status = 404
    title = "There is nothing at this address."
