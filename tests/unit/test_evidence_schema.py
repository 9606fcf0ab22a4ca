"""A wrong cell of an evidence table is told by row, id and column; a citation leads to an address."""

from __future__ import annotations

import doctest

import pytest

from cobalamin.errors import CobalaminError
from cobalamin.evidence import facts, schema
from cobalamin.evidence.schema import Use, Verified, checked_rows, link

HEAD = "id,value,unit,doi_or_url,verified,use"
GOOD = "kin_a,1.5,pmol/L,10.1000/abc,abstract,calibrate"


def read(*rows: str):
    return checked_rows("facts", "\n".join([HEAD, *rows]))


def test_a_good_row_is_read_as_it_stands():
    (row,) = read(GOOD)
    assert (row["id"], row["value"], row["use"]) == ("kin_a", "1.5", "calibrate")


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        (GOOD, "row 3: id: 'kin_a' stands in row 2 already"),
        ("kin b,1,d,,abstract,context", "row 3: id: 'kin b' must be one word"),
        (",1,d,,abstract,context", "row 3: id: '' must be one word"),
        ("kin_b,1,pmool/L,,abstract,context", r"row 3 \(kin_b\): unit: 'pmool/L' .*did you mean 'pmol'"),
        ("kin_b,1,xyzzy,,abstract,context", "UNIT_WORDS in evidence/schema.py"),
        ("kin_b,1,d,10.1/x,abstract,context", r"doi_or_url: '10.1/x' must be a DOI"),
        ("kin_b,1,d,doi:10.1000/x,abstract,context", "must be a DOI without the word"),
        ("kin_b,1,d,10.1000/a b,abstract,context", "must be a DOI"),
        ("kin_b,1,d,PMID: 123456,abstract,context", "must be PMID and a number"),
        ("kin_b,1,d,PMC12a,abstract,context", "must be PMC and a number"),
        ("kin_b,1,d,https://a b,abstract,context", "address without spaces"),
        ("kin_b,1,d,,read,context", "verified: 'read' must be one of fulltext, abstract, secondary, memory"),
        ("kin_b,1,d,,abstract,test", "use: 'test' must be one of calibrate, validate, context"),
        ("kin_b,one,d,,abstract,context", "value: 'one' must be a number or empty"),
        ("kin_b,inf,d,,abstract,context", "value: 'inf' must be a finite number"),
        ("kin_b,1,d,,abstract", "needs 6 cells"),
        ("kin_b,1,d,,abstract,context,more", "needs 6 cells"),
    ],
)
def test_a_wrong_cell_is_told(row: str, complaint: str):
    with pytest.raises(CobalaminError, match=rf"evidence/facts.csv: .*{complaint}"):
        read(GOOD, row)


@pytest.mark.parametrize("unit", ["", "1", "mL/min/1.73m2", "pg/mL per pmol/L", "L/h per mL/min", "NRS 0-10", "%/a"])
def test_units_as_the_sources_write_them(unit: str):
    assert read(f"kin_b,1,{unit},,abstract,context")


def test_most_facts_can_be_opened():
    opened = [it for it in facts().values() if it.link]
    assert len(opened) > 0.6 * len(facts())
    assert all(it.link.startswith(("https://", "http://")) and " " not in it.link for it in opened)


def test_a_place_told_in_words_is_no_address():
    assert link("Eur J Neurol 2021;28:3938") == link("PMID 1648656 (recalled)") == link("") == ""
    assert link("PMC2805935").endswith("/articles/PMC2805935/")
    assert link("nice.org.uk/guidance/ng239") == "https://nice.org.uk/guidance/ng239"


def test_every_word_has_words_for_a_reader():
    assert len({each.words for each in Verified}) == len(Verified)
    assert len({each.words for each in Use}) == len(Use)


def test_examples_of_the_docstrings_run():
    assert doctest.testmod(schema).failed == 0
