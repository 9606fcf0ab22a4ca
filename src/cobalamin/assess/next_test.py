"""Which test would tell most: what each result could be, given everything known, and what it would change.

The information of a test about a question is I = sum p(y, q) log2 [p(y, q) / p(y) p(q)] in bits, over what its result
could be in the weighted particles; results carry the variation within a person and the laboratory's method. A test
changes the plan where the probability of deficiency would cross the line at which one treats.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
import numpy.typing as npt

from cobalamin.infer.attribution import lacks
from cobalamin.infer.evidence_of_person import antibody_rates, folate_log_likelihood, is_autoimmune
from cobalamin.infer.forecast import Posterior
from cobalamin.infer.hidden import FOLATE, PERNICIOUS
from cobalamin.infer.measurement import noises
from cobalamin.infer.resampling import systematic
from cobalamin.person import Person

Array = npt.NDArray[np.float64]
Answers = npt.NDArray[np.bool_]
TREAT_WITH_SIGNS = 0.15
"""Probability of deficiency from which B12 is worth giving where nerves complain: it is cheap and safe, and what is
lost stays lost. Source: guess"""
TREAT_WITHOUT = 0.50
"""The same where they do not. Source: guess"""
LEAST_BITS = 0.02
"""Information below which a test is not worth naming [bits]."""
LEAST_CHANGE = 0.02
"""Chance that a result changes the plan below which it is said that it would not."""
_RESULTS = 400
_COMPARED = 800


@dataclass(frozen=True, kw_only=True)
class TestCard:
    """What is to be known of a test before it is sent. Fields as in `tests.toml`."""

    __test__ = False  # a name that begins with Test is no test class

    name: str
    kind: str
    observations: tuple[str, ...]
    availability: str
    turnaround: str
    cost: str
    traps: tuple[str, ...]
    source: str


@dataclass(frozen=True, kw_only=True)
class NextTest:
    """What one test would tell here.

    Attributes:
        card: the test.
        bits: about deficiency (function), in bits.
        bits_about_cause: about whether lack of B12 is among the causes of the worst complaint, in bits.
        changes_plan: chance that its result moves the probability of deficiency across the line of treatment.
        delays_treatment: always False: samples are taken before the first dose, and treatment does not wait.
        remark: one sentence, "" for none.
    """

    card: TestCard
    bits: float
    bits_about_cause: float
    changes_plan: float
    remark: str = ""
    delays_treatment: bool = False


@cache
def cards() -> tuple[TestCard, ...]:
    """Every test that is considered, read once."""
    text = (resources.files(__package__ or "") / "tests.toml").read_text(encoding="utf-8")
    return tuple(
        TestCard(**(table | {"observations": tuple(table["observations"]), "traps": tuple(table["traps"])}))
        for table in tomllib.loads(text)["test"]
    )


def next_tests(found: Posterior, deficient: Answers, *, treat_from: float, seed: int = 0) -> tuple[NextTest, ...]:
    """Tests that would tell something, best first.

    Arguments:
        found: the particles.
        deficient: which of them lack B12, shape (particle,).
        treat_from: probability of deficiency from which one treats.
        seed: of the results that are tried.
    """
    chosen = systematic(found.weights, _COMPARED, np.random.default_rng([seed, 11]).random())
    asked = _question_of_cause(found)
    made = [_judge(found, card, chosen, deficient, asked, treat_from, seed) for card in cards()]
    kept = [each for each in made if each is not None and max(each.bits, each.bits_about_cause) >= LEAST_BITS]
    best = sorted(kept, key=lambda each: (-round(each.changes_plan, 2), -(each.bits + each.bits_about_cause)))
    return (*best, *_beside(found))


_BESIDE: Mapping[str, tuple[tuple[str, ...], str]] = {
    "kidneys": (("creatinine", "egfr"), "Says nothing of B12; without it methylmalonic acid cannot be read."),
    "other cause": (("hba1c",), "Says nothing of B12; it tells the most common other cause."),
}


def _beside(found: Posterior) -> tuple[NextTest, ...]:
    """Tests that say nothing of B12 and are needed beside it, where they are not yet known."""
    person = found.space.person
    sent = {lab.test for lab in person.labs}
    assumed = any(each.startswith("eGFR not given") for each in person.assumptions)
    needed = {"kidneys": assumed, "other cause": any(c.present for c in found.known.complaints)}
    return tuple(
        NextTest(card=card, bits=0.0, bits_about_cause=0.0, changes_plan=0.0, remark=_BESIDE[card.kind][1])
        for card in cards()
        if card.kind in _BESIDE and needed[card.kind] and not sent & set(_BESIDE[card.kind][0])
    )


def _question_of_cause(found: Posterior) -> Array | None:
    """s of the worst complaint, None without complaints."""
    present = [c for c in found.known.complaints if c.present]
    return lacks(found, present[0]) if present else None


def _judge(
    found: Posterior,
    card: TestCard,
    chosen: npt.NDArray[np.intp],
    deficient: Answers,
    lack: Array | None,
    treat_from: float,
    seed: int,
) -> NextTest | None:
    person = found.space.person
    likelihood = _likelihoods(found, card, chosen, seed)
    if likelihood is None:
        return None
    yes = deficient[chosen].astype(np.float64)
    bits, posterior = information(likelihood, yes)
    about = 0.0 if lack is None else information(likelihood, lack[chosen])[0]
    now = yes.mean() >= treat_from
    return NextTest(
        card=card,
        bits=bits,
        bits_about_cause=about,
        changes_plan=float(np.mean((posterior >= treat_from) != now)),
        remark=remark_of(person, card),
    )


def information(likelihood: Array, question: Array) -> tuple[float, Array]:
    """Information about a question in bits, and the answer after every result that was tried, shape (result,).

    Arguments:
        likelihood: p(result | particle), shape (result, particle); result n was drawn from particle n modulo particles.
        question: chance of yes for every particle, shape (particle,); particles count alike.
    """
    before = float(question.mean())
    after = (likelihood @ question) / likelihood.sum(axis=1)
    return max(_entropy(np.array([before]))[0] - float(np.mean(_entropy(after))), 0.0), after


def _entropy(p: Array) -> Array:
    p = np.clip(p, 1e-12, 1 - 1e-12)
    return -(p * np.log2(p) + (1 - p) * np.log2(1 - p))


def _likelihoods(found: Posterior, card: TestCard, chosen: npt.NDArray[np.intp], seed: int) -> Array | None:
    """p(result | particle) for results drawn from the particles; None for a test without a place in the model."""
    generator = np.random.default_rng([seed, 13])
    origin = np.arange(_RESULTS) * len(chosen) // _RESULTS
    if card.kind in ("marker", "panel"):
        log = np.zeros((_RESULTS, len(chosen)))
        for name in card.observations:
            level, sd = np.log(np.maximum(found.of(name)[chosen], 1e-9)), _spread(found, name)
            result = level[origin] + sd * generator.standard_normal(_RESULTS)
            log += -0.5 * ((result[:, None] - level[None, :]) / sd) ** 2
        return np.exp(log - log.max(axis=1, keepdims=True))
    if card.kind == "antibody":
        return _antibody(found, chosen, origin, generator)
    if card.kind == "folate" and found.known.folate is None:
        lacking = found.has_hidden(FOLATE)[chosen]
        result = np.exp(generator.normal(np.log(np.where(lacking[origin], 5.0, 17.0)), 0.5))
        jurisdiction = found.space.person.jurisdiction
        return np.exp([folate_log_likelihood(float(each), lacking, jurisdiction) for each in result])
    return None


def _spread(found: Posterior, name: str) -> float:
    """sd of ln of one more result: what is shared is known already where the test was made before."""
    noise = noises()[name]
    return noise.within if any(r.observation == name for r in found.known.results) else noise.total


def _antibody(
    found: Posterior, chosen: npt.NDArray[np.intp], origin: npt.NDArray[np.intp], generator: np.random.Generator
) -> Array | None:
    if any(test == "intrinsic_factor_antibody" for test, _ in found.known.antibodies):
        return None
    autoimmune = found.has_hidden(PERNICIOUS)[chosen] | is_autoimmune(found.space.person)
    with_it, without = antibody_rates("intrinsic_factor_antibody")
    rate = np.where(autoimmune, with_it, without)
    positive = generator.random(_RESULTS) < rate[origin]
    return np.where(positive[:, None], rate[None, :], 1 - rate[None, :])


def remark_of(person: Person, card: TestCard) -> str:
    """What makes this test mislead in this person, or why it is needed although it says nothing about B12."""
    from cobalamin.assess.exposure import recent_gas
    from cobalamin.assess.lack import WORKING_KIDNEYS, b12_goes_on_since

    blood = {"serum_b12_pmol_l", "holotc_pmol_l"} & set(card.observations)
    if blood and recent_gas(person):
        return "Nitrous oxide: a level in serum excludes nothing; homocysteine or methylmalonic acid first."
    if blood and b12_goes_on_since(person) is not None:
        return "On B12 already: the level shows the treatment, not its effect."
    if {"mma_nmol_l", "homocysteine_umol_l"} & set(card.observations) and person.egfr_ml_min_1_73m2 < WORKING_KIDNEYS:
        return f"Kidneys (eGFR {person.egfr_ml_min_1_73m2:g}) raise it by themselves: it is read against them here."
    if "homocysteine_umol_l" in card.observations and (person.has("folate deficiency") or _methotrexate(person)):
        return "Lack of folate or methotrexate raises homocysteine without lack of B12."
    if "serum_b12_pmol_l" in card.observations and (person.has("pregnancy") or _pill(person)):
        return "Pregnancy and the combined pill lower serum B12 without lack: active B12 is read first."
    return ""


def _words(person: Person) -> str:
    return " ".join(person.other_medicines).lower()


def _methotrexate(person: Person) -> bool:
    return "methotrexate" in _words(person)


def _pill(person: Person) -> bool:
    return any(word in _words(person) for word in ("contraceptive", "oestrogen", "estrogen", "ethinylestradiol"))
