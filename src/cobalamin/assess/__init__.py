"""Is B12 the cause, which test would tell, and what must not wait: for one person."""
