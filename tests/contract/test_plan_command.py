"""`cobalamin plan` as programs and people in a clinic use it: keys, exclusions, follow-up, adherence, calendar."""

from __future__ import annotations

import contextlib
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import icalendar
import pytest

from cobalamin.cli import main
from cobalamin.plan.safety import rules

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
ADULT = '[person]\ndate = 2026-01-05\nage = 52\nsex = "male"\negfr = "95 mL/min/1.73m2"\njurisdiction = "UK"\n'
BURNING = '[[symptom]]\nname = "burning feet"\nseverity = 6\nsince = "3 months"\n'
LEGS = '[[condition]]\nname = "sciatica"\nsince = "3 months"\n'
REPLETE = '[[lab]]\ntest = "serum B12"\nvalue = "420 pmol/L"\ndate = 2026-01-02\n'
PREGABALIN = '[[plan]]\nname = "pregabalin"\nregimen = "pregabalin 75 mg orally twice daily"\n'
TABLETS = '[[plan]]\nname = "tablets"\nregimen = "cyanocobalamin 50 ug orally daily"\n'
VEGAN = 'diet = "vegan"\ndiet_since = "12 years"\n'
LOW = (
    '[[lab]]\ntest = "serum B12"\nvalue = "150 pmol/L"\ndate = 2026-01-02\n'
    '[[lab]]\ntest = "MMA"\nvalue = "480 nmol/L"\ndate = 2026-01-02\n'
)


@pytest.fixture(scope="module", autouse=True)
def few_selves() -> Iterator[None]:
    """What is tested here does not depend on how many selves are followed."""
    from cobalamin.plan import forecast, today

    few = {"particles": 400, "seed": 0}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(today.known_today, "__kwdefaults__", few)
        patch.setattr(forecast.forecast, "__kwdefaults__", {"found": None} | few)
        yield


def planned(path: Path | str, *options: str) -> dict[str, Any]:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(["plan", str(path), "--json", *options])
    assert code == 0, err.getvalue()
    return json.loads(out.getvalue())


def written(folder: Path, text: str) -> Path:
    file = folder / "person.toml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def written_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("page") / "plan.html"


@pytest.fixture(scope="module")
def calendar_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("calendar") / "doses.ics"


@pytest.fixture(scope="module")
def metformin(few_selves: None, written_page: Path, calendar_file: Path) -> dict[str, Any]:
    person = EXAMPLES / "metformin_diabetic_neuropathy.toml"
    options = ("--report", str(written_page), "--calendar", str(calendar_file), "--plan", "injections")
    return planned(person, *options)


def test_the_keys_that_other_programs_read(metformin: dict[str, Any]):
    names = [plan["name"] for plan in metformin["plans"]]
    assert names == ["no change", "placebo", "injections", "tablets", "pregabalin", "tablets and pregabalin"]
    for plan in metformin["plans"]:
        for share in (30, 50):
            time = plan[f"time_to_{share}_percent_relief_days"]
            assert set(time) == {"median", "low", "high"}
            assert time["median"] is None
            chances = plan[f"probability_{share}_percent_relief"]
            assert list(chances) == ["4", "12", "52"]
            for week, (low, high) in plan[f"probability_{share}_percent_relief_interval"].items():
                assert 0.0 <= low <= chances[week] <= high <= 1.0
        low, high = plan["probability_mma_normal_interval"]
        assert 0.0 <= low <= plan["probability_mma_normal"] <= high <= 1.0
        assert plan["licence"]["probability_mma_normal"] == "forecast"
        assert plan["licence"]["time_to_30_percent_relief_days"] == "scenario"
        assert 0.0 <= plan["residual_deficit_2y"]["probability"] <= 1.0
        assert set(plan["warnings"]) <= set(rules())
        for event in plan["adverse_events"]:
            assert {"event", "median", "low", "high", "placebo", "day"} <= set(event)
    assert metformin["excluded"] == []


def test_what_b12_can_do_on_metformin_and_what_it_cannot(metformin: dict[str, Any]):
    plans = {plan["name"]: plan for plan in metformin["plans"]}
    assert plans["injections"]["probability_mma_normal"] > plans["no change"]["probability_mma_normal"]
    levels = {name: plan["markers"]["mma_nmol_l"]["91"]["median"] for name, plan in plans.items()}
    assert levels["injections"] < 0.7 * levels["no change"]
    assert levels["tablets"] < 0.7 * levels["no change"]
    assert plans["pregabalin"]["probability_mma_normal"] == plans["no change"]["probability_mma_normal"]
    at_12 = {name: plan["probability_30_percent_relief"]["12"] for name, plan in plans.items()}
    assert at_12["pregabalin"] > at_12["tablets"] + 0.05
    assert abs(at_12["tablets"] - at_12["placebo"]) < 0.1
    assert metformin["can"]
    assert metformin["cannot"]
    assert "metformin_goes_on" in plans["no change"]["warnings"]


def test_tablets_correct_the_markers_and_injections_come_first_with_cord_signs():
    found = planned(EXAMPLES / "pernicious_anaemia.toml")
    plans = {plan["name"]: plan for plan in found["plans"]}
    assert plans["tablets 2 mg"]["probability_mma_normal"] > 0.9
    assert "b12_injections_first" in plans["tablets 2 mg"]["warnings"]
    assert "b12_injections_first" not in plans["injections"]["warnings"]
    assert "guidelines start with injections" in found["answer"]
    assert {"b12_worse_before_better", "b12_symptoms_return", "b12_high_level_on_treatment"} <= set(
        plans["injections"]["warnings"]
    )


def test_sciatica_gets_no_gabapentinoid_and_is_told_that_b12_is_unlikely(tmp_path: Path):
    named = planned(written(tmp_path, ADULT + LEGS + REPLETE + BURNING + PREGABALIN + TABLETS))
    assert [plan["name"] for plan in named["plans"]] == ["no change", "placebo", "tablets"]
    (left,) = named["excluded"]
    assert left["name"] == "pregabalin"
    assert "NG59" in left["reason"]
    assert left["source"] == "nice_ng59"
    assert "B12 is unlikely to be the cause" in named["answer"]
    assert named["plans"][2]["probability_30_percent_relief"] is None
    offered = planned(written(tmp_path, ADULT + LEGS + REPLETE + BURNING))
    taken = " ".join(plan["regimen"] for plan in offered["plans"])
    assert "pregabalin" not in taken
    assert "gabapentin" not in taken
    assert any("pregabalin" in each["regimen"] and "NG59" in each["reason"] for each in offered["excluded"])


def test_missed_doses_show(tmp_path: Path):
    file = written(tmp_path, ADULT + VEGAN + LOW + TABLETS)
    full = planned(file)
    half = planned(file, "--adherence", "0.5")
    assert any("50 are taken" in notice for notice in half["notices"])
    ends = [found["plans"][2]["markers"]["serum_b12_pmol_l"]["365"]["median"] for found in (full, half)]
    assert ends[1] < 0.97 * ends[0]
    assert full["plans"][0]["markers"] == half["plans"][0]["markers"] or ends[1] < ends[0]


def test_later_laboratory_values_change_the_forecast_and_stand_beside_it(tmp_path: Path):
    taken = '[[taken]]\nregimen = "cyanocobalamin 50 ug orally daily"\nfrom = 2026-01-06\n'
    before = ADULT + VEGAN + LOW + taken
    later = '[[lab]]\ntest = "MMA"\nvalue = "{} nmol/L"\ndate = 2026-04-06\n'
    good = planned(written(tmp_path, before + later.format(190)))
    bad = planned(written(tmp_path, before + later.format(700)))
    first, second = (found["plans"][0]["probability_mma_normal"] for found in (good, bad))
    assert first > second
    (mma,) = good["happened"]
    assert mma["series"]["observation"] == "mma_nmol_l"
    assert mma["days"] == [91.0]
    assert mma["values"] == [190.0]
    assert any("2026-04-06" in notice for notice in good["notices"])
    assert planned(written(tmp_path, before))["happened"] == []


def test_the_schedule_becomes_a_calendar(metformin: dict[str, Any], calendar_file: Path):
    assert any(plan["name"] == "injections" for plan in metformin["plans"])
    events = icalendar.Calendar.from_ical(calendar_file.read_bytes()).walk("VEVENT")
    days = sorted(str(event["DTSTART"].dt) for event in events)
    assert days[:2] == ["2025-11-03", "2025-11-05"]
    assert len(days) == 7 + 6


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (("--plan", "tablets"), "--plan belongs to --calendar"),
        (("--calendar", "a.ics", "--plan", "tablet"), "did you mean 'tablets'"),
        (("--calendar", "a.txt", "--plan", "tablets"), "unknown file ending"),
        (("--adherence", "1.5"), "a share from 0 to 1"),
        (("--adherence", "nan"), "a share from 0 to 1"),
        (("--self-injection",), "--self-injection belongs to --best"),
    ],
)
def test_wrong_options_end_with_code_2_and_write_nothing(
    options: tuple[str, ...],
    complaint: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.chdir(tmp_path)
    assert main(["plan", str(EXAMPLES / "metformin_diabetic_neuropathy.toml"), *options]) == 2
    printed = capsys.readouterr()
    assert complaint in printed.err
    assert printed.out == ""
    assert list(tmp_path.iterdir()) == []


def test_every_id_on_the_page_leads_to_its_source(metformin: dict[str, Any], written_page: Path):
    html = written_page.read_text(encoding="utf-8")
    linked, ids = set(re.findall(r'href="#(source-[\w-]+)"', html)), set(re.findall(r'id="(source-[\w-]+)"', html))
    assert len(linked) > 20
    assert linked <= ids
    said = html[: html.index('<h2 id="sources">')]  # titles of sources are quoted as they are
    words = re.sub(r"<style>.*?</style>|<[^>]+>", " ", said, flags=re.DOTALL).lower()
    assert "normal" not in words
    assert "would not help" not in words
    assert all(plan["name"] in words for plan in metformin["plans"])
