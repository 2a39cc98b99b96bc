# The one door to the project. `make help` lists its handles.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
NODE_ENV_PATH := PATH="$(CURDIR)/$(BIN):$$PATH"
PANEL := web/dist/index.html
PANEL_SOURCES := $(shell find web/src web/public -type f 2>/dev/null) web/index.html web/package-lock.json contract/openapi.json

.DEFAULT_GOAL := help
.PHONY: help run test check unit e2e gaps contract wheel bench format clean

help: ## List these targets.
	@awk -F ':.*## ' '/^[a-z][a-z-]*:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(VENV)/.server $(PANEL) ## Start the whole product with demo data; Ctrl-C stops it.
	@GAPLESS_DEMO=$${GAPLESS_DEMO-true} GAPLESS_LOG_FORMAT=$${GAPLESS_LOG_FORMAT-text} GAPLESS_LOG_LEVEL=$${GAPLESS_LOG_LEVEL-warning} $(BIN)/gapless run

test: check $(PANEL) .stamps/browser ## Set up and run everything: linters, types, unit, API, laws, panel, browser.
	$(NODE_ENV_PATH) npm --prefix web test --silent
	$(BIN)/pytest -n 2 --dist loadfile -m "not e2e"
	rm -rf test-artifacts/har && $(BIN)/pytest -m e2e
	$(BIN)/python -m scripts.own_gaps --copy

check: $(VENV)/.dev web/node_modules/.stamp ## Run the linters and type checkers.
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/gapless contract --check
	$(NODE_ENV_PATH) npm --prefix web run check --silent

unit: $(VENV)/.dev ## Run the tests that need no browser.
	$(BIN)/pytest -n 2 --dist loadfile -m "not e2e"

e2e: $(VENV)/.dev $(PANEL) .stamps/browser ## Run the browser tests.
	$(BIN)/pytest -m e2e

gaps: $(VENV)/.dev $(PANEL) .stamps/browser ## Check our own register, scan our own sources, run every contract.
	$(BIN)/python -m scripts.own_gaps

contract: $(VENV)/.dev web/node_modules/.stamp ## Write contract/ and the panel's types from the code.
	$(BIN)/gapless contract
	$(NODE_ENV_PATH) npm --prefix web run generate --silent

wheel: $(PANEL) ## Build the wheel, with the panel in it, into dist/.
	rm -rf src/gapless/panel && cp -r web/dist src/gapless/panel
	$(BIN)/pip wheel --quiet --disable-pip-version-check --no-deps -w dist .
	rm -rf src/gapless/panel

bench: $(VENV)/.bench ## Measure everything; prints ratios.
	$(BIN)/python -m bench

format: $(VENV)/.dev web/node_modules/.stamp ## Format every file.
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(NODE_ENV_PATH) npm --prefix web run format --silent

clean: ## Remove what was built (the data directory stays).
	rm -rf $(VENV) .stamps web/node_modules web/dist

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.server: $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[server,panel,browser]'
	@touch $@

$(VENV)/.dev: $(VENV)/.server
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[server,panel,dev]'
	@touch $@

# The peers that we measure ourselves against.
$(VENV)/.bench: $(VENV)/.dev
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[server,panel,dev,bench]'
	@touch $@

web/node_modules/.stamp: $(VENV)/.server web/package.json web/package-lock.json
	$(NODE_ENV_PATH) npm --prefix web ci --silent --no-progress
	@touch $@

$(PANEL): web/node_modules/.stamp $(PANEL_SOURCES)
	$(NODE_ENV_PATH) npm --prefix web run build --silent
	@touch $@

.stamps/browser: $(VENV)/.dev scripts/ensure_browser.py
	$(BIN)/python scripts/ensure_browser.py
	@mkdir -p .stamps && touch $@
