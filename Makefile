# Two commands do all on a fresh machine: `make demo` and `make test`.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo serve islands islands-fresh test check gate gate-fast gate-write speed reader-speed fuzz docs docs-site dist try-dist licences format lock clean

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

serve: .venv/.installed ## the demo corpus in the reader, in the browser
	test -f build/demo-reader.db || $(BIN)/dateline add demo/articles --into build/demo-reader.db
	$(BIN)/dateline serve build/demo-reader.db

islands/node_modules: islands/package-lock.json
	cd islands && npm ci --ignore-scripts --no-fund --no-audit
	touch $@

islands: islands/node_modules ## build the reader's scripts (needs Node; whoever only uses them does not)
	cd islands && npx tsc --noEmit && node build.mjs ../src/dateline/web/static

islands-fresh: islands/node_modules ## the committed scripts are what their sources give
	mkdir -p build/islands
	cd islands && npx tsc --noEmit && node build.mjs ../build/islands
	for built in build/islands/*; do cmp $$built src/dateline/web/static/$${built##*/} || { echo "$$built differs: run make islands"; exit 1; }; done

test: .venv/.installed ## all tests
	$(BIN)/python -m pytest -n auto --dist worksteal

check: .venv/.installed ## what CI runs: format, lint, types, floors, docs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m cogapp --check -r README.md docs/*.md
	$(BIN)/python tools/check_house.py
	@if command -v npm > /dev/null; then $(MAKE) islands-fresh; else echo "islands: no Node here; the scripts were not built again"; fi

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

reader-speed: .venv/.installed ## what the reader takes on 10,000 articles, written to docs/performance.md
	$(BIN)/python gate/reader.py --write

fuzz: .venv/.installed ## each reader on documents damaged at random, ten minutes each (MINUTES=1 for less)
	$(BIN)/python tests/fuzz.py --minutes $(or $(MINUTES),10)

docs: .venv/.installed ## write the generated parts of the docs
	$(BIN)/python -m cogapp -r README.md docs/*.md
	$(BIN)/dateline schema > docs/record.schema.json

docs-site: .venv/.installed ## the documentation as a site in build/site, its links checked
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict
	$(BIN)/python tools/check_site.py build/site

dist: .venv/.installed ## wheel and source archive in dist
	rm -rf dist
	$(BIN)/python -m hatchling build

try-dist: .venv/.installed ## install the wheel where nothing is, and read the demo there, offline
	$(BIN)/python tools/try_dist.py

licences: .venv/.installed ## write the list of licences of what dateline stands on
	$(BIN)/python tools/licences.py

format: .venv/.installed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: .venv/.installed ## pin all dependencies with hashes, without download addresses
	$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --all-extras --no-emit-index-url \
	  --no-emit-find-links --no-emit-trusted-host --no-header --no-annotate --output-file requirements.lock pyproject.toml

clean:
	rm -rf .venv build .mypy_cache .ruff_cache .pytest_cache
