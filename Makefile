# Every target works on a fresh clone that has only Python 3.11+, make and a package registry.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo test test-all soak check bench eval recall fix clean help

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 demo")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --group dev --editable .
	@touch $(STAMP)

demo: $(STAMP) ## research the sample changepoint: no key, no network
	$(BIN)/research --sample

test: $(STAMP) ## the tests, two minutes on two cores
	$(BIN)/python -m pytest -q -n auto -m "not slow and not soak"

test-all: $(STAMP) ## the slow ones too, and the laws on many more examples
	$(BIN)/python -m pytest -q -n auto -m "not soak" --hypothesis-profile thorough

soak: $(STAMP) ## ten minutes of mutated pages, 500 pages of a failing web; batches killed, failing, real, on a cluster: nothing lost, paid twice or verified wrongly; the supplement through TeX, where it is installed (an hour)
	SOAK_SECONDS=600 $(BIN)/python -m pytest -q -s -n 0 tests/test_mutated_pages.py
	$(BIN)/python -m pytest -q -s -n 0 tests/test_scripted_web.py tests/test_secrets.py
	SOAK_KILLS=100 $(BIN)/python -m pytest -q -s -n 0 tests/test_batch_kill.py
	$(BIN)/python -m pytest -q -s -n 0 tests/test_batch_faults.py tests/test_batch_cluster.py tests/test_batch_real_points.py tests/test_cuts.py
	$(BIN)/python -m pytest -q -rs -n 0 tests/test_report_latex.py

check: $(STAMP) ## style, types, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

bench: $(STAMP) ## speed as ratios, in one run, a batch of 100 and of 500 too (ten minutes)
	$(BIN)/python -m tests.bench

eval: $(STAMP) ## how good the checks are, on real data: $POLICY_DATA or ../shared/data; ONLY=events: one set
	$(BIN)/python -m tests.eval $(if $(ONLY),--only $(ONLY))

recall: $(STAMP) ## how much of what there is to find is asked for, found and verified, on a loopback world of portals, and what looking costs (ten minutes)
	$(BIN)/python -m tests.known
	$(BIN)/python -m tests.world_of_portals --points 60
	$(BIN)/python -m tests.world_of_portals --doctor
	$(BIN)/python -m tests.bench.looking

fix: $(STAMP) ## format, and mend what can be mended
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean: ## remove the environment and tool caches; the cache of pages stays
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis build dist
