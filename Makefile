# Each target stands alone: it makes .venv, installs what it needs as locks/ has it, by version and hash, and runs.

PYTHON ?= python3
BIN := .venv/bin
# Nothing but what is named: no dependencies, no tools to build with.
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation
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
	$(INSTALL) --require-hashes --requirement locks/peers.txt

# Freeze what extraction finds today; `make test` does not need it, .ci/run shows what differs from it.
baseline: .venv/.dev
	$(BIN)/python tests/compare_baseline.py --write

# The second run is for one rule that is still in ruff's preview, which as a whole would change which others there are.
lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff check --preview --select PLR0916 .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: .venv/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The stamps say what .venv holds, so that nothing is installed twice.
.venv/.run: .venv/.made pyproject.toml locks/run.txt
	$(INSTALL) --require-hashes --requirement locks/run.txt
	$(INSTALL) --editable .
	touch $@

.venv/.dev: .venv/.run locks/dev.txt
	$(INSTALL) --require-hashes --requirement locks/dev.txt
	touch $@

.venv/.made:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("diplograph needs Python 3.11 or newer, and this is %s: make PYTHON=python3.12 ..." % sys.version.split()[0])'
	$(PYTHON) -m venv .venv
	touch $@

# Resolve everything anew, at once and for every Python and system that is supported, then write down each part.
# `make lock UPGRADE=` keeps the versions that locks/ has, for a dependency that is added or gone.
UPGRADE := --upgrade
LOCK := build/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
	--no-annotate --custom-compile-command "make lock" $(UPGRADE)
lock:
	$(PYTHON) -m venv --clear build/lock
	build/lock/bin/python -m pip install --quiet --disable-pip-version-check uv
	cat locks/*.txt > build/all.txt
	$(LOCK) pyproject.toml --all-extras --group build --group test --group lint --group peers --output-file build/all.txt
	$(LOCK) --constraints build/all.txt pyproject.toml --group build --output-file locks/run.txt
	$(LOCK) --constraints build/all.txt --group test --group lint --output-file locks/dev.txt
	$(LOCK) --constraints build/all.txt --group peers --output-file locks/peers.txt

clean:
	rm -rf .venv build dist *.egg-info
