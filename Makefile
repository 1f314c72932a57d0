# Every command of the project. `make` alone lists them.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup demo run test test-postgres check bench lock messages format

PORT ?= 8000
SERVE ?= 1
export PORT
# What Python has once compiled stays, whatever the machine's own settings: every process that is
# started (a worker, a locked reader, a command) would read the whole source again.
export PYTHONDONTWRITEBYTECODE :=
BIN := .venv/bin
# Tests in a row share what they begin with: each worker gets a row, and takes over when it is done.
WORKERS := -n 2 --dist worksteal
MANAGE := $(BIN)/python manage.py
# The demo city lives in a folder of its own: delete var/demo and it starts afresh.
DEMO := env -u DATABASE_URL LAUREL_MODE=development LAUREL_DEMO=true LAUREL_VAR_DIR=$(CURDIR)/var/demo

help:  ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 24

setup:  ## install what is missing
	@config/bootstrap.sh

demo: setup  ## play a whole year in the demo city, then serve it (PORT=8000, SERVE=0: only play)
	@$(DEMO) $(MANAGE) demo
	@if [ "$(SERVE)" != 0 ]; then $(DEMO) config/serve.sh; fi

run: setup  ## serve your own installation on this machine
	@$(MANAGE) migrate -v 0
	@config/serve.sh

test:  ## the whole suite on SQLite
	@config/bootstrap.sh test
	@env -u DATABASE_URL $(BIN)/python -m pytest $(WORKERS)

test-postgres:  ## the same suite on PostgreSQL (DATABASE_URL, or a private temporary server)
	@config/bootstrap.sh test $(if $(DATABASE_URL),,postgres)
	@if [ -n "$${DATABASE_URL:-}" ]; then $(BIN)/python -m pytest $(WORKERS); else config/with_postgres.sh $(BIN)/python -m pytest $(WORKERS); fi

check:  ## format, lint, types, layers, migrations, translations, documents, links
	@config/bootstrap.sh test
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/mypy
	@$(BIN)/python -m pytest $(WORKERS) -q tests/contracts
	@config/check.sh

CERTIFICATES ?= 200
bench: setup  ## the benchmarks, also as JSON under var/bench/ (CERTIFICATES=1000)
	@$(MANAGE) bench --certificates $(CERTIFICATES)

lock: setup  ## renew requirements.lock after a change in pyproject.toml
	@$(BIN)/uv pip compile -q --python-version 3.12 --universal --no-emit-index-url --generate-hashes \
	  --extra dev pyproject.toml -o requirements.lock --custom-compile-command "make lock"

messages: setup  ## collect the sentences of the interface into locale/
	@$(MANAGE) messages

format: setup  ## let ruff put the code in order
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .
