"""Felts 1997: some central axons of rat and cat conduct across 2.5 mm without any myelin."""

from __future__ import annotations

from statistics import median

from cobalamin.evidence import fact
from cobalamin.nerve.maps import LARGE, read_map
from cobalamin.validate.row import Block, Kind, Row

STUDY = "Felts 1997"
LENGTH = "mech_felts_length"
UM_PER_MM = 1000.0


def rows() -> tuple[Row, ...]:
    """Longest bare stretch that the fibre model crosses; the interval runs over the channels of the bare axon."""
    bare = [row for row in read_map("block") if row["sheath"] == 0 and row["diameter_um"] == min(LARGE)]
    crossed = {float(row["channels"]): UM_PER_MM * float(row["longest_run_mm"]) for row in bare}
    return (
        Row(
            study=STUDY,
            quantity="length of bare axon that an impulse crosses",
            unit="um",
            observed=fact(LENGTH).value,
            simulated=median(crossed.values()),
            simulated_low=min(crossed.values()),
            simulated_high=max(crossed.values()),
            kind=Kind.PREDICTED,
            source=LENGTH,
            note="a wide interval: nothing without channels in the bare axon, as far as was tried with a twentieth of "
            "the nodal density; large peripheral fibres stand in for central ones",
            block=Block.MECHANISM,
        ),
    )
