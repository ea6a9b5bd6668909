"""The part of Markdown that papers use: what it reads, and that nothing in a text becomes anything else."""

import pytest

from reputation.papers.marks import Block, Span, WrongText, read, spans

TEXT = """# A title

Some words
over two lines.

## A heading

### A smaller one

- one
  goes on
- two with [words](/about)

| Left | Right |
| --- | --- |
| a | [[court]] |
"""


def test_it_reads_headings_paragraphs_lists_tables_and_links() -> None:
    found = read(TEXT)
    assert found.title == "A title"
    assert found.blocks == (
        Block("p", (((Span("Some words over two lines."),),),)),
        Block("h2", (((Span("A heading"),),),)),
        Block("h3", (((Span("A smaller one"),),),)),
        Block("ul", (((Span("one goes on"),),), ((Span("two with "), Span("words", "/about")),))),
        Block("table", (((Span("Left"),), (Span("Right"),)), ((Span("a"),), (Span("", "", "court"),)))),
    )


@pytest.mark.parametrize(
    "text",
    [
        "<b>bold</b> & <script>alert(1)</script>",
        "[words](javascript:alert(1))",
        "[words](http://plain.example/)",
        "[words](data:text/html,x)",
        "[words]( /about)",
        "**bold** `code` ![image](/x",
        "[[Not A Blank]]",
    ],
)
def test_everything_else_stays_the_words_it_is(text: str) -> None:
    assert spans(text) == (Span(text),)


def test_a_link_elsewhere_is_told_from_one_of_ours() -> None:
    there, here = spans("[a](https://authority.example/x)")[0], spans("[b](/about)")[0]
    assert (there.is_elsewhere, here.is_elsewhere) == (True, False)


@pytest.mark.parametrize(
    "text", ["No title", "## Not a title", "# One\nTwo", "# T\n\n| a | b | c |", "# T\n\n| a |", "# T\n\n| a | b"]
)
def test_a_text_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(WrongText):
        read(text)
