# make run: the app. make test: the tests. Nothing else is needed on a machine with Python 3.11 or later.
PORT ?= 8501
PYTHON ?= python3
BIN := .venv/bin
# Planning a question is a hundred thousand small pieces of memory: glibc's threads keep more of them at hand than 7 each.
MEMORY := GLIBC_TUNABLES=glibc.malloc.tcache_count=1000

.PHONY: run test test-long lint clean

run: .venv/.app
	@echo "Tejido: http://127.0.0.1:$(PORT)"
	@exec env $(MEMORY) $(BIN)/streamlit run app.py --server.port $(PORT)

test: .venv/.dev
	$(BIN)/python -m pytest -n auto --dist loadfile --cov=analytics --cov-report=term:skip-covered --cov-fail-under=95

test-long: .venv/.dev
	$(BIN)/python -m pytest -m long

lint: .venv/.dev
	$(BIN)/ruff check . && $(BIN)/ruff format --check .

clean:
	rm -rf .venv data/snapshots

# Debian keeps venv in a package of its own; root may fetch it, others are told how.
.venv/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Tejido needs Python 3.11 or later."; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq python3-venv && $(PYTHON) -m venv .venv; } \
	  || { rm -rf .venv; echo "Install venv first: sudo apt-get install python3-venv"; exit 1; }

.venv/.app: .venv/bin/pip requirements.txt
	$(BIN)/pip install -q --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/.dev: .venv/.app requirements-dev.txt
	$(BIN)/pip install -q --disable-pip-version-check -r requirements-dev.txt
	@touch $@
