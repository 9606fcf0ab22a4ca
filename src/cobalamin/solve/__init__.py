"""Solvers of the body: fast and reference, behind one signature."""
