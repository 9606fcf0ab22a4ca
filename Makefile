# Two commands matter: `make demo` and `make test`. Both set up what they need. `make help` lists the rest.
# More arguments:  make demo DEMO_ARGS="--json"   make test TEST_ARGS="tests/unit -k units"   make bench BENCH_ARGS="--quick"

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help venv demo test lint bench maps fit calibrate sensitivity validate assessment forecasts docs lock clean

VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed
DOCS_STAMP := $(VENV)/.installed-docs

PYTHON ?= $(shell command -v python3.11 >/dev/null 2>&1 && python3.11 -c '' >/dev/null 2>&1 && echo python3.11 || echo python3)
PERSON ?= examples/metformin_diabetic_neuropathy.toml
REPORT ?= out/plan.html
WORKERS ?= 2

DEMO_ARGS  ?=
TEST_ARGS  ?=
BENCH_ARGS ?=
DOCS_ARGS  ?=

# A home folder that is absent or read-only must not matter: matplotlib keeps its font list in .venv.
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export MPLCONFIGDIR ?= $(CURDIR)/$(VENV)/matplotlib
# The setting of another activated environment must not reach ours.
unexport PYTHONPATH
unexport PYTHONHOME

help:  ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

venv: $(STAMP)  ## create .venv with the pinned, hashed requirements (once, until the lock changes)

# A .venv whose Python is gone or broken is made anew; a sound one is brought up to the lock. The build backend comes
# from the lock, so the editable install needs no isolated build.
$(STAMP): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; ok = (3, 11) <= sys.version_info < (3, 14); sys.exit(None if ok else f"cobalamin needs Python 3.11 to 3.13, and $(PYTHON) is {sys.version.split()[0]}; try: make venv PYTHON=python3.11")'
	@test -x $(BIN)/python && $(BIN)/python -c '' 2>/dev/null || $(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@mkdir -p "$(MPLCONFIGDIR)" && touch $@

$(DOCS_STAMP): $(STAMP) requirements-docs.txt
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-docs.txt
	@touch $@

demo: venv  ## one patient from the examples: table on the console, page in out/plan.html
	@mkdir -p "$(dir $(REPORT))"
	$(BIN)/cobalamin plan $(PERSON) --report $(REPORT) $(DEMO_ARGS)

test: venv  ## every test (TEST_ARGS chooses, WORKERS sets how many run at once)
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile $(TEST_ARGS)

lint: venv  ## style, format and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/basedpyright

bench: venv  ## every solver on every case, error beside speed (BENCH_ARGS="--quick" in two minutes)
	$(BIN)/python -m benchmarks $(BENCH_ARGS)

maps: venv  ## the fibre models over their grids, and the laws of conduction fitted to them (a minute)
	$(BIN)/python -m cobalamin.nerve docs/fibre_maps.md

fit: venv  ## constants of nerve and of pain drugs, fitted to the studies set aside for it (three minutes)
	$(BIN)/python tools/fit_comparators.py
	$(BIN)/python tools/fit_nerve.py --write

calibrate: venv  ## medians and spreads of the population, fitted to the figures set aside for it (20 minutes)
	$(BIN)/python tools/calibrate.py --write

sensitivity: venv  ## what the outputs rest on, the licences that follow, five measurements: docs/sensitivity.md (three minutes)
	$(BIN)/python tools/write_sensitivity.py

validate: venv  ## published results beside the model: docs/validation.csv, its page and its figures (a minute)
	$(BIN)/python tools/write_validation.py

assessment: venv  ## the assessment on simulated people and on people of a survey: docs/assessment.md (40 minutes)
	$(BIN)/python tools/write_assessment.py

forecasts: venv  ## the forecast on simulated people, beside their next results: docs/forecast_check.md (20 minutes)
	$(BIN)/python tools/write_forecast_check.py

docs: $(DOCS_STAMP)  ## the documentation, in docs/_build; a warning is an error
	$(BIN)/python -m sphinx -b html -W --keep-going docs docs/_build $(DOCS_ARGS)

# The extras are named one by one: `all` would name the package itself, and a lock cannot hash its own folder.
LOCK := CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --generate-hashes --no-emit-index-url \
        --no-emit-trusted-host --no-emit-find-links --no-emit-options --strip-extras --no-annotate --allow-unsafe
LOCKED_EXTRAS := --extra reference --extra store --extra symbolic --extra sbml --extra fhir --extra peers --extra dev

lock: venv  ## renew requirements.txt and requirements-docs.txt after a change of pyproject.toml
	$(LOCK) $(LOCKED_EXTRAS) $(LOCK_ARGS) --output-file requirements.txt pyproject.toml
	$(LOCK) $(LOCKED_EXTRAS) --extra docs --constraint requirements.txt $(LOCK_ARGS) --output-file requirements-docs.txt pyproject.toml

clean:  ## remove what the targets made, apart from .venv
	rm -rf out docs/_build .pytest_cache .ruff_cache .hypothesis
