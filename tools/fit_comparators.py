"""Fit the constants of drugs for nerve pain to trial arms set aside for fitting; write them into the parameters.

    python tools/fit_comparators.py [--dry-run]

Prints every constant with its value before and after, and what the fit leaves over. Relief: least squares on
differences from placebo, each arm alike, because most numbers of people were not read. Responders: least squares on
people with 30 % and 50 % relief beside the mean change of their arm. Events: likelihood of the numbers of people, with
the level at half effect held near 300 mg/d of pregabalin within a factor of about 1.6: four doses cannot fix it.

Trials see the mean of people who differ, at the levels that their kidneys give; the constants are those of the median
person with healthy kidneys. So relief is divided by exp(spread^2 / 2), levels are raised by the kidneys of such people,
and rates are averaged over proneness.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace

import numpy as np
from parameter_files import write_values
from scipy.optimize import bisect, least_squares, minimize

from cobalamin.body.drugs import gabapentin_absorbed
from cobalamin.body.harm import BY_DULOXETINE, BY_GABAPENTINOIDS, EVENTS, duloxetine_excess, gabapentinoid_excess
from cobalamin.body.responders import responder_share
from cobalamin.evidence import Use, fact
from cobalamin.evidence.comparators import PLACEBO, Arm, EventRate, arms, event_rates, placebo_rate
from cobalamin.parameters import parameters, typical, view
from cobalamin.units import DAYS_PER_WEEK, DAYS_PER_YEAR

ROOT = Path(__file__).resolve().parents[1]
K = view(typical())
REFERENCE = {"pregabalin": 300.0, "gabapentin": 1800.0}
NEAR_REFERENCE = 0.5  # sd of ln of the level at half effect around the reference dose
HALF_A_PERSON = 0.5
KIDNEYS = {
    "DPN": 0.82,
    "PHN": 0.73,
    "NP": 0.82,
}  # by age near 60 and near 70, as in validate/analgesics.py; none was read
NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(15)
Fitted = dict[str, float]


def _logit(share: float) -> float:
    return math.log(share / (1 - share))


def _with(**changed: float) -> SimpleNamespace:
    return view(typical() | changed)


def _shares(logit: float, added: Callable[[np.ndarray], np.ndarray] | None = None, drug: str = "") -> float:
    """Share of people with an event, over people who differ in proneness and in clearance.

    Arguments:
        logit: of the median person on placebo.
        added: what a drug adds to the logit at a level relative to the median person's; None for placebo.
        drug: whose clearance differs.
    """
    prone, weight = parameters()["harm_proneness"].spread * NODES, WEIGHTS / WEIGHTS.sum()
    if added is None:
        return float(np.sum(weight / (1 + np.exp(-logit - prone))))
    more = added(np.exp(-parameters()[f"{drug}_clearance"].spread * NODES))
    each = 1 / (1 + np.exp(-logit - prone[:, None] - more[None, :]))
    return float(weight @ each @ weight)


def _solved(wanted: float, share: Callable[[float], float], low: float, high: float) -> float:
    """Where a share that rises is as wanted."""
    return bisect(lambda x: share(x) - wanted, low, high)  # pyright: ignore[reportReturnType]


def _median_logit(share: float) -> float:
    """The median person's logit behind a share of people on placebo."""
    return _solved(share, _shares, -12.0, 12.0)


def _level(rate: EventRate | Arm) -> float:
    """Level relative to that of the reference dose with healthy kidneys, in people of such a trial."""
    if rate.drug == "gabapentin":
        taken = gabapentin_absorbed(rate.dose, K) / gabapentin_absorbed(REFERENCE["gabapentin"], K)
        return taken / KIDNEYS[rate.condition]
    return rate.dose / REFERENCE["pregabalin"] / KIDNEYS[rate.condition]


def _median_person(name: str) -> float:
    """Median over mean of a constant that differs between people: exp(-spread^2 / 2)."""
    return math.exp(-(parameters()[name].spread ** 2) / 2)


def _relief_arms(drug: str) -> list[Arm]:
    """Arms of one drug in diabetic neuropathy or post-herpetic neuralgia with a difference, set aside for fitting."""
    return [
        a
        for a in arms()
        if a.drug == drug and a.use is Use.CALIBRATE and a.difference is not None and a.condition in ("DPN", "PHN")
    ]


def fit_pregabalin() -> tuple[Fitted, list[float]]:
    """Relief r x^n, x the level relative to that at 300 mg/d, times a factor in post-herpetic neuralgia."""
    chosen = _relief_arms("pregabalin")
    level = np.array([_level(a) for a in chosen])
    herpetic = np.array([a.condition == "PHN" for a in chosen])
    seen = np.array([-(a.difference or 0.0) for a in chosen])

    def left(p: np.ndarray) -> np.ndarray:
        return p[0] * level ** p[1] * np.where(herpetic, p[2], 1.0) - seen

    best = least_squares(left, [0.67, 0.42, 2.0])
    names = ("pregabalin_relief", "pregabalin_relief_exponent", "pregabalin_phn_factor")
    values = (best.x[0] * _median_person(names[0]), *best.x[1:])
    return dict(zip(names, values, strict=True)), list(best.fun)


def fit_gabapentin() -> tuple[Fitted, list[float]]:
    """Relief at the level of 1800 mg/d: least squares by numbers of people on a nearly flat curve."""
    chosen = [a for a in _relief_arms("gabapentin") if a.n]
    half = K.gabapentin_relief_half
    shape = np.array([(1 + half) * _level(a) / (_level(a) + half) for a in chosen])
    seen, people = np.array([-(a.difference or 0.0) for a in chosen]), np.array([a.n or 0.0 for a in chosen])
    relief = float(np.sum(people * shape * seen) / np.sum(people * shape * shape))
    return {"gabapentin_relief": relief * _median_person("gabapentin_relief")}, list(relief * shape - seen)


def fit_duloxetine_relief() -> Fitted:
    """Relief at 60 mg/d, from one pool."""
    (pool,) = _relief_arms("duloxetine")
    return {"duloxetine_relief": -(pool.difference or 0.0) * _median_person("duloxetine_relief")}


def _responders() -> list[tuple[float, float, float, float]]:
    """(relief that counts, fall of the arm, score at entry, people [%]) of arms and pools set aside for fitting."""
    entry = K.trial_entry_score
    found: list[tuple[float, float, float, float]] = []
    for a in arms():
        fall = a.fall(entry)
        if a.use is Use.CALIBRATE and fall is not None:
            for relief, people in ((0.3, a.with_30), (0.5, a.with_50)):
                if people is not None:
                    found.append((relief, fall, a.entry or entry, people))
    pool = fact("cmp_pbo_change_dpn").value or 0.0
    return [*found, (0.5, -pool, entry, fact("cmp_pbo_r50_dpn").value or 0.0)]


def fit_responders() -> tuple[Fitted, list[float]]:
    """Spread and least counted change of the relative change within an arm."""
    rows = _responders()

    def left(p: np.ndarray) -> list[float]:
        k = _with(relief_share_spread=p[0], relief_share_worst=p[1])
        return [100 * responder_share(r, fall, entry, k) - people for r, fall, entry, people in rows]

    best = least_squares(left, [0.46, 0.1], bounds=([0.1, 0.0], [2.0, 1.0]), diff_step=1e-4)
    return {"relief_share_spread": best.x[0], "relief_share_worst": best.x[1]}, list(best.fun)


def _rates(event: str, drug: str) -> list[EventRate]:
    return [r for r in event_rates() if r.use is Use.CALIBRATE and r.event == event and r.drug == drug]


def _deviance(share: float, rate: EventRate) -> float:
    people, n = rate.percent / 100 * (rate.n or 0.0), rate.n or 0.0
    return -people * math.log(share) - (n - people) * math.log(1 - share)


def fit_background(event: str) -> float:
    """Share on placebo, pooled over arms with numbers of people."""
    # One trial of the duloxetine sum is listed again by itself: it counts once.
    placebo = [r for r in _rates(event, PLACEBO) if r.n and r.study != "Raskin 2005"]
    total = sum(r.n or 0.0 for r in placebo)
    share = max(sum(r.percent / 100 * (r.n or 0.0) for r in placebo), HALF_A_PERSON) / total
    return 1 / (1 + math.exp(-_median_logit(share)))


def fit_event(event: str) -> tuple[Fitted, list[float]]:
    """One share on placebo and what both drugs add, from the pregabalin label and the four trials of duloxetine."""
    drugs = [r for drug in ("pregabalin", "duloxetine", PLACEBO) for r in _rates(event, drug) if r.n]
    names = [f"{event}_background", f"{event}_gabapentinoid_largest", f"{event}_gabapentinoid_half"]
    start = [_logit(fit_background(event)), 2.0, -0.3]
    if event in BY_DULOXETINE:
        names.append(f"{event}_duloxetine_effect")
        start.append(1.0)

    def share(rate: EventRate, p: np.ndarray) -> float:
        k = _with(**{names[1]: p[1], names[2]: math.exp(p[2])})
        if rate.drug == "pregabalin":
            return _shares(p[0], lambda x: gabapentinoid_excess(event, _level(rate) * x, k), rate.drug)
        if rate.drug == "duloxetine":
            return _shares(p[0], _duloxetine(event, p[-1]), rate.drug)
        return _shares(p[0])

    def cost(p: np.ndarray) -> float:
        return sum(_deviance(share(r, p), r) for r in drugs) + 0.5 * (p[2] / NEAR_REFERENCE) ** 2

    best = minimize(cost, start, method="Nelder-Mead", options={"xatol": 1e-6, "fatol": 1e-9, "maxiter": 5000}).x
    values = [1 / (1 + math.exp(-best[0])), best[1], math.exp(best[2]), *best[3:]]
    return dict(zip(names, values, strict=True)), [100 * share(r, best) - r.percent for r in drugs]


def _added(rate: EventRate) -> float:
    """What the drug added to the logit in its own trial."""
    placebo = placebo_rate(rate)
    assert placebo is not None
    return _median_logit(rate.percent / 100) - _median_logit(placebo.percent / 100)


def fit_stops() -> tuple[Fitted, list[float]]:
    """Stops for harm on pregabalin by dose, each against its own placebo arm."""
    rows = [r for r in _rates("stop_for_harm", "pregabalin") if r.study == "Straube 2008"]
    names = ("stop_for_harm_gabapentinoid_largest", "stop_for_harm_gabapentinoid_half")

    def left(p: np.ndarray) -> list[float]:
        k = _with(**{names[0]: p[0], names[1]: math.exp(p[1])})
        added = [gabapentinoid_excess("stop_for_harm", _level(r), k) for r in rows]
        return [a - _added(r) for a, r in zip(added, rows, strict=True)]

    held = least_squares(lambda p: [*left(p), 0.2 * p[1] / NEAR_REFERENCE], [1.5, 0.0])
    return {names[0]: held.x[0], names[1]: math.exp(held.x[1])}, left(held.x)


def fit_gabapentin_share(stops: Fitted) -> Fitted:
    """Gabapentin 1800 mg/d in terms of pregabalin 300 mg/d: the level at which as many stop."""
    (rate,) = _rates("stop_for_harm", "gabapentin")
    largest, half = stops.values()
    added = _added(rate)
    return {"gabapentin_harm_share": half * math.sqrt(added / (largest - added)) / _level(rate)}


def _duloxetine(event: str, effect: float, dose: float = 60.0, **more: float) -> Callable[[np.ndarray], np.ndarray]:
    """What duloxetine adds to the logit at levels relative to the median person's, if 60 mg/d adds `effect`."""
    k = _with(**{f"{event}_duloxetine_effect": effect}, **more)
    return lambda x: duloxetine_excess(event, dose / 60.0 * x, k)


def _effect(rate: EventRate, **more: float) -> float:
    """What 60 mg/d adds in the median person, from a rate against its own placebo arm."""
    placebo = placebo_rate(rate)
    assert placebo is not None
    logit = _median_logit(placebo.percent / 100)
    return _solved(
        rate.percent / 100,
        lambda effect: _shares(logit, _duloxetine(rate.event, effect, rate.dose, **more), rate.drug),
        0.0,
        6.0,
    )


def fit_duloxetine() -> Fitted:
    """What 60 mg/d adds to nausea and stops, and for stops the level at half of the largest, from 60 and 120 mg/d."""
    low, high = sorted(_rates("stop_for_harm", "duloxetine"), key=lambda r: r.dose)
    name = "stop_for_harm_duloxetine_half"
    allowed = parameters()[name]
    halves = np.linspace(allowed.low, allowed.high, 99)
    half = float(min(halves, key=lambda half: abs(_effect(low, **{name: half}) - _effect(high, **{name: half}))))
    return {
        "nausea_duloxetine_effect": _effect(_rates("nausea", "duloxetine")[0]),
        "stop_for_harm_duloxetine_effect": _effect(low, **{name: half}),
        name: half,
    }


def fit_weight() -> tuple[Fitted, list[float]]:
    """Weight on pregabalin, W (1 - exp(-k t)): 13 weeks beyond placebo, one year of a pool, two years of a cohort."""
    placebo = 0.3  # kg at 13 weeks, from the same label as the drug's arm: cmp_pgb_wt_dm_13wk
    year = sum((fact(f"cmp_pgb_wt_{kind}").value or 0.0) / 100 * kg for kind, kg in YEAR_OF_POOL.items())
    days = np.array([13 * DAYS_PER_WEEK, DAYS_PER_YEAR, 2 * DAYS_PER_YEAR])
    seen = np.array([(fact("cmp_pgb_wt_dm_13wk").value or 0.0) - placebo, year, fact("cmp_pgb_wt_dm_2y").value or 0.0])

    def left(p: np.ndarray) -> np.ndarray:
        return p[0] * (1 - np.exp(-p[1] * days)) - seen

    best = least_squares(left, [5.0, 0.004], bounds=([0.0, 0.0], [LARGEST_GAIN, 0.1]), x_scale=[1.0, 0.001])
    largest = best.x[0] * _median_person("weight_gain_largest")
    return {"weight_gain_largest": largest, "weight_gain_rate": best.x[1]}, list(best.fun)


LARGEST_GAIN = 6.0  # kg; nobody was followed beyond what two years gave, so the plateau stays near it
YEAR_OF_POOL = {"stable": 2.22, "late": 6.20, "early": 5.46}  # kg, medians of the three groups of the pool


def fit_everything() -> tuple[Fitted, dict[str, list[float]]]:
    """All constants, and what each fit leaves over."""
    found: Fitted = {}
    left: dict[str, list[float]] = {}
    parts: Sequence[tuple[str, Callable[[], tuple[Fitted, list[float]]]]] = (
        ("relief by pregabalin [points]", fit_pregabalin),
        ("relief by gabapentin [points]", fit_gabapentin),
        ("people with relief [%]", fit_responders),
        ("weight [kg]", fit_weight),
        ("stops on pregabalin [logit]", fit_stops),
    )
    for name, fit in parts:
        made, left[name] = fit()
        found |= made
    for event in EVENTS:
        if event in BY_GABAPENTINOIDS and event != "stop_for_harm":
            made, left[f"{event} [%]"] = fit_event(event)
            found |= made
        else:
            found[f"{event}_background"] = fit_background(event)
    stops = {name: found[name] for name in found if name.startswith("stop_for_harm_gabapentinoid")}
    return found | fit_gabapentin_share(stops) | fit_duloxetine() | fit_duloxetine_relief(), left


def main() -> None:
    """Fit, print, and write unless told not to."""
    found, left = fit_everything()
    known = parameters()
    for name, value in found.items():
        known[name].checked(value)
        print(f"{name:40} {known[name].value:10.4g} -> {value:10.3g} {known[name].unit}")
    for name, rest in left.items():
        size = math.sqrt(sum(x * x for x in rest) / len(rest))
        print(f"left over, {name}: root mean square {size:.2g}; " + " ".join(f"{x:+.2g}" for x in rest))
    if "--dry-run" in sys.argv:
        return
    write_values(found)


if __name__ == "__main__":
    main()
