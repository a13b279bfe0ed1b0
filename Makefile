# make run     a virtual environment, the program in it, and the sample reports of corpus/ mined into outputs/
# make test    the tests
# make lint    style, types, and the direction of imports
# make bench   speed and memory beside a peer
# make bench-read   whether every format and encoding of a document gives the figures of its text
# make bench-check  how many planted errors the checks find, how often they cry wolf, and whether their time is linear
#                   (DOCUMENTS=folder plants errors in the documents of a folder, too)
# make bench-web    how long the pages of the review take over 100,000 figures
# make bench-scale  how a run grows with its workers, and what ten million pages would take

VENV := .venv
BIN := $(VENV)/bin
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt
# The first Python on this machine that is new enough; `make PYTHON=/path/to/python run` takes another one.
PYTHON ?= $(shell for each in python3 python3.13 python3.12 python3.11 python; do \
	if $$each -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then echo $$each; break; fi; done)

.PHONY: run test lint bench bench-read bench-check bench-web bench-scale clean
.DELETE_ON_ERROR:

run: $(VENV)/installed $(VENV)/programs
	$(BIN)/report-miner run corpus -o outputs

test: $(VENV)/installed-dev $(VENV)/programs-test
	$(BIN)/python -m pytest -n auto

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/installed
	$(BIN)/python benchmarks/bench.py

bench-read: $(VENV)/installed-dev $(VENV)/programs
	$(BIN)/python benchmarks/bench_read.py

bench-check: $(VENV)/installed
	$(BIN)/python benchmarks/bench_check.py $(if $(DOCUMENTS),--documents $(DOCUMENTS))

bench-web: $(VENV)/installed
	$(BIN)/python benchmarks/bench_web.py

bench-scale: $(VENV)/installed-dev
	$(BIN)/python benchmarks/bench_scale.py

clean:
	rm -rf $(VENV) outputs/*

$(BIN)/python:
	@test -n "$(PYTHON)" || { \
		echo "Cần Python 3.11 trở lên (máy này chưa có). Cài đặt rồi chạy lại, ví dụ: sudo apt-get install python3 python3-venv" >&2; \
		exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP_INSTALL) -e '.[ocr,web,news,analysis]'
	@touch $@

$(VENV)/installed-dev: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP_INSTALL) -e '.[web,news,dev]'
	@touch $(VENV)/installed $@

# Programs outside Python that some formats take; tried once, and once more when the list changes.
$(VENV)/programs: scripts/system_packages.sh | $(BIN)/python
	@scripts/system_packages.sh
	@touch $@

$(VENV)/programs-test: scripts/system_packages.sh | $(BIN)/python
	@scripts/system_packages.sh test
	@touch $(VENV)/programs $@
