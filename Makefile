# Two commands do all on a fresh machine: `make demo` and `make test`.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test check gate gate-fast gate-write speed docs format lock clean

.venv/.installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

demo: .venv/.installed ## read the demo corpus: its records and what they say together here, its pages in build/demo
	$(BIN)/dateline read demo/articles --html build/demo
	$(BIN)/dateline read demo/articles
	rm -f build/demo.db build/demo.db-*
	$(BIN)/dateline add demo/articles --into build/demo.db
	$(BIN)/dateline timeline build/demo.db --from 2023-05
	$(BIN)/dateline compare build/demo.db

test: .venv/.installed ## all tests
	$(BIN)/python -m pytest

check: .venv/.installed ## what CI runs: format, lint, types, floors, docs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m cogapp --check -r README.md docs/*.md
	$(BIN)/python tools/check_house.py

gate: .venv/.installed ## accuracy on the benchmark sets, where they are present
	$(BIN)/python gate/founding.py
	$(BIN)/python gate/run.py

gate-fast: .venv/.installed ## the same on a part, in about two minutes
	$(BIN)/python gate/founding.py
	$(BIN)/python gate/run.py --fast

gate-write: .venv/.installed ## measure all and write docs/accuracy.md
	$(BIN)/python gate/run.py --write

speed: .venv/.installed ## speed and memory, written to docs/performance.md
	$(BIN)/python gate/speed.py --write

docs: .venv/.installed ## write the generated parts of the docs
	$(BIN)/python -m cogapp -r README.md docs/*.md
	$(BIN)/dateline schema > docs/record.schema.json

format: .venv/.installed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: .venv/.installed ## pin all dependencies with hashes, without download addresses
	$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --all-extras --no-emit-index-url \
	  --no-emit-find-links --no-emit-trusted-host --no-header --no-annotate --output-file requirements.lock pyproject.toml

clean:
	rm -rf .venv build .mypy_cache .ruff_cache .pytest_cache
