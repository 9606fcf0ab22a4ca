"""Speed of the solvers with their error beside it: `make bench`, or `python -m benchmarks --help`."""
