"""Virtual studies of the kinetics of B12: what they measure against closed forms, and what must hold in any fit."""

from __future__ import annotations

import importlib

import numpy as np
import pytest

from cobalamin.body.gut import absorbed
from cobalamin.body.inputs import replete_inputs, view_inputs
from cobalamin.evidence import Verified, facts, split
from cobalamin.parameters import view
from cobalamin.units import HOURS_PER_DAY, NANOMOLES_PER_MICROGRAM_COBALAMIN
from cobalamin.validate.absorption import absorbed_of_meal, in_stool, meal_arms, percent_absorbed, tablet
from cobalamin.validate.compare import published_spread
from cobalamin.validate.experiment import Followed
from cobalamin.validate.injection import SERUM, after_hours, hour_of_peak, rise_of_area, rise_of_peak
from cobalamin.validate.loss import NO_INTAKE, NO_RETURN, percent_a_day
from cobalamin.validate.plateau import INTAKES_UG, MARKERS, mean_bend
from cobalamin.validate.row import Block, Row
from cobalamin.validate.studies import rows_of
from cobalamin.validate.target import Target, followed
from cobalamin.validate.volunteers import adults

KINETICS = (
    *("adams_1971", "aroda_2016", "berlin_1968", "bolaman_2003", "bor_2006", "bor_2010", "bozian_1963"),
    *("castel_dunwoody_2005", "crohn_tablets", "dangour_2015", "darby_1958", "dinu_2019", "doets_2013"),
    *("donaldson_1977", "doscherholmen_1957", "dullemeijer_2013", "garrod_2019", "glass_1955", "glass_1961"),
    *("glass_1966", "heyssel_1966", "hu_2013", "iom_1998", "kato_1959", "kholty_1991", "kurpad_2023"),
    *("kuzminski_1998", "liu_2014", "marcuard_1994", "mecobalamin_injection_label", "mecobalamin_tablet_label"),
    *("metformin_by_duration_2019", "miller_1992", "modi_2023", "nexo_2011", "ramirez_2010", "reizenstein_1966"),
    *("ross_1954", "rozebalamin_label", "scand_j_haematol_1964", "steinberg_1980", "swendseid_1957"),
    *("swiss_cyanocobalamin_label", "vitamins_japan_1974", "vitamins_japan_1989", "waife_1963", "watanabe_2007"),
)
FEW = 3


def targets_of(study: str) -> tuple[Target, ...]:
    return importlib.import_module(f"cobalamin.validate.studies.{study}").targets()


def value(rows: tuple[Row, ...], words: str) -> float:
    (found,) = [row.simulated for row in rows if words in row.quantity]
    assert found is not None
    return found


@pytest.mark.parametrize("study", KINETICS)
def test_targets_have_a_source_a_use_and_a_block(study: str) -> None:
    targets = targets_of(study)
    assert targets
    assert len({(target.quantity, target.unit) for target in targets}) == len(targets)
    for target in targets:
        assert target.study in split()
        assert target.block in (Block.KINETICS, Block.BIOMARKERS)
        source = target.seen.source
        assert source in facts() or source.startswith(("http", "10."))
        assert source not in facts() or facts()[source].verified is not Verified.MEMORY


def test_a_tablet_is_absorbed_as_the_closed_form_says() -> None:
    dose = 5.0
    seen = followed(tablet("test", adults, f"cyanocobalamin {dose:g} ug orally once"))
    now = view_inputs(replete_inputs())
    amount = dose * NANOMOLES_PER_MICROGRAM_COBALAMIN
    for person, found in list(zip(seen.subjects, percent_absorbed(dose)(seen), strict=True))[:FEW]:
        enters = absorbed(amount, HOURS_PER_DAY, view(person.constants), now)
        assert found == pytest.approx(100.0 * (enters.receptor + enters.passive) / amount, rel=0.01)


def test_a_meal_is_absorbed_as_the_closed_form_says() -> None:
    dose = 2.0
    meal, rest = (followed(arm) for arm in meal_arms("test", adults, dose, invited=FEW))
    found = absorbed_of_meal(dose)(in_stool(meal), in_stool(rest))
    now = view_inputs(replete_inputs())
    expected: list[float] = []
    for person in meal.subjects:
        k = view(person.constants)
        amount = dose * NANOMOLES_PER_MICROGRAM_COBALAMIN
        enters = absorbed(amount, HOURS_PER_DAY, k, now, released=k.food_release_normal, passive=k.passive_with_meal)
        expected.append((enters.receptor + enters.passive) / NANOMOLES_PER_MICROGRAM_COBALAMIN)
    assert found == pytest.approx(np.mean(expected), rel=0.03)


def test_of_a_larger_dose_a_smaller_share_is_absorbed() -> None:
    rows = rows_of("adams_1971")
    shares = [value(rows, f"from {dose} ug of cyanocobalamin") for dose in (1, 5, 25)]
    assert shares[0] > 1.5 * shares[1] > 2 * shares[2] > 0


def test_hydroxocobalamin_is_kept_better_than_cyanocobalamin_and_small_doses_better_than_large_ones() -> None:
    rows = rows_of("glass_1961")
    for dose in (500, 1000):
        lost = [value(rows, f"{dose} ug of {form}") for form in ("hydroxocobalamin", "cyanocobalamin")]
        assert 0 < lost[0] < 0.6 * lost[1] < 100
    label = rows_of("swiss_cyanocobalamin_label")
    shares = [value(label, f"of {dose} ug") for dose in (25, 100, 1000)]
    assert shares == sorted(shares)


def test_the_store_falls_faster_where_bile_is_not_taken_up_again() -> None:
    healthy, pernicious = (percent_a_day("body_b12_ug")(followed(arm)).mean() for arm in (NO_INTAKE, NO_RETURN))
    assert 0 < healthy < pernicious < 1.0


def test_acid_suppression_spares_tablets_and_costs_food() -> None:
    for study in ("marcuard_1994", "steinberg_1980"):
        assert all(0 < (row.simulated or 0.0) < 1 for row in rows_of(study))


def _course(values: list[float], hours: tuple[float, ...]) -> Followed:
    people = followed(NO_INTAKE).subjects[:1]
    days = np.array(after_hours(*hours))
    return Followed(subjects=people, days=days, values={SERUM: np.array(values)[:, None]})


def test_the_peak_of_a_parabola_is_found_between_uneven_samples() -> None:
    top, hours = 1.3, (0.5, 1.0, 1.75, 3.0)
    seen = _course([10.0 - (hour - top) ** 2 for hour in (0.0, *hours)], hours)
    assert hour_of_peak(seen)[0] == pytest.approx(top)


def test_rises_are_counted_from_the_level_before_the_dose() -> None:
    per_litre = 1000.0 * NANOMOLES_PER_MICROGRAM_COBALAMIN
    seen = _course([300.0, 300.0 + per_litre, 300.0 + per_litre], (1.0, 3.0))
    assert rise_of_peak(seen)[0] == pytest.approx(1.0)
    assert rise_of_area(seen)[0] == pytest.approx(2.5)


def test_the_bend_of_a_line_that_bends_is_found() -> None:
    bend = 5.5
    arms = [np.tile(9.0 - 2.0 * max(bend - intake, 0.0), (len(MARKERS), 2)) for intake in INTAKES_UG]
    assert mean_bend(*arms) == pytest.approx(bend, abs=0.05)


def test_an_interval_from_standard_errors_and_from_standard_deviations() -> None:
    id, people = "kin_me_im_tmax", 4
    one, many = published_spread(id), published_spread(id, people)
    assert one.observed == many.observed == facts()[id].value
    assert one.low is not None
    assert one.high is not None
    assert many.low is not None
    assert many.high is not None
    assert one.high - one.low == pytest.approx(2.0 * (many.high - many.low))
