# `make help` lists what there is.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
BIND ?= 127.0.0.1:8000
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help run install test check format bench lock messages secret clean fast-test

help: ## Say what there is
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F'\t' '{printf "  make %-10s %s\n", $$1, $$2}'

run: install ## Install what is missing and start the program (one Ctrl-C ends it)
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py collectstatic --noinput --verbosity 0
	@$(BIN)/python manage.py demo --if-empty
	@exec $(BIN)/python manage.py serve --bind $(BIND)

install: $(VENV)/.installed ## Make the virtual environment and install what the server needs

$(VENV)/.installed: requirements.txt scripts/libraries.sh
	@PYTHON=$(PYTHON) scripts/libraries.sh
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing Python packages (about half a minute)"
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	@$(BIN)/python -m compileall -q $(VENV)/lib >/dev/null 2>&1 || true
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.txt
	@echo "Installing packages for tests and checks"
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt -r requirements-dev.txt
	@touch $@

test: $(VENV)/.installed-dev ## Install what tests need and run everything
	@scripts/test.sh

fast-test: $(VENV)/.installed-dev ## Only the tests without browser and services, on SQLite
	@$(BIN)/python -m pytest -q -n 2 -m "not browser and not services and not postgres and not slow"

check: $(VENV)/.installed-dev ## Format, lint, types, floors, migrations, templates
	@$(BIN)/ruff format --check --quiet . || { echo "make format puts this right"; exit 1; }
	@$(BIN)/ruff check .
	@$(BIN)/djade --check --target-version 5.2 $$(git ls-files 'templates/*.html')
	@$(BIN)/mypy .
	@$(BIN)/lint-imports --no-cache >/dev/null || $(BIN)/lint-imports --no-cache
	@$(BIN)/python -W error manage.py makemigrations --check --dry-run --verbosity 0 --settings config.settings.test
	@$(BIN)/python -W error manage.py check --settings config.settings.test
	@echo "Checks passed."

format: $(VENV)/.installed-dev ## Put the code in its format
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format --quiet .
	@$(BIN)/djade --target-version 5.2 $$(git ls-files 'templates/*.html') || true

bench: $(VENV)/.installed-dev ## Time the pages at the size of a large district (SIZE=50000)
	@$(BIN)/python -m bench --organizations $(or $(SIZE),50000)
	@if [ -d /usr/lib/postgresql ]; then scripts/with_services.sh sh -c \
	    'DATABASE_URL=$$TEST_POSTGRES_URL exec $(BIN)/python -m bench --organizations $(or $(SIZE),50000)'; fi
	@$(BIN)/python -m bench.letters
	@$(BIN)/python -m bench.reminders

messages: ## Collect what is to be translated, and make the Spanish that is read (needs gettext)
	$(BIN)/python manage.py makemessages -l es --no-obsolete --no-location -e html,txt,py --ignore=$(VENV) --ignore=tests --ignore=bench --ignore=static --ignore=templates/admin
	$(BIN)/python manage.py compilemessages -l es --ignore=$(VENV)

lock: ## Pin what requirements*.in ask for, with hashes
	@$(PYTHON) -m venv $(VENV)-lock && $(VENV)-lock/bin/pip install --quiet uv
	@for name in requirements requirements-dev; do \
	    $(VENV)-lock/bin/uv pip compile --quiet --no-header --universal --python-version 3.11 --generate-hashes $$name.in -o $$name.txt; \
	done; rm -rf $(VENV)-lock

secret: ## Print a secret key for production
	@$(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(64))'

clean: ## Remove the virtual environment; what is in var/ stays
	@rm -rf $(VENV)
