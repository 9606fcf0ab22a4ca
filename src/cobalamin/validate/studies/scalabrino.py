"""Scalabrino 2002, 2006 and 2011: rats without a stomach; lesions of the cord, their repair, and slow nerves."""

from __future__ import annotations

from cobalamin.validate.deprived import lost, regained
from cobalamin.validate.row import Row


def rows() -> tuple[Row, ...]:
    """Directions of myelin and conduction."""
    return (
        lost("Scalabrino 2006", "myelin_cns", seen=-1, source="mech_tgx_ngf"),
        regained("Scalabrino 2002", "myelin_cns", seen=1, source="mech_tgx_recovery"),
        lost("Scalabrino 2011", "peroneal_velocity_m_s", seen=-1, source="mech_tgx_pns"),
        lost("Scalabrino 2011", "myelin_pns", seen=-1, source="mech_tgx_pns"),
    )
