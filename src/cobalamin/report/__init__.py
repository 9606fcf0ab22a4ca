"""The answer as people read it: the console table and the printable page."""
