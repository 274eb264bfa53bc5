# Two commands are all that a stranger needs: make demo, make test.
PY := .venv/bin/python
TOVHOLDER := .venv/bin/tovholder
# The tests keep their database apart from the one that `make demo` fills.
TEST_HOME := var/test

.PHONY: help demo test test-debian-postgres bench check setup setup-dev messages lock clean

help: ## what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 22

setup:
	@python3 tools/setup.py

setup-dev:
	@python3 tools/setup.py --dev

demo: setup ## from a fresh clone to a served municipality on http://127.0.0.1:8000
	@$(TOVHOLDER) demo

check: setup-dev ## linters, types, import order, migrations, translations
	@echo "· ruff" && .venv/bin/ruff check . && .venv/bin/ruff format --check .
	@echo "· mypy" && .venv/bin/mypy
	@echo "· import-linter" && .venv/bin/lint-imports
	@echo "· django" && TOVHOLDER_HOME=$(TEST_HOME) $(TOVHOLDER) manage check && \
		TOVHOLDER_HOME=$(TEST_HOME) $(TOVHOLDER) manage makemigrations --check --dry-run
	@echo "· translations" && $(PY) tools/messages.py --check

test: check ## every check, then every test, browser tests included
	@echo "· translations for the tests" && $(PY) tools/messages.py --compile
	@echo "· pytest" && TOVHOLDER_HOME=$(TEST_HOME) .venv/bin/pytest -n 2 $(PYTEST)

test-debian-postgres: setup-dev ## the tests on the PostgreSQL that Debian installs, in a cluster thrown away
	@TOVHOLDER_HOME=var/test-debian python3 tools/with_postgres.py .venv/bin/pytest -n 2 $(PYTEST)

bench: setup-dev ## benchmarks, with their own output
	@TOVHOLDER_HOME=var/bench $(PY) -m bench $(BENCH)

messages: setup-dev ## collect the texts to translate into the rooms' locale folders
	@$(PY) tools/messages.py

lock: setup-dev ## lock newer versions of the dependencies
	@$(PY) -m uv pip compile pyproject.toml --python-version 3.11 --universal --generate-hashes --no-header -q -U \
		-o requirements/run.lock
	@$(PY) -m uv pip compile pyproject.toml --group dev --python-version 3.11 --universal --generate-hashes \
		--no-header -q -U -c requirements/run.lock -o requirements/dev.lock

clean: ## forget what was built; the data in var/ stays
	rm -rf .venv node_modules src/tovholder/web/static/vendor
