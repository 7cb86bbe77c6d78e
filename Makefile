# make demo   install Clew, make the sample case, answer its question
# make test   run every test            make check   lint, types, import rules
# make bench  measure, never judged     make lock    renew the locked versions
# make system install what the tests need from Debian (root)
# make neo4j  fetch the Neo4j server that the tests run on (170 MB, once)

SHELL := /bin/sh
VENV ?= .venv
# what is installed into it: this folder, or a built wheel
PACKAGE ?= --editable .
# the first Python here that is new enough
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN = $(VENV)/bin
PIP = $(BIN)/python -m pip --disable-pip-version-check --quiet
ARGS ?=
# tests run in so many processes, a file at a time; each has a Neo4j server of its own
JOBS ?= 2
PYTEST = $(BIN)/pytest --numprocesses $(JOBS) --dist loadfile --no-loadscope-reorder

.PHONY: help demo test test-jvm check bench system neo4j lock clean
help:
	@sed -n 's/^# //p' Makefile | head -n 5

demo: $(VENV)/run
	$(BIN)/clew demo $(ARGS)

test: $(if $(filter true,$(CI)),system) $(VENV)/test
	$(PYTEST) -rfEs $(ARGS)

# the engine's other build keeps the same contract
test-jvm: $(VENV)/jvm
	CLEW_ENGINE=jvm $(PYTEST) tests/contract $(ARGS)

check: $(VENV)/dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/pyright --pythonpath $(BIN)/python
	$(BIN)/lint-imports --no-logo

bench: $(VENV)/run
	$(BIN)/python -m benchmarks $(ARGS)

# Locked versions first, by hash; Clew itself adds nothing to them.
$(VENV)/run: requirements/run.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "Clew needs Python 3.11 or newer: none of python3, python3.11 to python3.14 is."; exit 2; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install --require-hashes -r requirements/run.txt
	$(PIP) install --no-deps $(PACKAGE)
	@touch $@

$(VENV)/test: $(VENV)/run
$(VENV)/dev $(VENV)/jvm: $(VENV)/test
$(VENV)/test $(VENV)/dev $(VENV)/jvm: $(VENV)/%: requirements/%.txt
	$(PIP) install --require-hashes -r requirements/$*.txt
	@touch $@

# git: how the packaging tests make their checkouts; python3-venv: Debian keeps it apart;
# chromium: what opens the pictures (without fonts: names must be readable on a bare machine)
# java, mvn: what runs the Neo4j server, and what fetches it
system:
	@missing="$$(command -v git >/dev/null || echo git) \
	$$(command -v chromium >/dev/null || echo chromium) \
	$$(command -v java >/dev/null || echo default-jre-headless) \
	$$(command -v mvn >/dev/null || echo maven) \
	$$($(PYTHON) -c 'import ensurepip' 2>/dev/null || echo python3-venv)"; \
	set -- $$missing; [ $$# -eq 0 ] || { apt-get update -qq && apt-get install -y -qq --no-install-recommends "$$@"; }

neo4j:
	$(PYTHON) tests/neo4j_server.py

lock: $(VENV)/run
	$(PIP) install uv
	$(LOCK) pyproject.toml -o requirements/run.txt
	$(LOCK) pyproject.toml -c requirements/run.txt --extra test -o requirements/test.txt
	$(LOCK) pyproject.toml -c requirements/test.txt --extra dev -o requirements/dev.txt
	$(LOCK) pyproject.toml -c requirements/test.txt --extra jvm -o requirements/jvm.txt
	$(LOCK) requirements/ftm.in --override requirements/ftm-without.txt -o requirements/ftm.txt
LOCK = $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-annotate --no-header

clean:
	rm -rf $(VENV) build dist src/*.egg-info
