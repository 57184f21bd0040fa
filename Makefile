# The whole developer interface. `make` alone lists the targets.
# Everything a machine needs beforehand: git, make, and python3 >= 3.11 with venv or pip.

.POSIX:
.SILENT:
.PHONY: help setup run test bench faults lint elasticsearch video train build sbom clean

WITH_PYTHON = sh scripts/with_python.sh

help: ## list the targets
	awk 'BEGIN { FS = ":.*## " } /^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

setup: ## install everything (environments, front end, model) and start nothing
	exec $(WITH_PYTHON) scripts/bootstrap.py setup

run: ## install what is missing, then start bot, actions, hub and the demo bank's site; Ctrl-C stops all
	exec $(WITH_PYTHON) scripts/bootstrap.py run

test: ## install what is missing, then run every check and test (PART=kb for one suite, PART=help lists them)
	exec $(WITH_PYTHON) scripts/bootstrap.py test $(PART)

bench: ## measure the house beside a stock Rasa server (PART=hub for one part: docs/benchmarks.md)
	$(WITH_PYTHON) scripts/bootstrap.py setup
	exec .venv/bin/python -m tests.bench $(PART)

faults: ## break the house a thousand times and look for what was lost (ROW=A3 for one row, SHARE=0.1 for a tenth: docs/reliability.md)
	$(WITH_PYTHON) scripts/bootstrap.py setup
	exec .venv/bin/python -m tests.faults $(SHARE:%=--share=%) $(ROW)

lint: ## ruff, mypy, the import contracts, and the front end's type check
	exec $(WITH_PYTHON) scripts/bootstrap.py lint

elasticsearch: ## start an Elasticsearch for trying, and print the settings that use it; Ctrl-C stops it
	exec $(WITH_PYTHON) scripts/bootstrap.py elasticsearch

video: ## start a media server and a relay for trying calls, and print the settings that use it; Ctrl-C stops it
	exec $(WITH_PYTHON) scripts/bootstrap.py video

train: ## train the bot's model, if what it is made of has changed
	exec $(WITH_PYTHON) scripts/bootstrap.py train

build: ## build the front end, if its sources have changed
	exec $(WITH_PYTHON) scripts/bootstrap.py build

sbom: ## write what the house is made of (CycloneDX, one file for each lock file) into var/sbom
	exec $(WITH_PYTHON) scripts/bootstrap.py sbom

clean: ## remove environments and built files; var/ with its data stays
	rm -rf .uv .venv actions/.venv bot/.venv web/node_modules web/dist
