# `make demo` and `make test` need Python 3.11+, git and make; everything else they fetch, pinned by hash.
PYTHON ?= python3
BIN := .venv/bin
DATA := src/marsad/gazetteer/data/places.db src/marsad/gazetteer/data/actors.json
VENDOR := src/marsad/desk/static/vendor/manifest.json

.PHONY: demo test check eval bench assets lock wheel clean

demo: .venv/ready $(DATA) $(VENDOR)  ## read the bundled reports and show their claims
	$(BIN)/marsad demo

test: .venv/ready-dev $(DATA) $(VENDOR)  ## style, types, architecture and all tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@tests/desk/get-chromium.sh $(BIN)/python
	$(BIN)/pytest -n auto

eval: .venv/ready-dev $(DATA)  ## accuracy on ../shared/data: writes evals/results.md
	$(BIN)/python -m evals

bench: .venv/ready-dev $(DATA)  ## speed beside spaCy's plain pipeline: writes bench/results.md
	$(BIN)/python -m bench

assets: $(VENDOR)  ## what the desk's pages are made with, from npm: docs/frontend.md

COMPILE := $(BIN)/pip-compile -q --generate-hashes --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --strip-extras --allow-unsafe

lock:  ## renew the pinned dependencies
	$(COMPILE) --extra build --extra intake --extra desk -o requirements.txt pyproject.toml
	$(COMPILE) --extra build --extra intake --extra desk --extra postgresql --extra tables --extra dev -c requirements.txt -o requirements-dev.txt pyproject.toml
	$(COMPILE) -o frontend/requirements.txt frontend/requirements.in
	$(BIN)/python -m frontend lock

wheel: .venv/ready-dev $(DATA) $(VENDOR)  ## a wheel with all its data inside
	$(BIN)/python -m build --wheel --no-isolation

clean:
	rm -rf .venv build dist $(DATA) $(dir $(VENDOR)) src/*.egg-info

$(VENDOR): .venv/ready $(wildcard frontend/*.*) | $(DATA)
	$(BIN)/python -m frontend

src/marsad/gazetteer/data/places.db: .venv/ready src/marsad/gazetteer/build.py $(wildcard src/marsad/gazetteer/data/places/* src/marsad/gazetteer/data/places/*/*)
	$(BIN)/python -m marsad.gazetteer.build

src/marsad/gazetteer/data/actors.json: .venv/ready src/marsad/gazetteer/actors_build.py $(wildcard src/marsad/gazetteer/data/actors/*)
	$(BIN)/python -m marsad.gazetteer.actors build

.venv/ready: requirements.txt pyproject.toml
	$(PYTHON) -c 'import sys; assert sys.version_info >= (3, 11), "Marsad needs Python 3.11 or newer"'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

.venv/ready-dev: .venv/ready requirements-dev.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@
