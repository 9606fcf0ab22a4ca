"""Population Monte Carlo and the walk against closed forms: a linear measurement of normal numbers."""

from __future__ import annotations

import numpy as np
import pytest

from cobalamin.infer.hidden import NOTHING, hidden_of, hidden_stomachs
from cobalamin.infer.measurement import Result, log_likelihood, noises
from cobalamin.infer.particles import Particles, Space, space_of
from cobalamin.infer.population_monte_carlo import (
    Evaluated,
    Piece,
    effective_size,
    normalised,
    run_rounds,
    tempered,
)
from cobalamin.infer.resample_move import walk
from cobalamin.person import person_from_mapping
from cobalamin.units import Censor

SLOPES = np.array([1.0, -0.8, 0.5])
NOISE, SEEN = 0.25, 2.4


def toy() -> Space:
    return space_of(person_from_mapping({"person": {"age": 45, "sex": "female"}}, where="toy"))


def evaluate(particles: Particles) -> Evaluated:
    level = particles.z[:, :3] @ SLOPES
    return Evaluated(log_likelihood=-0.5 * ((SEEN - level) / NOISE) ** 2, features=level[:, None])


def posterior_mean() -> np.ndarray:
    return SLOPES * SEEN / (SLOPES @ SLOPES + NOISE**2)


def test_rounds_find_the_posterior_and_the_evidence():
    space = toy()
    found = run_rounds(space, evaluate, counts=(1500, 1500, 1500), seed=3)
    sample = found.sample
    error = 4 / np.sqrt(sample.effective_size)
    assert sample.weights @ sample.particles.z[:, :3] == pytest.approx(posterior_mean(), abs=error)
    assert np.abs(sample.weights @ sample.particles.z[:, 3:]).max() < 1.3 * error
    variance = SLOPES @ SLOPES + NOISE**2
    evidence = np.log(NOISE) - 0.5 * np.log(variance) - 0.5 * SEEN**2 / variance
    assert sample.log_evidence == pytest.approx(evidence, abs=0.1)
    shares = [float(sample.weights @ (sample.particles.hidden == n)) for n in range(len(space.hidden))]
    assert shares == pytest.approx(space.shares, abs=0.02)


def test_later_rounds_are_better_than_the_prior():
    first = run_rounds(toy(), evaluate, counts=(3000,), seed=3).sample
    rounds = run_rounds(toy(), evaluate, counts=(1000, 1000, 1000), seed=3).sample
    assert rounds.effective_size > 2 * first.effective_size


def test_a_walk_leaves_the_posterior_as_it_is():
    found = run_rounds(toy(), evaluate, counts=(600, 400), seed=5)
    walked = walk(found.sample, found.log_likelihood, found.features, found.proposal, evaluate, seed=5)
    mean = walked.sample.weights @ walked.sample.particles.z[:, :3]
    assert mean == pytest.approx(posterior_mean(), abs=0.12)
    level = walked.sample.particles.z[:, :3] @ SLOPES
    spread = np.sqrt(walked.sample.weights @ (level - walked.sample.weights @ level) ** 2)
    exact = NOISE * np.sqrt(SLOPES @ SLOPES / (SLOPES @ SLOPES + NOISE**2))
    assert spread == pytest.approx(exact, rel=0.15)
    assert 0.05 < walked.acceptance < 0.7
    assert 1.0 < walked.effective_size <= 400.0


def test_more_rounds_are_added_while_too_few_carry_the_weight():
    found = run_rounds(toy(), evaluate, counts=(100, 100), seed=1, enough=1e9, more=2)
    assert found.sample.rounds == (100, 100, 100, 100)
    assert found.sample.weights.sum() == pytest.approx(1.0)
    assert found.sample.prior_weights[100:].sum() == 0.0


def test_the_ratio_of_a_piece_is_that_of_densities():
    from scipy.stats import multivariate_normal, multivariate_t

    directions = np.eye(6)[:, :2]
    root = np.linalg.cholesky(np.array([[0.5, 0.2], [0.2, 0.4]]))
    piece = Piece(directions=directions, mean=np.array([1.0, -0.5]), root=root)
    z = np.random.default_rng(0).standard_normal((20, 6))
    u = z[:, :2]
    exact = multivariate_t(piece.mean, root @ root.T, df=6).logpdf(u) - multivariate_normal(np.zeros(2)).logpdf(u)
    assert piece.log_ratio(z) == pytest.approx(exact)


def test_weights_are_flattened_to_a_size():
    log = np.linspace(-50, 0, 200)
    weights, power = tempered(log, 80.0)
    assert effective_size(weights) == pytest.approx(80.0, rel=0.05)
    assert 0 < power < 1
    assert tempered(np.zeros(50), 20.0)[1] == 1.0
    assert normalised(np.full(4, -np.inf)) == pytest.approx([0.25] * 4)


def test_a_name_that_is_added_changes_no_other_number():
    space = toy()
    more = Space(person=space.person, names=("another", *space.names), hidden=space.hidden)
    assert np.array_equal(space.draw(50, seed=4).z, more.draw(50, seed=4).z[:, 1:])


def test_results_of_one_test_share_their_bias():
    noise = noises()["serum_b12_pmol_l"]

    def result(value: float, censor: Censor = Censor.NONE) -> Result:
        return Result(label="B12", observation="serum_b12_pmol_l", value=value, unit="pmol/L", censor=censor, day=0.0)

    levels = np.geomspace(100, 500, 400)[None, :]

    def spread(results: list[Result]) -> float:
        weights = normalised(log_likelihood(results, np.repeat(levels, len(results), axis=0)))
        log = np.log(levels[0])
        return float(np.sqrt(weights @ (log - weights @ log) ** 2))

    one, many = spread([result(220.0)]), spread([result(220.0)] * 30)
    assert one == pytest.approx(noise.total, rel=0.25)  # a little more: other things rule a share of results
    assert many > 0.8 * noise.bias
    assert many < one
    above = log_likelihood([result(220.0, Censor.ABOVE)], levels)
    assert (np.diff(above) > 0).all()


def test_what_is_hidden_adds_up_and_gives_way_to_what_is_named():
    old = person_from_mapping({"person": {"age": 75, "sex": "female", "jurisdiction": "UK"}}, where="")
    hidden = hidden_of(old)
    assert hidden[0].name == NOTHING
    assert sum(each.share for each in hidden) == pytest.approx(1.0)
    assert {each.name for each in hidden} > set(hidden_stomachs(75.0))
    named = {"person": {"age": 75, "sex": "female"}, "condition": [{"name": "atrophic gastritis", "since": "5 years"}]}
    assert not {each.name for each in hidden_of(person_from_mapping(named, where=""))} & set(hidden_stomachs(75.0))
    family = person_from_mapping(
        {"person": {"age": 75, "sex": "female", "family_history": ["pernicious anaemia"]}}, where=""
    )
    share = {each.name: each.share for each in hidden_of(family)}
    assert share["pernicious anaemia"] > 2 * hidden_stomachs(75.0)["pernicious anaemia"]
