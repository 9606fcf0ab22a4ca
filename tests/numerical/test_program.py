"""Programs of rows: they cover the time between samples, give every dose, and never cost a compilation."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from cobalamin.body import BODY
from cobalamin.body.inputs import replete_inputs, view_inputs
from cobalamin.body.observe import OBSERVATIONS
from cobalamin.errors import InputError
from cobalamin.parameters import typical, view
from cobalamin.person import Person
from cobalamin.regimen import parse
from cobalamin.simulate import Request, build_row, observe_states
from cobalamin.solve import fast, native
from cobalamin.solve.blocks import run_block
from cobalamin.solve.packed import pack
from cobalamin.solve.program import DOSE, DOWNSTREAM, JUMP, SAMPLE, UPSTREAM, row_program
from cobalamin.solve.protocol import Row
from cobalamin.solve.rule import StepRule, rule_for
from cobalamin.solve.step import DOWNSTREAM as DOWNSTREAM_SWEEP
from cobalamin.solve.step import UPSTREAM as UPSTREAM_SWEEP

DAYS = np.arange(0.0, 366.0, 7.0)
PLANS = {
    "tablets": "cyanocobalamin 1 mg orally daily",
    "two tablets": "cyanocobalamin 500 ug orally twice daily for 3 months",
    "injections": "hydroxocobalamin 1 mg IM every other day for 2 weeks, then every 2 months",
    "weekly": "cyanocobalamin 1 mg orally once a week",
}

Making = Callable[..., Person]


@pytest.fixture(scope="module")
def rows(make_person: Making) -> dict[str, Row]:
    person = make_person(50, diet="vegan", diet_since="8 years")
    requests = {name: Request(person=person, plan_name=name, plan=parse(text)) for name, text in PLANS.items()}
    return {name: build_row(request, horizon=400.0)[0] for name, request in requests.items()}


def program(row: Row, rule: StepRule) -> list[tuple[int, int, float]]:
    kinds, indices, lengths = np.empty(60000, np.int8), np.empty(60000, np.int32), np.empty(60000)
    count = row_program(pack([row]), 0, DAYS, rule, kinds, indices, lengths)
    return list(zip(kinds[:count].tolist(), indices[:count].tolist(), lengths[:count].tolist(), strict=True))


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("target", [1e-4, 1e-3, 2e-2])
def test_both_sweeps_cover_the_time_and_no_dose_is_lost(rows: dict[str, Row], name: str, target: float) -> None:
    row, rule = rows[name], rule_for(target)
    steps = program(row, rule)
    life = rule.settle_days + DAYS[-1] - row.start
    for kinds in ((UPSTREAM, JUMP), (DOWNSTREAM,)):
        assert sum(length for kind, _, length in steps if kind in kinds) == pytest.approx(life, abs=1e-6)
    assert [index for kind, index, _ in steps if kind == SAMPLE] == list(range(len(DAYS)))
    singles = sum(1 for impulse in row.impulses if impulse.day < DAYS[-1])
    jumped = sum(length for kind, _, length in steps if kind == JUMP)
    tablets = sum(len(d.times) * (min(d.end_day, DAYS[-1]) - d.first_day) for d in row.daily)
    a_day = len(row.daily[0].times) if row.daily else 0
    assert sum(1 for kind, _, _ in steps if kind == DOSE) == round(singles + tablets - a_day * jumped)


def test_a_finer_target_takes_more_steps(rows: dict[str, Row]) -> None:
    for row in rows.values():
        counts = [len(program(row, rule_for(target))) for target in (1e-2, 1e-3, 1e-4)]
        assert counts[0] < counts[1] < counts[2]


@pytest.mark.parametrize("target", [0.0, 1e-9, 0.5, float("nan")])
def test_an_error_target_out_of_range_is_refused(target: float) -> None:
    with pytest.raises(InputError, match="error target"):
        rule_for(target)


def test_nothing_is_compiled_again(rows: dict[str, Row], make_person: Making, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another person, dose, schedule, tolerance, horizon, batch: the kernels and the driver are there already."""
    fast.observe(list(rows.values()), DAYS)
    fast.solve([rows["tablets"]], DAYS)
    known = len(run_block.nopython_signatures)
    asked: list[str] = []
    monkeypatch.setattr(native, "_object_code", lambda text: asked.append(text))
    other = make_person(71, condition=[{"name": "type 2 diabetes", "since": "9 years"}], egfr="44 mL/min/1.73m2")
    plan = parse("methylcobalamin 1500 ug orally three times daily; pregabalin 75 mg orally twice daily")
    row, _ = build_row(Request(person=other, plan_name="x", plan=plan), horizon=100.0)
    for rule in (rule_for(1e-2), rule_for(3e-4)):
        for count in (1, 9, 65):
            fast.solve([row] * count, np.array([0.0, 3.5, 80.0]), rule=rule)
            fast.observe([row, rows["injections"]] * count, DAYS[:9], ("mma_nmol_l",), rule=rule)
    assert not asked
    assert len(run_block.nopython_signatures) == known


def test_observations_of_the_kernels_are_those_of_the_body(rows: dict[str, Row]) -> None:
    """Worked out in machine code, or from the states in NumPy."""
    names, listed = tuple(OBSERVATIONS), list(rows.values())
    ours = fast.observe(listed, DAYS[:2], names)
    states = fast.solve(listed, DAYS[:2]).states
    np.testing.assert_allclose(ours, observe_states(states, DAYS[:2], listed, names), rtol=1e-9, atol=1e-10)


def test_order_of_rows_does_not_show(rows: dict[str, Row]) -> None:
    """Rows of like schedules run together, and come back where they were; alone they give the same numbers."""
    listed = [*rows.values()] * 17
    together = fast.observe(listed, DAYS, ("serum_b12_pmol_l", "hemoglobin_g_dl"))
    for n, row in enumerate(rows.values()):
        alone = fast.observe([row], DAYS, ("serum_b12_pmol_l", "hemoglobin_g_dl"))
        for copy in range(n, len(listed), len(rows)):
            np.testing.assert_array_equal(together[:, :, copy], alone[:, :, 0])


def test_upstream_is_b12_and_its_carrier() -> None:
    upstream = {BODY.names[i] for i in UPSTREAM_SWEEP.members}
    assert {"liver.cobalamin", "nerve.cobalamin", "plasma.apotranscobalamin", "excreta.urine"} <= upstream
    assert not {i for i in upstream if i.startswith(("marrow.", "pain.", "methylation.", "drugs.", "brain."))}
    assert len(UPSTREAM_SWEEP.members) + len(DOWNSTREAM_SWEEP.members) == len(BODY.names)


def test_a_carrier_loses_what_its_flows_carry() -> None:
    """What flows with a carrier move is what leaves the carrier by flows of its own, one for one."""
    rng = np.random.default_rng(5)
    k, now = view(typical()), view_inputs(replete_inputs())
    carriers = {f.carrier for f in BODY.flows if f.carrier}
    assert carriers == {"plasma.apotranscobalamin"}
    for _ in range(20):
        x = [max(c.healthy, 0.1) * 10 ** rng.uniform(-2, 1) for c in BODY.compartments]
        body = BODY.view(x)
        for carrier in carriers:
            moved = sum(f.law(body, k, now) * x[BODY.index[f.source or ""]] for f in BODY.flows if f.carrier == carrier)
            leaving = [f for f in BODY.flows if f.source == carrier and f.name.startswith("carrier_used")]
            used = sum(f.law(body, k, now) for f in leaving) * x[BODY.index[carrier]]
            assert used == pytest.approx(moved, rel=1e-12)
