# Every command of a contributor and of a first-time user. PYTHON is the interpreter to build the environment with.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
EVALS := .venv-evals

.DEFAULT_GOAL := help
.PHONY: help setup dev run test test-meaning check evals evals-setup bench requirements vectors wheel

help: ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

$(VENV)/.installed: requirements.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25'
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.txt
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@

# ragas wants older versions of some packages than the product runs with.
$(EVALS)/.installed: requirements-evals.txt pyproject.toml
	$(PYTHON) -m venv $(EVALS)
	$(EVALS)/bin/python -m pip install --quiet --upgrade 'pip>=25'
	$(EVALS)/bin/python -m pip install --quiet --require-hashes -r requirements-evals.txt
	$(EVALS)/bin/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

setup: $(VENV)/.installed ## Build the environment, without serving

evals-setup: $(EVALS)/.installed ## Build the environment with ragas, .venv-evals

dev: $(VENV)/.installed-dev ## Build the environment with the tools that tests and checks need

run: setup ## Set up, load the demo company, serve; prints an address with a one-time sign-in
	$(BIN)/ascolto demo
	$(BIN)/ascolto serve

test: dev ## All tests: unit, integration, browser
	$(BIN)/pytest -n 2 --dist loadfile --ignore tests/ragas

test-meaning: evals-setup ## The tests of what ragas measures
	$(EVALS)/bin/python -m pytest tests/ragas

check: dev ## Lint, types, import contracts, prompts and library
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/ascolto check --library knowledge/library

evals: setup ## Play the evaluation conversations and every practice scenario, judge them, write the report; EVAL=--full: with a model
	$(BIN)/ascolto eval $(EVAL)
	$(BIN)/python -m evals.practice
	$(BIN)/ascolto bench scores --part test

bench: setup ## Measure the live path, plans, notes, guards, search at scale, a history of calls; then the model
	$(BIN)/ascolto bench live
	$(BIN)/ascolto bench plan
	$(BIN)/ascolto bench notes
	$(BIN)/ascolto bench guard
	$(BIN)/ascolto bench grounding
	$(BIN)/ascolto bench retrieval --scale
	$(BIN)/ascolto bench history
	$(BIN)/ascolto bench model

requirements: ## Renew the hashed requirements from pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	  --extra local --extra build --no-header pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	  --extra local --extra build --extra dev --no-header pyproject.toml -c requirements.txt -o requirements-dev.txt
	printf 'pytest>=9\npytest-asyncio\n' | $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	  --extra local --extra build --extra evals --no-header pyproject.toml - -o requirements-evals.txt

vectors: setup ## Compute the vectors of the shipped articles anew, after they have changed
	$(BIN)/python -m knowledge.seed

wheel: setup ## Build the wheel into dist/
	$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .
