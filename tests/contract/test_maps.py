"""The committed maps belong to the code, the constants and the laws beside them, and the parameters to the maps."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from cobalamin.nerve import maps
from cobalamin.nerve.build import FOLDER, MANIFEST, input_hash, with_values, write_all
from cobalamin.nerve.cable import Internode, healthy, velocity
from cobalamin.nerve.fit import fit_all, fitted_values
from cobalamin.nerve.maps import MAPS, Row, read_map
from cobalamin.nerve.page import page_text
from cobalamin.parameters import Grade, parameter

ABOUT = json.loads(MANIFEST.read_text(encoding="utf-8"))
TABLES = {name: read_map(name) for name in MAPS}
STALE = "run `make maps`"


def test_tables_are_those_of_these_inputs() -> None:
    assert ABOUT["inputs"] == input_hash(), STALE
    for name, digest in ABOUT["tables"].items():
        assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == digest, STALE


def same(new: Row, old: Row) -> bool:
    return new.keys() == old.keys() and all(
        value == old[key]
        if isinstance(value, str)
        else np.isclose(value, float(old[key]), rtol=1e-6, atol=1e-9, equal_nan=True)
        for key, value in new.items()
    )


@pytest.mark.parametrize(("name", "count"), [("healthy", 4), ("velocity", 6), ("dispersion", 12)])
def test_first_rows_come_out_again(name: str, count: int) -> None:
    for new, old in zip(islice(MAPS[name](), count), TABLES[name], strict=False):
        assert same(new, old), STALE


def test_rows_from_the_middle_come_out_again() -> None:
    reference = velocity(healthy(maps.TYPICAL), step=maps.FINE)
    assert find(maps.velocity_row(maps.TYPICAL, 0.3, 2.0, 1.0, reference), TABLES["velocity"])
    assert find(maps.block_row(maps.TYPICAL, Internode(sheath=0.02)), TABLES["block"])
    chance = np.random.default_rng([maps.SEED, 1])
    hit = chance.random(maps.path_internodes()) < maps.SHARES[1]
    assert find(maps.segment_row("demyelinated", maps.SHARES[1], 0, hit, reference), TABLES["segment"])


def find(new: Row, rows: list[Row]) -> bool:
    return any(same(new, old) for old in rows)


def fitted() -> Iterator[tuple[str, float]]:
    yield from fitted_values(fit_all(TABLES)).items()


@pytest.mark.parametrize(("name", "value"), list(fitted()))
def test_parameters_are_those_that_the_maps_give(name: str, value: float) -> None:
    assert parameter(name).value == pytest.approx(value, rel=1e-3), STALE
    assert parameter(name).grade is Grade.DERIVED
    assert parameter(name).source == "axon_maps"


def test_page_and_errors_are_those_of_the_maps() -> None:
    fits = fit_all(TABLES)
    page = MANIFEST.parents[4] / "docs/fibre_maps.md"
    assert page.read_text(encoding="utf-8") == page_text(TABLES, fits), STALE
    for fit in fits:
        if math.isfinite(fit.rms):
            assert ABOUT["laws"][fit.law]["rms"] == pytest.approx(fit.rms, rel=0.01), STALE


def test_laws_follow_the_maps() -> None:
    rms = {fit.law: fit.rms for fit in fit_all(TABLES)}
    assert rms["sensory_amplitude"] < 0.01
    assert rms["motor_amplitude"] < 0.01
    assert rms["duration"] < 0.03
    assert rms["mixed_velocity, demyelinated"] < 0.03
    assert rms["sheath_velocity"] < 0.05


def test_with_values_changes_values_alone() -> None:
    text = "[a]\nvalue = 1.0\nlow = 0.0\n\n[ab]\nvalue = 2.0\n"
    assert with_values(text, {"a": 0.25}) == text.replace("1.0", "0.25")
    with pytest.raises(ValueError, match="has no b"):
        with_values(text, {"b": 1.0})


def test_a_stop_leaves_the_old_files(tmp_path: Path) -> None:
    old = tmp_path / "a.csv"
    old.write_text("old", encoding="utf-8")

    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    with pytest.raises(OSError):
        write_all({old: "new", blocked / "b.csv": "text"})
    assert old.read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "file"]
