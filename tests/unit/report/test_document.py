"""A document says the same as Markdown and as a page, escapes what it is given, and loads nothing."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from cobalamin.report.document import Bullets, Document, Heading, Paragraph, Picture, Table, to_html, to_markdown

PARTS = (
    Heading(text="In short & plain"),
    Paragraph(text="Run `cobalamin model validate`: **kinetics** < 2."),
    Bullets(items=["one", "two | three", "1000 ug"]),
    Table(columns=("study", "value"), rows=[("a|b", "<1>")]),
    Table(columns=("study",), rows=[("c",)], folded="1 row"),
    Picture(name="figure", svg='<svg xmlns="http://www.w3.org/2000/svg" role="img"/>', shows="what it shows"),
)
DOCUMENT = Document(title="A <title>", use="No diagnosis.", parts=PARTS, foot="The end.")


def test_markdown() -> None:
    text = to_markdown(DOCUMENT, comment="made")
    assert text.startswith("<!-- made -->\n\n# A <title>\n\nNo diagnosis.\n")
    assert "## In short & plain" in text
    assert "| a/b | <1> |" in text
    assert "- two | three" in text
    assert "```{image} images/figure.svg\n:alt: what it shows\n```" in text
    assert text.endswith("The end.\n")


def test_page_escapes_and_marks_up() -> None:
    text = to_html(DOCUMENT)
    assert "<h1>A &lt;title&gt;</h1>" in text
    assert '<h2 id="in-short-plain">In short &amp; plain</h2>' in text
    assert 'href="#in-short-plain"' in text
    assert "<code>cobalamin model validate</code>" in text
    assert "<strong>kinetics</strong> &lt; 2." in text
    assert '<td role="cell" data-label="value"><span>&lt;1&gt;</span></td>' in text
    assert "1000 µg" in text
    assert "<svg" in text


def test_folded_parts_open_with_a_summary_and_are_named_on_paper() -> None:
    text = to_html(DOCUMENT)
    assert text.count("<details") == text.count("</details>") == 1
    assert "<summary>1 row</summary>" in text
    assert "1 row: in the page itself, not on paper." in text


def test_page_loads_nothing_and_is_well_formed() -> None:
    body = to_html(DOCUMENT).partition("<body>")[2].partition("</body>")[0]
    ET.fromstring(f"<body>{body}</body>")
    assert "<script" not in body
    assert "src=" not in body
