"""A calendar file holds every dose of a plan on its day, and the same input gives the same bytes."""

from __future__ import annotations

import doctest
import math
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import icalendar
import pytest

from cobalamin.errors import InputError
from cobalamin.interop import calendar as module
from cobalamin.interop.calendar import NOT_A_PRESCRIPTION, calendar_file, calendar_name
from cobalamin.regimen import parse

START, TODAY = date(2026, 1, 30), date(2026, 1, 28)


def made(text: str, *, name: str = "a plan", start: date | None = START, until_day: float = 365.25) -> bytes:
    return calendar_file(parse(text), name=name, start=start, until_day=until_day, today=TODAY)


def events(content: bytes) -> Sequence[Any]:
    return icalendar.Calendar.from_ical(content).walk("VEVENT")


def moments(content: bytes) -> list[tuple[date, str]]:
    """(day, title) of every dose, recurring events unfolded."""
    found: list[tuple[date, str]] = []
    for event in events(content):
        begin = event.decoded("dtstart")
        day = begin.date() if isinstance(begin, datetime) else begin
        count = event["rrule"]["count"][0] if "rrule" in event else 1
        found += [(day + timedelta(days=n), str(event["summary"])) for n in range(count)]
    return sorted(found)


def days(content: bytes, title: str) -> list[int]:
    """Days from the start on which a dose of this title falls."""
    return [(day - START).days for day, each in moments(content) if each == title]


@pytest.mark.parametrize(
    "text",
    [
        "hydroxocobalamin 1 mg IM every other day for 3 weeks, then every 2 months",
        "cyanocobalamin 1 mg IM daily for 7 days, then weekly for 4 doses, then monthly",
        "cyanocobalamin 500 ug nasally weekly",
        "cyanocobalamin 1 mg orally daily for 3 months, then 50 ug daily",
        "pregabalin 75 mg orally twice daily for 1 week, then 150 mg twice daily",
        "hydroxocobalamin 1 mg IM days 1, 3, 7 and 10",
        "methylcobalamin 500 ug IM 3 times a week for 2 months, then monthly",
        "cyanocobalamin 1 mg orally daily from day 14",
        "amitriptyline 25 mg at night",
    ],
)
def test_every_dose_is_there_on_its_day(text: str):
    courses = parse(text).courses(start=0, end=365.25)
    expected = sorted(day for course in courses for day in course.days())
    found = [(day - START).days for day, _ in moments(made(text))]
    assert len(found) == len(expected)
    assert all(-0.51 <= day - math.floor(dose) <= 1.5 for day, dose in zip(found, expected, strict=True))


def test_injections_every_two_months_fall_on_the_nearest_day():
    content = made("hydroxocobalamin 1 mg IM every 2 months")
    assert days(content, "Hydroxocobalamin 1 mg into the muscle") == [0, 61, 122, 183, 244, 304]
    assert all(isinstance(event.decoded("dtstart"), date) for event in events(content))
    assert all("rrule" not in event for event in events(content))


def test_a_taper_is_one_series_a_phase_and_time_of_day_and_phases_share_no_dose():
    content = made("pregabalin 150 mg orally twice daily for 1 week, then 75 mg twice daily for 1 week")
    found = {(str(e["summary"]), e.decoded("dtstart"), e["rrule"]["count"][0]) for e in events(content)}
    assert found == {
        ("Pregabalin 150 mg by mouth", datetime(2026, 1, 30, 8), 7),
        ("Pregabalin 150 mg by mouth", datetime(2026, 1, 30, 20), 7),
        ("Pregabalin 75 mg by mouth", datetime(2026, 2, 6, 8), 7),
        ("Pregabalin 75 mg by mouth", datetime(2026, 2, 6, 20), 7),
    }
    assert all(event.decoded("dtstart").tzinfo is None for event in events(content)), "floating: the same hour anywhere"


def test_a_phase_after_months_begins_on_the_morning_after_the_last_dose():
    content = made("cyanocobalamin 1 mg orally daily for 3 months, then 50 ug daily")
    first, second = (
        days(content, "Cyanocobalamin 1 mg by mouth"),
        days(content, "Cyanocobalamin 50 micrograms by mouth"),
    )
    assert first == list(range(92))
    assert second[0] == 92
    assert {event.decoded("dtstart").time().hour for event in events(content)} == {8}


def test_two_substances_and_a_stop():
    content = made(
        "hydroxocobalamin 1 mg IM weekly x4 and folic acid 5 mg daily for 2 weeks with food and stop omeprazole"
    )
    assert days(content, "Hydroxocobalamin 1 mg into the muscle") == [0, 7, 14, 21]
    assert days(content, "Folic acid 5 mg by mouth with food") == list(range(14))
    assert days(content, "Stop omeprazole") == [0]
    assert len(events(content)) == 6


def test_a_dose_at_night_and_a_single_dose():
    night = events(made("amitriptyline 25 mg at night", until_day=10))
    assert [event.decoded("dtstart") for event in night] == [datetime(2026, 1, 30, 22)]
    assert moments(made("hydroxocobalamin 1 mg IM once")) == [(START, "Hydroxocobalamin 1 mg into the muscle")]


def test_the_reminder_comes_at_nine_on_the_day_before():
    (event,) = events(made("hydroxocobalamin 1 mg IM once"))
    (alarm,) = event.walk("VALARM")
    midnight = datetime.combine(event.decoded("dtstart"), datetime.min.time())
    assert midnight + alarm.decoded("trigger") == datetime(2026, 1, 29, 9)
    assert not events(made("cyanocobalamin 1 mg orally daily"))[0].walk("VALARM")


def test_the_file_says_what_it_is_and_is_valid():
    name = 'injections; then "tablets", ' + "long " * 20 + "β"
    content = made("hydroxocobalamin 1 mg IM weekly and cyanocobalamin 1 mg orally daily", name=name)
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
    read = icalendar.Calendar.from_ical(content)
    assert (read["version"], read["method"], str(read["x-wr-calname"])) == ("2.0", "PUBLISH", name)
    for event in events(content):
        assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY"} <= set(event)
        assert str(event["description"]) == f"Plan: {name}\n{NOT_A_PRESCRIPTION}"
        assert "clinician" in NOT_A_PRESCRIPTION


def test_the_same_input_gives_the_same_bytes_and_no_two_events_share_a_name():
    text = "hydroxocobalamin 1 mg IM weekly and hydroxocobalamin 1 mg IM monthly and folic acid 5 mg daily"
    assert made(text) == made(text)
    names = [str(event["uid"]) for event in events(made(text))]
    assert len(set(names)) == len(names)
    assert not set(names) & {str(event["uid"]) for event in events(made(text, name="another plan"))}
    later = calendar_file(parse(text), name="a plan", start=START, today=date(2026, 3, 1))
    assert [str(event["uid"]) for event in events(later)] == names, "a file made again replaces, and adds nothing"


def test_without_a_date_it_says_what_to_add():
    with pytest.raises(InputError, match=r"`date` to \[person\]"):
        made("hydroxocobalamin 1 mg IM weekly", start=None)


@pytest.mark.parametrize(
    ("text", "until_day"),
    [
        ("stop omeprazole", 365.0),
        ("hydroxocobalamin 1 mg IM weekly from day 100", 50.0),
        ("nitrous oxide 50 % inhaled for 2 hours once a week", 365.0),
    ],
)
def test_without_a_dose_there_is_no_calendar(text: str, until_day: float):
    with pytest.raises(InputError, match="no dose"):
        made(text, until_day=until_day)


@pytest.mark.parametrize("until_day", [0.0, -3.0, math.inf, math.nan])
def test_a_span_without_days_is_refused(until_day: float):
    with pytest.raises(InputError, match="days in a calendar"):
        made("hydroxocobalamin 1 mg IM weekly", until_day=until_day)


def test_beyond_the_last_year_is_refused():
    with pytest.raises(InputError, match="beyond the calendar"):
        made("hydroxocobalamin 1 mg IM monthly", start=date(9999, 12, 1))


@pytest.mark.parametrize(
    ("plan", "file"),
    [
        ("UK injections, nerves involved", "uk_injections_nerves_involved.ics"),
        ("../../etc/passwd", "etc_passwd.ics"),
        ("Spritzen für Ärztin", "spritzen_fur_arztin.ics"),
        ("日本", "plan.ics"),
        ("x" * 200, "x" * 60 + ".ics"),
    ],
)
def test_file_names_are_safe(plan: str, file: str):
    assert calendar_name(plan) == file


def test_docstrings_run():
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0
