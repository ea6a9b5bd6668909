# Two commands are enough: `make run` starts the service, `make test` runs what a change must pass.
# Needs Python 3.11 or newer and nothing else; everything is installed into .venv, by hash.

PYTHON ?= $(shell for python in python3.11 python3.12 python3.13 python3; do \
	command -v $$python >/dev/null 2>&1 && $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	&& { echo $$python; break; }; done)
BIN := .venv/bin
INSTALL := --disable-pip-version-check --quiet install --require-hashes --no-deps

.DEFAULT_GOAL := run
.PHONY: run test check fmt bench mutate search fuzz lock doctor clean

## run: set everything up and start the service (PORT, BIND, REPUTATION_HOME)
run: .venv/run
	@exec $(BIN)/python manage.py serve

## test: everything that a change must pass; the checks run beside the tests, and what they say comes after them
test: .venv/check .venv/interop/made .venv/client/made
	@checks=$$(mktemp); trap 'rm -f $$checks' EXIT; make --no-print-directory check >$$checks 2>&1 & \
	$(BIN)/python -m pytest -n auto --dist loadgroup --cov --cov-report=term:skip-covered $(TESTS); status=$$?; \
	wait $$! || status=1; cat $$checks; exit $$status
	@$(BIN)/python -m tests.floors

## check: style, types, import contracts, templates, dependencies
check: .venv/check
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy .
	@$(BIN)/lint-imports
	@$(BIN)/djlint --lint --quiet reputation
	@$(BIN)/deptry .

## fmt: format the code (a formatter for templates would put spaces where readers see them)
fmt: .venv/check
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

## bench: the benchmarks, small enough for this machine
bench: .venv/test
	@$(BIN)/python -m bench

## mutate: mutation tests of the rules
mutate: .venv/check
	@$(BIN)/mutmut run

## search: the tests that make their own input, each time with other input than in `make test`
search: .venv/test
	@$(BIN)/python -m pytest -n auto --hypothesis-profile=search $$(grep -rlE "hypothesis|schemathesis" tests --include=test_*.py)

## fuzz: look for input that breaks a parser of the log (SECONDS, 60 unless given)
fuzz: .venv/fuzz/made
	@.venv/fuzz/bin/python -m tools.fuzz $(SECONDS)

## doctor: look at an installation and say what is wrong with it
doctor: .venv/run
	@$(BIN)/python manage.py doctor

## lock: write requirements/*.txt anew (needs uv)
lock:
	@requirements/lock

## clean: forget what was installed and measured; the data under var/ stays
clean:
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .coverage htmlcov

.venv/made:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed."; exit 1; }
	@echo "Making .venv …"
	@$(PYTHON) -m venv .venv || { echo "On Debian: apt-get install python3-venv"; rm -rf .venv; exit 1; }
	@touch $@

.venv/%: requirements/%.txt .venv/made
	@echo "Installing requirements/$*.txt …"
	@$(BIN)/python -m pip $(INSTALL) -r $<
	@touch $@

# Other implementations of the log's formats, and the fuzzer, live apart: nothing of ours may lean on what they bring.
.venv/%/made: requirements/%.txt .venv/made
	@echo "Installing requirements/$*.txt …"
	@$(BIN)/python -m venv --without-pip --clear $(@D)
	@$(BIN)/python -m pip --python $(@D)/bin/python $(INSTALL) -r $<
	@touch $@

# Each of the longer lists contains the shorter ones.
.venv/test: .venv/run
.venv/check: .venv/test
