"""From figures to constants: what is believed before, what the figures add, and what stays unknown."""
