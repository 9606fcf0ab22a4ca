"""The stored calibration: older beliefs than fit, calibrate studies alone, its data, and the parameters it gave."""

from __future__ import annotations

import math

import numpy as np
import pytest

from cobalamin.evidence import Use, split, split_date
from cobalamin.infer.posterior import IDENTIFIED
from cobalamin.infer.priors import What, priors, priors_date
from cobalamin.infer.result import calibration, covariance, posterior_draws
from cobalamin.parameters import Grade, committed_parameters
from cobalamin.validate.calibration import FITTED_BLOCKS, calibration_targets, data_hash
from cobalamin.validate.uncertainty import table

RERUN = "run make calibrate, then make validate"


def test_split_and_beliefs_are_older_than_the_fit() -> None:
    assert max(split_date(), priors_date()) <= calibration().date


def test_fitted_figures_are_of_studies_set_aside_for_it() -> None:
    targets = calibration_targets()
    assert len(targets) > 50
    for target in targets:
        assert split()[target.study] is Use.CALIBRATE, target.study
        assert target.block in FITTED_BLOCKS


def test_figures_and_beliefs_are_those_that_were_fitted() -> None:
    assert data_hash(calibration_targets()) == calibration().data_hash, RERUN


def test_parameter_files_hold_the_fit() -> None:
    known = committed_parameters()
    assert list(calibration().fitted) == [p.key for p in priors()], RERUN
    for each in calibration().fitted.values():
        p = known[each.prior.name]
        if each.prior.what is What.SPREAD:
            assert p.spread == each.number, RERUN
            continue
        assert p.value == each.number, f"{p.name}: {RERUN}"
        assert p.low <= p.value <= p.high
        if each.identified:
            assert (p.source, p.grade) == ("calibration", Grade.DERIVED), p.name
        else:
            assert p.source == each.prior.source, p.name
            assert p.value == pytest.approx(each.prior.median, rel=1e-4), f"{p.name} is not identified but moved"


def test_identified_means_that_the_variance_shrank() -> None:
    for key, each in calibration().fitted.items():
        assert each.identified == (each.contraction >= IDENTIFIED) or not each.identified, key
        if not each.identified:
            assert each.sd == pytest.approx(each.prior.sd, rel=1e-3), key
        else:
            assert 0 < each.sd < each.prior.sd, key


def test_covariance_is_that_of_the_numbers() -> None:
    matrix = covariance()
    assert np.allclose(matrix, matrix.T)
    assert np.linalg.eigvalsh(matrix).min() > 0
    sd = [each.sd for each in calibration().fitted.values()]
    assert np.sqrt(np.diag(matrix)) == pytest.approx(sd, rel=2e-3)


def test_draws_have_the_spread_of_the_posterior() -> None:
    """sd of ln(draw) of a number far from the ends of its range, against the stored one."""
    draws = posterior_draws(400, seed=1)
    each = calibration().fitted["value.ileal_capacity"]
    logs = [math.log(values["ileal_capacity"]) for values, _ in draws]
    assert np.mean(logs) == pytest.approx(math.log(each.number), abs=4 * each.sd / 20)
    assert np.std(logs) == pytest.approx(each.sd, rel=0.15)


def test_fitted_figures_have_what_the_parameters_leave_open() -> None:
    """Every study with a figure that changes smoothly; shares of people have no derivative."""
    found = table()
    assert all(sd >= 0 for _, sd in found.values())
    fitted = {(t.study, t.quantity) for t in calibration_targets()}
    assert len(fitted & set(found)) > 80
    assert {"NHANES 1999-2002", "NHANES 2003-2006"} <= {study for study, _ in found}
