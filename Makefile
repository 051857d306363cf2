# Two commands do all the set-up: `make demo` and `make test`. Everything lands in .venv.
PYTHON ?= $(shell command -v python3.13 || command -v python3.12 || command -v python3.11 || command -v python3)
BIN := .venv/bin

.PHONY: demo test bench lint clean

demo: .venv/ready  ## do a shopping task on the sandbox shop: no key, no GPU, no network
	@$(BIN)/guiagent doctor --fix --only browser
	@$(BIN)/guiagent run --task shop/buy-two --seed 7 --model reader

test: .venv/ready  ## pass the tests
	@$(BIN)/guiagent doctor --fix --only browser
	$(BIN)/python -m pytest

bench: .venv/ready  ## measure: ratios against a floor or a peer in the same run
	@$(BIN)/guiagent doctor --fix --only browser
	$(BIN)/python -m guiagent.bench

lint: .venv/ready  ## the gate, less the tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

clean:
	rm -rf .venv build dist

.venv/ready: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "guiagent needs Python 3.11 or newer, this is " + sys.version.split()[0] + "; say which with: make PYTHON=python3.12 ...")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "installing guiagent and its pinned packages into .venv ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@
