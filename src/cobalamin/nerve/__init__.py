"""One nerve fibre and a bundle of them, offline: from sheath, seal and channels to velocity, firing and amplitude.

Nothing here runs while a body is simulated. `python -m cobalamin.nerve` (or `make maps`) runs these models over grids,
writes the results as tables in `maps/`, and fits the closed laws of `body/conduction.py` to them.
"""
