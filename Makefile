# Every command installs what it needs first; `make` alone lists them.
PYTHON ?= python3.11
BIN := .venv/bin
READY := .venv/.ready
CODE := flows tasks prompts db deployments sample benchmarks

.DEFAULT_GOAL := help
.PHONY: help demo up test test-deployed test-model image compose-test check hooks fmt faults bench \
	bench-verify constraints

help: ## List the commands.
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

demo: $(READY) ## Publish the sample day with the real flow, and say where it is.
	@deployments/system-packages.sh browser
	@$(BIN)/nonmun demo

up: $(READY) ## Run server, deployments and a worker on this machine, until Ctrl-C.
	@deployments/system-packages.sh browser
	@$(BIN)/python -m deployments.up $(UP)

test: $(READY) ## Run the tests, but for those below.
	@deployments/system-packages.sh browser postgres
	@$(BIN)/pytest -n 2 --dist loadgroup -m "not deployed and not model"

test-deployed: $(READY) ## Run the tests on a real Prefect server with workers, 7 minutes.
	@deployments/system-packages.sh browser postgres
	@$(BIN)/pytest -m deployed

test-model: $(READY) ## Publish a day with a real small model behind a real llama.cpp server.
	@tests/real_model/install.sh
	@$(BIN)/pytest -m model

image: ## Build the container image.
	@docker build --file deployments/Dockerfile --tag nonmun .

compose-test: $(READY) ## Run a day through the whole stack in containers, and tear it down.
	@$(BIN)/python -m tests.compose

check: $(READY) ## Lint, types and import contracts.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

hooks: $(READY) ## Check before every commit what can be checked in seconds.
	@mkdir -p "$$(git rev-parse --git-path hooks)"
	@printf '#!/bin/sh\nexec make check\n' > "$$(git rev-parse --git-path hooks)/pre-commit"
	@chmod +x "$$(git rev-parse --git-path hooks)/pre-commit"

fmt: $(READY) ## Format the code.
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(READY) ## Measure speed and cost; ROWS="imports charts" chooses groups of rows.
	@deployments/system-packages.sh browser
	@$(BIN)/python -m benchmarks.speed $(ROWS)

faults: $(READY) ## Let everything go wrong that may, 17 to 20 minutes; print what survived.
	@deployments/system-packages.sh browser postgres
	@$(BIN)/python -m tests.faults

bench-verify: $(READY) ## Measure the checker on real Korean texts.
	@$(BIN)/python -m benchmarks.verification

constraints: $(READY) ## Write down the installed versions.
	@( head -1 constraints.txt; $(BIN)/pip freeze --exclude-editable ) > .venv/constraints.txt
	@mv .venv/constraints.txt constraints.txt

$(READY): pyproject.toml constraints.txt
	@PYTHON=$(PYTHON) deployments/virtualenv.sh
	@touch $@
