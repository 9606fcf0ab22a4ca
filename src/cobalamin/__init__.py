"""A virtual patient for vitamin B12 and nerve health, from plate to pain."""

__version__ = "0.1.0"
