# Two commands: `make run` and `make test`. The rest are their parts.
PORT ?= 8000
HOST ?= 127.0.0.1
PYTHON ?= python3
ADDRESS = SITE_URL=$${SITE_URL:-http://$(HOST):$(PORT)}
BIN := .venv/bin
export PYTHONDONTWRITEBYTECODE :=
export WORKERS ?= 2

.PHONY: run test prepare lint types contracts migrations translations unit smoke tools lock clean
.DEFAULT_GOAL := run

# --- Environment: the stamp is written last, so that an interrupted installation starts again.
.venv/base.stamp: requirements/base.txt
	@bash scripts/install.sh $(PYTHON) requirements/base.txt $@

.venv/test.stamp: requirements/test.txt
	@bash scripts/install.sh $(PYTHON) requirements/test.txt $@

# --- Run: environment, database, content, sample accounts, server.
run: .venv/base.stamp
	@$(ADDRESS) $(BIN)/python manage.py prepare_site
	@HOST=$(HOST) PORT=$(PORT) $(ADDRESS) bash scripts/serve.sh

prepare: .venv/base.stamp
	@$(ADDRESS) $(BIN)/python manage.py prepare_site

# --- Test: everything that must hold, one after the other, the quick ones first.
test: tools
	@$(MAKE) --no-print-directory -j2 types lint contracts migrations translations
	@$(MAKE) --no-print-directory -j2 unit smoke

tools: .venv/test.stamp
	@bash scripts/system_tools.sh

lint: .venv/test.stamp
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/djlint templates --lint --quiet
	@$(BIN)/python scripts/file_sizes.py

types: .venv/test.stamp
	@$(BIN)/mypy safety_centre guides family_pairing

contracts: .venv/test.stamp
	@$(BIN)/lint-imports --no-logo

migrations: .venv/test.stamp
	@$(BIN)/python manage.py makemigrations --check --dry-run accounts pages guides family_pairing prevention platform_api safety_search

translations: .venv/test.stamp
	@$(BIN)/python manage.py compile_translations
	@$(BIN)/python scripts/check_translations.py

unit: .venv/test.stamp
	@$(BIN)/python -m pytest -n 2 --dist loadgroup tests

# The site on SQLite, as `make run` has it: beside the tests' first minute, which one core spends on their database.
smoke: .venv/test.stamp
	@bash scripts/smoke_sqlite.sh

# Anew from pyproject.toml; needs uv. The files hold hashes and no addresses.
LOCK := uv pip compile --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml
lock:
	@$(LOCK) -o requirements/base.txt && $(LOCK) --extra test -o requirements/test.txt

clean:
	rm -rf .venv var .pytest_cache .mypy_cache .ruff_cache .hypothesis
