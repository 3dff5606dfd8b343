# The verbs of the house. Needs Python >= 3.11, make and the network's package index, nothing else.
#   make serve                        the service on http://127.0.0.1:8080
#   LUPUS_CDS_PORT=9000 make serve    every LUPUS_CDS_* setting passes through
#   make test PYTEST_ARGS="-k hcq"    part of the tests
#   PYTHON=python3.12 make serve      with another Python

PYTHON ?= python3
LOCK_PYTHON ?= python3.11
PIP_TOOLS := pip-tools==7.6.2
PYTEST_ARGS ?=
BENCH_ARGS ?=

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --no-input
SOURCES := cds_service cards fhir_profiles tests benchmarks integration .ci

# A stamp is named after all that decides what is installed: the lock file, the project's metadata
# and the place of the checkout. Change one of them and the stamp is missing, whatever the clock says.
fingerprint = $(shell { pwd; cat $(1) pyproject.toml 2>/dev/null; } | cksum | cut -d' ' -f1)
RUNTIME := $(VENV)/.stamp-runtime-$(call fingerprint,requirements.lock)
DEV := $(VENV)/.stamp-dev-$(call fingerprint,requirements.lock requirements-dev.lock)

# The stamps of a .venv whose Python no longer runs are worth nothing.
$(shell $(PY) -c '' 2>/dev/null || rm -f $(VENV)/.stamp-*)

.DEFAULT_GOAL := help
.PHONY: help serve test lint format type bench check integration lock clean

help:
	@echo "make serve   start the service on http://127.0.0.1:8080"
	@echo "make test    run all tests"
	@echo "make check   lint + type + test"
	@echo "also: lint, format, type, bench, integration, lock, clean"

serve: $(RUNTIME)
	@exec $(VENV)/bin/lupus-cds serve

test: $(DEV)
	@$(PY) -m pytest $(PYTEST_ARGS)

lint: $(DEV)
	@$(PY) -m ruff check $(SOURCES)
	@$(PY) -m ruff format --check $(SOURCES)
	@$(VENV)/bin/lint-imports --no-logo

format: $(DEV)
	@$(PY) -m ruff check --fix $(SOURCES)
	@$(PY) -m ruff format $(SOURCES)

type: $(DEV)
	@$(PY) -m mypy

bench: $(DEV)
	@$(PY) -m benchmarks.run $(BENCH_ARGS)

check: lint type test

# Java around it: the official validator, Synthea's patients, a real FHIR server.
integration: $(DEV)
	@integration/run

# The lock files are made on the oldest Python supported, so that they hold for newer ones too.
# Present pins are kept; LOCK_ARGS=--upgrade moves them all, LOCK_ARGS="--upgrade-package flask" one.
lock: export CUSTOM_COMPILE_COMMAND = make lock
lock: COMPILE = build/lock-venv/bin/python -m piptools compile --quiet --generate-hashes \
	--allow-unsafe --strip-extras --no-emit-index-url --no-emit-trusted-host \
	--no-emit-find-links --no-emit-options --newline lf
lock:
	@$(LOCK_PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' \
		|| { echo "make lock needs Python 3.11: LOCK_PYTHON=/path/to/python3.11 make lock"; exit 1; }
	@$(LOCK_PYTHON) -m venv --clear build/lock-venv
	@build/lock-venv/bin/python -m pip --disable-pip-version-check install --quiet '$(PIP_TOOLS)'
	@$(COMPILE) $(LOCK_ARGS) --build-deps-for editable -o requirements.lock pyproject.toml
	@$(COMPILE) $(LOCK_ARGS) --build-deps-for editable --extra dev -c requirements.lock \
		-o requirements-dev.lock pyproject.toml
	@! grep -nE '^--|https?://|@ file:' requirements.lock requirements-dev.lock \
		|| { echo "a lock file names a host or a path: see above"; exit 1; }
	@rm -rf build/lock-venv
	@echo "wrote requirements.lock and requirements-dev.lock"

clean:
	@rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis \
		.import_linter_cache benchmarks/results
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A .venv that is missing, broken or of too old a Python is made anew; any other is kept and brought
# up to date.
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
.PHONY: venv
venv:
	@$(PY) -c 'import pip; $(NEW_ENOUGH)' 2>/dev/null || { \
		$(PYTHON) -c '$(NEW_ENOUGH)' || { \
			echo "Python 3.11 or newer is needed, $(PYTHON) is not: PYTHON=python3.12 make ..."; exit 1; }; \
		echo "creating $(VENV)"; $(PYTHON) -m venv --clear $(VENV); }

# Without build isolation: setuptools too comes from the lock file. Its advice to people who work on
# editable installs is not for whoever starts the service.
EDITABLE := PYTHONWARNINGS=ignore $(PIP) install --quiet --no-deps --no-build-isolation -e .

$(RUNTIME): | venv
	@echo "installing the locked dependencies into $(VENV)"
	@rm -f $(VENV)/.stamp-*
	@$(PIP) install --quiet --require-hashes -r requirements.lock
	@$(EDITABLE)
	@touch $@

# The dev lock contains the runtime lock, pin for pin: both stamps are earned.
$(DEV): | venv
	@echo "installing the locked dependencies and tools into $(VENV)"
	@rm -f $(VENV)/.stamp-*
	@$(PIP) install --quiet --require-hashes -r requirements-dev.lock
	@$(EDITABLE)
	@touch $@ $(RUNTIME)
