"""The posterior of one person: the virtual population as prior, everything that is known of the person as data.

The whole history of every particle is simulated, once as it was lived and once with B12 replete. Unknown onsets and
what nobody has found are part of a particle, so that they are integrated over. The same particles carry on into plans.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from cobalamin.infer.complaints import Cause
from cobalamin.infer.conflict import Conflict, conflicts_of
from cobalamin.infer.evidence_of_person import (
    Known,
    antibody_log_likelihood,
    folate_log_likelihood,
    homocysteine_by_folate,
    is_autoimmune,
    known_of,
)
from cobalamin.infer.hidden import FOLATE, PERNICIOUS
from cobalamin.infer.measurement import log_likelihood
from cobalamin.infer.particles import BLOCKS, Particles, Space, space_of
from cobalamin.infer.population_monte_carlo import Evaluated, Sample, run_rounds
from cobalamin.infer.resample_move import walk
from cobalamin.person import Person
from cobalamin.simulate import LOWEST_HEMOGLOBIN, Request, build_row
from cobalamin.solve.protocol import Row

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
PARTICLES = 4000
ROUNDS = (0.4, 0.3, 0.3)
"""Shares of the particles that each round takes."""
ENOUGH = 400.0
"""Effective particles below which more rounds follow."""
MORE_ROUNDS = 2
IMPOSSIBLE = 0.98
"""Share of lives a priori that would have needed care before, above which a history is refused. Source: guess"""
WALK_BELOW = 250.0
"""Effective particles of `PARTICLES` below which the method is switched: the data are too surprising for rounds."""
_HOMOCYSTEINE = "homocysteine_umol_l"

MARKERS: tuple[str, ...] = (
    *("serum_b12_pmol_l", "holotc_pmol_l", "mma_nmol_l", _HOMOCYSTEINE),
    *("hemoglobin_g_dl", "mcv_fl", "body_b12_ug", "ferritin_ug_l"),
)
NERVES: tuple[str, ...] = ("sural_amplitude_uv", "tibial_sep_p37_ms", "dorsal_column", "axons_pns")
SYMPTOMS: tuple[str, ...] = (
    *("tingling", "numbness", "pain_nrs", "weakness", "unsteadiness", "memory_trouble", "fatigue"),
)


@dataclass(frozen=True, kw_only=True)
class Posterior:
    """What this person may be like.

    Attributes:
        space: what was not known.
        known: what was.
        sample: weighted particles.
        names: observations.
        lived: on day 0, shape (observation, particle).
        replete: on day 0 of the same life with B12 replete, shape (observation, particle).
        conflicts: pairs of data that hardly go together.
        method: how the particles were found.
        effective_size: particles, if all counted alike, that the answer rests on.
        surprising: the data are so rare for such a history that the method was switched.
        impossible: share of lives a priori that would have needed care before.
        failed: particles whose blood left the positive finite numbers; they carry no weight and are left out.
    """

    space: Space
    known: Known
    sample: Sample
    names: tuple[str, ...]
    lived: Array
    replete: Array
    conflicts: tuple[Conflict, ...]
    method: str
    effective_size: float
    surprising: bool
    impossible: float
    failed: int

    @property
    def weights(self) -> Array:
        """Of the particles, given the data."""
        return self.sample.weights

    @property
    def prior_weights(self) -> Array:
        """Of the particles, as if nothing had been measured or told."""
        return self.sample.prior_weights

    def of(self, name: str) -> Array:
        """One observation on day 0, shape (particle,)."""
        return self.lived[self.names.index(name)]

    def replete_of(self, name: str) -> Array:
        """The same with B12 replete."""
        return self.replete[self.names.index(name)]

    def mean(self, values: Array | npt.NDArray[np.bool_], *, weights: Array | None = None) -> float:
        """Weighted mean over the particles; a share where values are true or false."""
        return float(np.sum((self.weights if weights is None else weights) * values))

    def quantiles(self, values: Array, shares: Sequence[float], *, weights: Array | None = None) -> list[float]:
        """Weighted quantiles over the particles."""
        order = np.argsort(values, kind="stable")
        load = (self.weights if weights is None else weights)[order]
        middle = np.cumsum(load) - load / 2
        return [float(each) for each in np.interp(shares, middle, values[order])]

    def has_hidden(self, name: str) -> npt.NDArray[np.bool_]:
        """Which particles carry something hidden of this name."""
        numbers = [n for n, each in enumerate(self.space.hidden) if each.name == name]
        return np.isin(self.sample.particles.hidden, numbers)


def replete_row(row: Row) -> Row:
    """The same life, body and other causes, with B12 replete from the beginning.

    The stomach and gut work, nitrous oxide was never breathed, and the diet brings what a healthy omnivore absorbs, or
    more where this one did.
    """
    healthy = row.steady["diet_absorbed"]
    changed = {
        "intrinsic_factor": 1.0,
        "ileum": 1.0,
        "food_release": 1.0,
        "nitrous_oxide": 0.0,
        "metformin_mg_per_day": 0.0,
    }
    made: list[tuple[float, Mapping[str, float]]] = []
    for day, inputs in row.inputs:
        eaten = inputs["diet_absorbed"] + inputs["diet_unabsorbed"]
        absorbed = max(healthy, min(inputs["diet_absorbed"], eaten))
        after = {**inputs, **changed, "diet_absorbed": absorbed, "diet_unabsorbed": max(eaten - absorbed, 0.0)}
        if not made or dict(made[-1][1]) != after:
            made.append((day, after))
    return replace(row, inputs=tuple(made), impulses=(), daily=())


class _Body:
    """Runs particles and keeps what they gave, round after round."""

    def __init__(self, space: Space, known: Known) -> None:
        self.space, self.known = space, known
        self.days = np.array(known.days)
        asked = [r.observation for r in known.results] + [c.reading.observation for c in known.complaints]
        self.names = tuple(dict.fromkeys((*MARKERS, *NERVES, *SYMPTOMS, *asked)))
        self.lived: list[Array] = []
        self.replete: list[Array] = []

    def evaluate(self, particles: Particles) -> Evaluated:
        from cobalamin.solve import fast

        rows = [self._row(request) for request in self.space.requests(particles)]
        lived = fast.observe(rows, self.days, self.names)
        replete = fast.observe([replete_row(row) for row in rows], np.array([0.0]), self.names)[:, 0]
        today = int(np.searchsorted(self.days, 0.0))
        self.lived.append(lived[:, today])
        self.replete.append(replete)
        log = self._log_likelihood(particles, lived, replete)
        anaemia = lived[self.names.index("hemoglobin_g_dl")].min(axis=0) < LOWEST_HEMOGLOBIN
        log[anaemia | ~_sound(lived, replete)] = -np.inf
        return Evaluated(log_likelihood=log, features=self._features(lived, replete))

    def _row(self, request: Request) -> Row:
        return build_row(request, horizon=float(self.days[-1]) + 1.0)[0]

    def _at(self, name: str, days: Sequence[float], lived: Array) -> Array:
        return lived[self.names.index(name)][np.searchsorted(self.days, days)]

    def _log_likelihood(self, particles: Particles, lived: Array, replete: Array) -> Array:
        known, person = self.known, self.space.person
        log = np.zeros(len(particles))
        hidden = np.array([each.name for each in self.space.hidden])[particles.hidden]
        log += antibody_log_likelihood(known, (hidden == PERNICIOUS) | is_autoimmune(person))
        lacking = (hidden == FOLATE) | person.has(FOLATE)
        if known.folate is not None:
            log += folate_log_likelihood(known.folate, lacking, person.jurisdiction)
        by_folate = np.where(lacking, 1.0, homocysteine_by_folate(known.folate, person.jurisdiction))
        for name, results in known.by_observation().items():
            levels = self._at(name, [r.day for r in results], lived)
            log += log_likelihood(results, levels * by_folate if name == _HOMOCYSTEINE else levels)
        for complaint in known.complaints:
            name = complaint.reading.observation
            lack = complaint.by_lack(self._at(name, [complaint.day], lived)[0], replete[self.names.index(name)])
            absent = (1.0 - lack) * (1.0 - complaint.background)
            log += np.log(1.0 - absent if complaint.present else absent)
        return log

    def _features(self, lived: Array, replete: Array) -> Array:
        """What the data depend on: ln of levels at the first and last result of each test, chances of complaints."""
        found: list[Array] = []
        for name, results in self.known.by_observation().items():
            days = sorted({results[0].day, results[-1].day})
            found += [np.log(np.maximum(row, 1e-9)) for row in self._at(name, days, lived)]
        seen: set[str] = set()
        for complaint in self.known.complaints:
            name = complaint.reading.observation
            if name in seen:
                continue
            seen.add(name)
            lack = complaint.by_lack(self._at(name, [complaint.day], lived)[0], replete[self.names.index(name)])
            found.append(np.log(lack + 0.01))
        return np.stack(found, axis=1) if found else np.zeros((lived.shape[2], 0))


@dataclass(frozen=True, kw_only=True)
class Selves:
    """Levels of some particles on day 0.

    Attributes:
        names: observations.
        lived, replete: shape (observation, particle).
    """

    names: tuple[str, ...]
    lived: Array
    replete: Array

    @property
    def levels(self) -> tuple[Array, Array]:
        """As lived, and with B12 replete."""
        return self.lived, self.replete


def observed_selves(space: Space, known: Known, particles: Particles) -> Selves:
    """What particles would be like on day 0, whatever is known."""
    body = _Body(space, known)
    body.evaluate(particles)
    return Selves(names=body.names, lived=body.lived[0], replete=body.replete[0])


def _sound(lived: Array, replete: Array) -> Flags:
    """Lives whose blood stays within the positive finite numbers at every time, shape (particle,).

    Arguments: lived of shape (observation, time, particle), replete (observation, particle); markers first.
    """
    whole = np.isfinite(lived).all(axis=(0, 1)) & np.isfinite(replete).all(axis=0)
    some = len(MARKERS)
    above = (lived[:some] > 0).all(axis=(0, 1)) & (replete[:some] > 0).all(axis=0)
    return np.asarray(whole & above, dtype=np.bool_)


def _only(sample: Sample, kept: Flags) -> Sample:
    """Some particles of a sample; the others carry no weight."""
    return replace(
        sample,
        particles=sample.particles.take(np.flatnonzero(kept).astype(np.intp)),
        weights=sample.weights[kept],
        prior_weights=sample.prior_weights[kept],
    )


def posterior(
    person: Person,
    *,
    particles: int = PARTICLES,
    seed: int = 0,
    extra_causes: tuple[Cause, ...] = (),
    known: Known | None = None,
    blocks: Sequence[str] = BLOCKS,
) -> Posterior:
    """What this person may be like, given everything that is known.

    Arguments:
        person: who; labs, findings and symptoms with their days.
        particles: how many; rounds are added while fewer than `ENOUGH` carry the weight.
        seed: of all numbers.
        extra_causes: of complaints, that are no conditions.
        known: what counts as known; default everything.
        blocks: laws of nerve injury that take turns.

    Example:
        posterior(read_person("examples/strict_vegan.toml"), particles=1000).effective_size
    """
    space = space_of(person, blocks)
    facts = known_of(person, extra_causes=extra_causes) if known is None else known
    body = _Body(space, facts)
    counts = [max(round(share * particles), 1) for share in ROUNDS] if not facts.empty else [particles]
    found = run_rounds(
        space, body.evaluate, counts=tuple(counts), seed=seed, enough=ENOUGH, more=0 if facts.empty else MORE_ROUNDS
    )
    sample, size = found.sample, found.sample.effective_size
    method = (
        f"population Monte Carlo, {len(sample.rounds)} rounds" if len(sample.rounds) > 1 else "draws from the prior"
    )
    surprising = size < WALK_BELOW * particles / PARTICLES
    if surprising:
        walked = walk(sample, found.log_likelihood, found.features, found.proposal, body.evaluate, seed=seed)
        sample, size = walked.sample, max(walked.effective_size, size)
        method = f"{method}, then resample and move ({100 * walked.acceptance:.0f} % of steps taken)"
    features = found.features
    first = counts[0]
    lived = np.concatenate(body.lived, axis=1)
    stopped = lived[body.names.index("hemoglobin_g_dl")][:first] < LOWEST_HEMOGLOBIN
    replete = np.concatenate(body.replete, axis=1)
    whole = _sound(lived[:, None], replete)
    conflicts = conflicts_of(facts, features[:first], sample.prior_weights[:first])
    return Posterior(
        space=space,
        known=facts,
        sample=_only(sample, whole),
        names=body.names,
        lived=lived[:, whole],
        replete=replete[:, whole],
        conflicts=conflicts,
        failed=int(np.count_nonzero(~whole)),
        method=method,
        effective_size=size,
        surprising=surprising,
        impossible=float(np.mean(stopped)),
    )
