"""A trajectory as a file: CSV, Parquet, NetCDF or JSON, with the same columns in each."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import numpy as np

from cobalamin.errors import InputError

if TYPE_CHECKING:
    import xarray

SIGNIFICANT_DIGITS = 8


def columns(result: xarray.Dataset) -> dict[str, Any]:
    """Columns `plan` (text), `day`, then one for each observation; plans follow each other."""
    plans, days = [str(p) for p in result["plan"].values], np.asarray(result["time"].values, dtype=np.float64)
    made: dict[str, Any] = {
        "plan": [plan for plan in plans for _ in days],
        "day": np.tile(days, len(plans)),
    }
    for name in result.data_vars:
        made[str(name)] = np.asarray(result[name].values[0], dtype=np.float64).reshape(-1)
    return made


def encode(result: xarray.Dataset, ending: str) -> bytes:
    """The bytes of a file with this ending: .csv, .parquet, .nc or .json. A missing value is empty or null."""
    if ending == ".nc":
        import tempfile
        from pathlib import Path

        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "trajectory.nc"
            result.astype(np.float32).to_netcdf(path, engine="scipy")
            return path.read_bytes()
    table = columns(result)
    if ending == ".csv":
        return _csv(table)
    if ending == ".parquet":
        return _parquet(table)
    if ending == ".json":
        return _json(result, table)
    raise InputError("unknown file ending", value=ending, allowed=".csv, .parquet, .nc")


def _csv(table: dict[str, Any]) -> bytes:
    import csv

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table)
    for row in zip(*table.values(), strict=True):
        writer.writerow([_short(value) for value in row])
    return text.getvalue().encode()


def _short(value: Any) -> str:
    if isinstance(value, str):
        return value
    return "" if not np.isfinite(value) else f"{value:.{SIGNIFICANT_DIGITS}g}"


def _parquet(table: dict[str, Any]) -> bytes:
    import polars

    file = io.BytesIO()
    polars.DataFrame(table).fill_nan(None).write_parquet(file)
    return file.getvalue()


def _json(result: xarray.Dataset, table: dict[str, Any]) -> bytes:
    plain = {
        name: values if name == "plan" else [None if not np.isfinite(v) else float(v) for v in values]
        for name, values in table.items()
    }
    licences = {str(name): result[name].attrs["licence"] for name in result.data_vars}
    units = {str(name): result[name].attrs["unit"] for name in result.data_vars}
    document = {"columns": plain, "units": units, "licences": licences, **{k: str(v) for k, v in result.attrs.items()}}
    return (json.dumps(document, allow_nan=False) + "\n").encode()
