# The one door. Needs Debian's python3-venv and make; everything else is set up in .venv.
#
#   make run            the example initiative on a site of its own, at http://localhost:8000 (CHECK=1: look, and end)
#   make run PLAN=...   a plan of your own, to a verified release (DATA=folder its files stand in, OUT=where to write)
#   make test           set everything up and run the tests
#   make test-all       the tests, the slow ones, those on Spark, and all checks (what CI runs)
#   make test-spark     what is computed, computed on Spark: within each process, and on a cluster of two workers
#   make check          style, types, imports, sizes
#   make bench NAME=... one benchmark beside what you would use instead, one JSON line per comparison

SHELL := /bin/bash
PYTHON := $(shell for p in python3.13 python3.12 python3.11 python3; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && command -v $$p && break; done)
BIN := .venv/bin
unexport PYTHONDONTWRITEBYTECODE  # hundreds of processes start in the tests: each would compile everything anew
PIP := $(BIN)/pip --disable-pip-version-check --quiet
EACH := -n auto --dist loadfile# on all cores; the tests of a file stay together
TESTS := $(BIN)/pytest $(EACH)
MORE := $(shell echo $$(($$(nproc) * 2)))  # slow tests wait for browsers, servers and processes that are killed
SPARK := NYHAVN_TEST_ENGINES=spark .venv-spark/bin/pytest --allow-hosts=127.0.0.1,localhost,::1 -W "ignore:unclosed:ResourceWarning"
PLAN ?=
CHECK ?=
EXAMPLE_HOME := out/site
OUT ?= out/$(shell date +%Y%m%d-%H%M%S)
LOG ?= out/log
DATA ?=
NAME ?= production
ON_SPARK = $(filter scale_out,$(NAME))

.PHONY: run test test-all test-spark check bench lock browser postgresql java clean

run: .venv/run.stamp $(if $(PLAN),,$(EXAMPLE_HOME))
ifneq ($(PLAN),)
	@$(BIN)/nyhavn produce $(PLAN) --out $(OUT) --log $(LOG) $(if $(DATA),--data $(DATA))
	@$(BIN)/nyhavn verify $(OUT)/release --key $(LOG)/trust.pub
	@echo "Open the report: $(abspath $(OUT))/release/report.html"
else ifneq ($(CHECK),)
	@NYHAVN_HOME=$(EXAMPLE_HOME) $(BIN)/python .ci/look
else
	@cat $(EXAMPLE_HOME)/welcome.txt
	@NYHAVN_HOME=$(EXAMPLE_HOME) NYHAVN_ANNOUNCE_DAYS=0 $(BIN)/nyhavn run
endif

# Under another name until all of it is there: an interrupted start begins anew. The people are invented, so their
# password may stand in a file; delete the folder to begin again.
$(EXAMPLE_HOME): | .venv/run.stamp
	@rm -rf $@.partial && mkdir -p $@.partial
	@echo "Loading the example (about a minute, the first time only) ..."
	@set -o pipefail; NYHAVN_HOME=$@.partial $(BIN)/nyhavn example | tee $@.partial/welcome.txt
	@mv $@.partial $@

test: .venv/dev.stamp browser
	$(TESTS) -m "not slow"

# Doors, words, the style of pages and the reading of files do not depend on the database.
SAME := --ignore tests/web/api --ignore tests/web/languages --ignore tests/web/pages \
	--ignore tests/web/site/test_site_pages.py --ignore tests/spec/collection/test_bad_files.py

# Checks and the installation of Spark take one core each.
test-all: .venv/dev.stamp browser postgresql java
	$(MAKE) --no-print-directory -j2 -O check .venv-spark/stamp
	$(TESTS) -m "not slow"
	$(TESTS) -m slow -n $(MORE) --no-loadscope-reorder
	NYHAVN_TEST_DATABASE=postgresql $(TESTS) -m "not slow" tests/web $(SAME) tests/spec/collection tests/spec/insiders \
		tests/spec/governed tests/spec/one_release tests/spec/shredding tests/spec/consent_ledger tests/spec/audit_log
	$(MAKE) --no-print-directory test-spark

# In an environment of its own, because Spark is large. What reads whole data sets is compared on the other engines; here
# twins on small tables, and whole releases. PySpark leaves connections to its own Java open until the end. On all cores,
# each with a session of its own; what starts and ends sessions and a cluster comes after, by itself.
test-spark: .venv-spark/stamp java
	$(SPARK) $(EACH) -m "engines and not data and not spark"
	$(SPARK) -m spark

check: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports >/dev/null && echo "Import contract: kept" || $(BIN)/lint-imports

bench: $(if $(ON_SPARK),.venv-spark/stamp java,.venv/dev.stamp)
	@$(if $(ON_SPARK),.venv-spark/bin,$(BIN))/python benchmarks/$(subst -,_,$(NAME)).py

# A real browser, a real PostgreSQL and a Java for the tests: Debian's own, where we may install them. Without them those
# tests say that they skip.
browser:
	@$(call installed,chromium,chromium fonts-noto-core,Chromium: browser tests)

postgresql:
	@$(call installed,/usr/lib/postgresql/*/bin/initdb initdb,postgresql,PostgreSQL: its tests)

java:
	@$(call installed,java,default-jre-headless,Java: tests on Spark)

# 1: a program, by name or place; 2: Debian's packages; 3: what is missing otherwise.
define installed
{ ls $(1); command -v $(1); } 2>/dev/null | grep -q . || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	&& apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $(2) >/dev/null; } \
	|| echo "Not here, and no right to install it: $(3) will skip."
endef

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer with venv is needed: apt install python3-venv"; exit 1; }
	@$(PYTHON) -m venv .venv

.venv/run.stamp: .venv/bin/python requirements/run.lock pyproject.toml
	@echo "Setting up (about a minute the first time) ..."
	@$(PIP) install --require-hashes -r requirements/run.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev.stamp: .venv/run.stamp requirements/dev.lock
	@echo "Setting up the tests ..."
	@$(PIP) install --require-hashes -r requirements/dev.lock
	@touch $@

.venv-spark/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer with venv is needed: apt install python3-venv"; exit 1; }
	@$(PYTHON) -m venv .venv-spark

.venv-spark/stamp: .venv-spark/bin/python requirements/spark.lock pyproject.toml
	@echo "Setting up Spark (half a gigabyte, some minutes the first time) ..."
	@.venv-spark/bin/pip --disable-pip-version-check --quiet install --require-hashes -r requirements/spark.lock
	@.venv-spark/bin/pip --disable-pip-version-check --quiet install --no-deps --no-build-isolation -e .
	@touch $@

# Needs uv; writes hashes and no index addresses.
lock:
	uv pip compile pyproject.toml --group build --generate-hashes --no-emit-index-url --python-version 3.11 \
		--universal -q -o requirements/run.lock --custom-compile-command "make lock"
	uv pip compile pyproject.toml --group build --group dev --generate-hashes --no-emit-index-url --python-version 3.11 \
		--universal -q -o requirements/dev.lock --custom-compile-command "make lock"
	uv pip compile pyproject.toml --extra spark --group build --group dev -c requirements/dev.lock --generate-hashes \
		--no-emit-index-url --python-version 3.11 --universal -q -o requirements/spark.lock \
		--custom-compile-command "make lock"

clean:
	rm -rf .venv .venv-spark out .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
