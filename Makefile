# Two commands do all the set-up: `make demo` and `make test`. Everything lands in .venv.
SUITS := -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))'
PYTHON ?= $(shell for each in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$each $(SUITS) 2>/dev/null && echo $$each && break; done)
BIN := .venv/bin

.PHONY: demo test bench lint clean

demo: .venv/ready  ## do a shopping task on the sandbox shop: no key, no GPU, no network
	@$(BIN)/guiagent doctor --fix --only browser
	@$(BIN)/guiagent run --task shop/buy-two --seed 7 --model reader

test: .venv/complete  ## pass the tests
	@$(BIN)/guiagent doctor --fix --only browser
	@$(BIN)/guiagent doctor --fix --only shell
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile

bench: .venv/complete  ## measure: ratios against a floor or a peer in the same run
	@$(BIN)/guiagent doctor --fix --only browser
	@$(BIN)/guiagent doctor --fix --only shell
	$(BIN)/python -m guiagent.measure

lint: .venv/complete  ## the gate, less the tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

clean:
	rm -rf .venv build dist

.venv/ready: pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "guiagent needs Python 3.11 or newer with venv; say which: make PYTHON=/path/to/python3.12 ..."; exit 1; }
	@$(PYTHON) $(SUITS) || { echo "$(PYTHON) is older than 3.11 or has no venv; say another: make PYTHON=python3.12 ..."; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "installing guiagent and its pinned packages into .venv ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

.venv/complete: .venv/ready
	@echo "installing what tests need: the developers' tools, torch and transformers, the extras, MiniWoB++'s pages ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,local,apps,gym,ray]'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt --no-deps miniwob
	@touch $@
