"""Figures as SVG text: trajectories, the whole body, and one day of B12. Matplotlib is imported only while drawing."""
