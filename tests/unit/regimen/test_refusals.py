"""What the dosing language refuses, and that the error says why and where."""

from __future__ import annotations

import pytest

from cobalamin.errors import InputError, OutsideValidity
from cobalamin.regimen import parse

REFUSED = (
    # nothing, or something missing
    ("", "empty"),
    (" ;\n", "empty|does not fit"),
    ("1 mg orally daily", "drug is missing"),
    ("cyanocobalamin orally daily", "amount of cyanocobalamin is missing"),
    ("cyanocobalamin 1 orally daily", "'orally' does not fit here"),
    ("cyanocobalamin 1 mg daily", "route of cyanocobalamin is missing"),
    ("cyanocobalamin 1 mg orally", "how often is missing"),
    ("cyanocobalamin 1 mg orally daily then weekly", "before 'then' has no length"),
    ("cyanocobalamin 1 mg orally daily then stop", "needs a length"),
    ("cyanocobalamin 1 mg orally daily and", "'the end' does not fit"),
    ("nitrous oxide 50 % weekly", "how long a session"),
    # words
    ("cyanocobalamin 1 mg orrally daily", "'orrally'; did you mean 'orally'"),
    ("cyanocobalamin 1 mg orally daily please", "'please'"),
    ("cyanocobalmin 1 mg orally daily", "did you mean 'cyanocobalamin'"),
    ("1 mg hydroxycobalmin IM daily", "did you mean 'hydrox"),
    ("stop omeprazol", "did you mean 'omeprazole'"),
    ("stop warfarin", "other_medicine"),
    ("thiamine 100 mg daily", "known but not modelled.*other_medicine"),
    ("benfotiamine 300 mg daily", "other_medicine"),
    ("PPI 20 mg daily", "name of one.*omeprazole"),
    ("cyanocobalamin 1 mg IM biweekly", "twice a week or every 2 weeks"),
    ("cyanocobalamin 1 mg IM as needed", "not a schedule"),
    ("cyanocobalamin 1 mg IM or SC daily", "alternative"),
    # ranges and commas
    ("cyanocobalamin 50-150 ug orally daily", "range"),
    ("cyanocobalamin 50 – 150 ug orally daily", "range"),
    ("cyanocobalamin 1 to 2 mg orally daily", "range"),
    ("hydroxocobalamin 1 mg IM every 2-3 months", "range"),
    ("hydroxocobalamin 1 mg IM every two to three months", "range"),
    ("cyanocobalamin 1,5 mg orally daily", "comma"),
    ("cyanocobalamin 1,000 ug orally daily", "comma"),
    ("cyanocobalamin 1 000 ug orally daily", "two numbers"),
    # numbers
    ("cyanocobalamin -1 mg orally daily", "negative"),
    ("cyanocobalamin 0 mg orally daily", "above zero"),
    ("cyanocobalamin nan mg orally daily", "finite"),
    ("cyanocobalamin inf mg orally daily", "finite"),
    ("cyanocobalamin 1e999 mg orally daily", "finite"),
    ("cyanocobalamin 1.2.3 mg orally daily", "number"),
    ("cyanocobalamin 1 mg orally every 0 days", "interval"),
    ("cyanocobalamin 1 mg orally every 10 minutes", "interval"),
    ("cyanocobalamin 1 mg orally 0 times daily", "whole number"),
    ("cyanocobalamin 1 mg orally 1.5 times daily", "whole number"),
    ("cyanocobalamin 1 mg orally 30 times daily", "1 to 24"),
    ("cyanocobalamin 1 mg IM 8 times a week", "up to 7"),
    ("cyanocobalamin 1 mg orally twice an hour", "every N hours"),
    ("cyanocobalamin 1 mg orally daily for 0 weeks", "length of a phase"),
    ("cyanocobalamin 1 mg orally weekly x0", "number of doses"),
    ("cyanocobalamin 1 mg orally weekly x1.5", "number of doses"),
    ("cyanocobalamin 1 mg IM days 3, 1", "rising"),
    ("cyanocobalamin 1 mg IM days 0, 1", "rising"),
    ("cyanocobalamin 1 mg IM days 1.5, 3", "rising"),
    # units and routes
    ("cyanocobalamin 1 mL IM daily", "'ml' does not fit cyanocobalamin"),
    ("cyanocobalamin 1000 IU orally daily", "'iu' does not fit"),
    ("cyanocobalamin 2 tablets orally daily", "'tablets' does not fit"),
    ("cyanocobalamin 5 % orally daily", "'%' does not fit"),
    ("nitrous oxide 5 mg inhaled weekly", "'mg' does not fit"),
    ("metformin 1 g IM daily", "route of metformin.*orally"),
    ("cyanocobalamin 1 mg inhaled daily", "route of cyanocobalamin"),
    ("cyanocobalamin 1 mg IM daily with food", "meals are taken orally"),
    ("nitrous oxide 150 % for 1 hour weekly", "above 0 to 100"),
    ("nitrous oxide 50 % for 30 hours weekly", "24 hours"),
    ("nitrous oxide 50 % for 13 hours twice daily", "24 hours a day"),
    ("nitrous oxide 20 cartridges for 2 hours weekly", "no length of a session"),
    ("cyanocobalamin 1 mg orally daily for 2 hours", "belongs to inhaled gas"),
    # contradictions
    ("cyanocobalamin 1 mg 2 mg orally daily", "amount is given twice"),
    ("cyanocobalamin 1 mg orally IM daily", "route is given twice"),
    ("cyanocobalamin 1 mg orally daily weekly", "how often is given twice"),
    ("cyanocobalamin 1 mg orally daily for 1 week for 2 weeks", "how long is given twice"),
    ("amitriptyline 25 mg twice daily at night", "once daily only"),
    ("cyanocobalamin 1 mg IM once for 2 weeks", "takes no length"),
    ("cyanocobalamin 1 mg IM daily for 1 week then weekly from day 9", "first phase"),
    ("cyanocobalamin 1 mg orally daily for 1 week then weekly with food", "same in every phase"),
    ("cyanocobalamin 1 mg IM once then metformin 1 g orally daily", "another class"),
    ("metformin 1 g daily and stop metformin", "takes and stops"),
    ("stop metformin since 2 years", "past"),
)


@pytest.mark.parametrize(("text", "reason"), REFUSED, ids=[text or "empty" for text, _ in REFUSED])
def test_refused(text: str, reason: str):
    with pytest.raises(InputError, match=reason) as raised:
        parse(text, where='person.toml: [[plan]] "injections"')
    assert raised.value.exit_code == 2
    assert str(raised.value).startswith('person.toml: [[plan]] "injections": ')


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("cyanocobalamin 20 mg orally daily", True),
        ("cyanocobalamin 21 mg orally daily", False),
        ("cyanocobalamin 11 mg orally twice daily", False),
        ("cyanocobalamin 1 g IM weekly", False),
        ("methylcobalamin 50 mg IM twice a week", True),
        ("methylcobalamin 501 mg IM twice a week", False),
        ("gabapentin 1600 mg three times daily", True),
        ("gabapentin 17 g daily", False),
        ("metformin 10 g four times daily", False),
        ("pregabalin 75 mg daily for 1 week then 75 g daily", False),
        ("cyanocobalamin 2 mg orally every hour", False),
    ],
)
def test_ten_times_the_largest_studied_dose(text: str, limit: bool):
    if limit:
        assert parse(text).items
    else:
        with pytest.raises(OutsideValidity, match="10 times the largest studied"):
            parse(text)


def test_a_family_name_leaves_a_notice_that_is_no_part_of_equality():
    named, family = parse("cyanocobalamin 1 mg orally daily"), parse("Vitamin B-12 1 mg orally daily")
    assert family == named
    assert family.notices == ("'vitamin b-12' is taken as cyanocobalamin",)
    assert named.notices == ()
