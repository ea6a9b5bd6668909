"""What a statement of reasons must say before it goes out."""

from dataclasses import replace

import pytest

from reputation.disputes import reasons
from reputation.disputes.rules import Reasons

FINE = Reasons("[...]", ("a fact",), "one side", "the other", "why", "It stays, because it says what happened.")


@pytest.mark.parametrize(
    "gap", ["…", "...", "XXX", "[...]", "- - -", "___", "as of [?]", "[ ]", "it is [__]", "{{ facts }}", "<why>"]
)
@pytest.mark.parametrize("part", ["facts", "business_said", "reviewer_said", "reasoning", "summary"])
def test_a_template_with_gaps_does_not_go_out(part: str, gap: str) -> None:
    assert reasons.wrong(FINE) is None, "in the words of a review anything may stand"
    change: dict[str, object] = {part: (gap,) if part == "facts" else gap}
    assert reasons.wrong(replace(FINE, **change)) == part  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", ["It says […] and more.", "They wrote it [sic] twice.", "2 < 3", "Size XXL", "No.", "It names [a person]."]
)
def test_words_that_only_look_like_a_gap_go_out(text: str) -> None:
    assert reasons.wrong(replace(FINE, reasoning=text)) is None


def test_what_is_missing_comes_before_what_is_unfilled() -> None:
    assert reasons.wrong(replace(FINE, quote="", summary="…")) == "quote"
