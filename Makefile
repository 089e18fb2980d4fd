# Each target stands alone: it makes .venv, installs what it needs at the versions of constraints.txt, and runs.

PYTHON ?= python3
BIN := .venv/bin
# More than 0 pays only with idle cores to spare: each worker loads the model anew.
WORKERS ?= 0

.PHONY: demo test peers baseline lint format lock clean

demo: .venv/.run
	$(BIN)/diplograph build seeds -o outputs

test: .venv/.dev
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile

# Other people's tools that our tables and files are checked against; without them those tests skip. They build on ICU
# (Debian: g++ libicu-dev pkg-config python3-dev).
peers: .venv/.dev
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --group peers

# Freeze what extraction finds today; `make test` does not need it, .ci/run shows what differs from it.
baseline: .venv/.dev
	$(BIN)/python tests/compare_baseline.py --write

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: .venv/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The stamps say what .venv holds, so that nothing is installed twice.
.venv/.run: .venv/.pip pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	touch $@

.venv/.dev: .venv/.run
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --group test --group lint
	touch $@

.venv/.pip:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("diplograph needs Python 3.11 or newer, and this is %s: make PYTHON=python3.12 ..." % sys.version.split()[0])'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"  # --group
	touch $@

# Resolve everything anew, with the oldest Python that is supported, and write down what came.
lock:
	$(PYTHON) -m venv --clear build/lock
	build/lock/bin/python -m pip install --quiet --upgrade "pip>=25.1"
	build/lock/bin/python -m pip install --quiet --editable . --group test --group lint --group peers
	(head -1 constraints.txt; build/lock/bin/python -m pip freeze --exclude-editable --exclude pip --exclude setuptools --exclude wheel) > build/constraints.txt
	mv build/constraints.txt constraints.txt

clean:
	rm -rf .venv build dist *.egg-info
