# Every command a person needs. `make` prints them.
.DEFAULT_GOAL := help
.PHONY: help setup run train test unit check approve postgres browser journeys a11y faults widget vendor-check seed reconcile lock clean bench bench-nlu bench-fuzz bench-servicing bench-desk breaches coverage

APP := .venv/bin
BOT := .venv-bot/bin
# How many processes share the tests' files; one alone takes nearly twice as long.
WORKERS := 2
SHARED := -n $(WORKERS) --dist loadfile
BOT_QUIET := RASA_TELEMETRY_ENABLED=false TF_CPP_MIN_LOG_LEVEL=3 SQLALCHEMY_SILENCE_UBER_WARNING=1

help: ## print these lines
	@grep -hE '^[a-z0-9-]+:.*?## ' $(MAKEFILE_LIST) | awk -F':.*?## ' '{printf "  make %-16s %s\n", $$1, $$2}'

setup: ## make both Python environments from their locks
	@sh deploy/setup.sh

run: setup ## start everything: demo site, desk, trainer (Ctrl-C stops it)
	@$(APP)/python -m app.supervisor

train: setup ## train the assistant's model when none fits the data
	@$(BOT_QUIET) $(BOT)/python -m bot.train --out $${DOORSTEP_HOME:-var}/models

seed: setup ## make or refresh the fictional portfolio (LOANS=100000 adds so many generated loans, RANDOM_SEED=7 others)
	@$(APP)/python -m servicing.migrate && \
	$(APP)/python -m servicing.seed $(if $(LOANS),--loans="$(LOANS)") $(if $(RANDOM_SEED),--random-seed="$(RANDOM_SEED)")

reconcile: setup ## prove every balance of the portfolio from its ledger
	@$(APP)/python -m servicing.reconcile

test: setup browser postgres ## everything: checks, unit to faults, both environments (WORKERS=4 on a larger machine)
	@$(MAKE) --no-print-directory check
	$(APP)/pytest -q $(SHARED) tests/unit tests/nlu tests/service tests/contract
	$(BOT_QUIET) $(BOT)/pytest -q -c bot/pytest.ini --rootdir . $(SHARED) tests/bot tests/dialogue
	$(APP)/pytest -q $(SHARED) tests/a11y tests/journeys tests/faults

unit: setup ## the tests that take seconds
	$(APP)/pytest -q $(SHARED) tests/unit tests/hygiene tests/nlu

browser:
	@sh deploy/browser.sh

postgres:
	@sh deploy/postgres.sh

journeys: setup browser ## scripted borrowers, agents and trainers through the whole system in a real browser
	$(APP)/pytest -q $(SHARED) tests/journeys

a11y: setup browser ## accessibility of widget, desk and trainer in a real browser
	$(APP)/pytest -q $(SHARED) tests/a11y

faults: setup ## processes killed in the middle of a turn
	$(APP)/pytest -q tests/faults

check: setup ## lint, types, doors between rooms, conversation data
	$(APP)/ruff check .
	$(APP)/ruff format --check .
	$(APP)/mypy .
	$(APP)/lint-imports
	$(APP)/yamllint -s .
	$(BOT_QUIET) $(BOT)/python -m rasa data validate --fail-on-warnings --quiet
	$(APP)/python -m gateway.approve --check
	$(APP)/pytest -q $(SHARED) tests/hygiene

coverage: setup ## write docs/coverage.md: every capability and intent with the tests that prove it
	@$(APP)/python -m tests.coverage

approve: setup ## show wording that compliance has not approved; BY="name" approves it (ONLY=utter_x, CITATION="law")
	@$(APP)/python -m gateway.approve $(if $(BY),--by "$(BY)") $(if $(ONLY),--only "$(ONLY)") $(if $(CITATION),--citation "$(CITATION)") $(if $(YES),--yes)

widget: ## build the chat window from its source (needs Node)
	cd widget && npm ci && npm run build

bench: setup ## measure understanding on messages the model has never met (PICTURES=folder draws them)
	$(BOT_QUIET) $(BOT)/python -m benchmarks.nlu.held_out $(if $(PICTURES),--pictures $(PICTURES))

bench-nlu: setup ## measure the same components on public intents in DATA=folder (BASELINE=1 trains DIET beside them)
	$(BOT_QUIET) $(BOT)/python -m benchmarks.nlu.public $(DATA) $(if $(BASELINE),--baseline)

bench-fuzz: setup ## read 20,000 strange messages or COUNT= (errors, time)
	$(BOT_QUIET) $(BOT)/python -m benchmarks.nlu.fuzz $(if $(COUNT),--count $(COUNT))

bench-desk: setup ## measure the desk with 50,000 open cases or CASES=, and 30 live chats (judging dates, queue page, replies)
	$(APP)/python -m benchmarks.desk $(if $(CASES),--cases $(CASES))

breaches: setup ## list each date of an open case that was missed
	@$(APP)/python -m app.breaches

bench-servicing: setup ## measure the system of record with 100,000 loans or LOANS= (time, memory)
	$(APP)/python -m benchmarks.servicing $(if $(LOANS),--loans $(LOANS))

lock: setup ## resolve the requirements again
	UV=$$(command -v uv || echo $(CURDIR)/.tools/bin/uv); \
	$$UV pip compile pyproject.toml --extra dev --python-version 3.12 --universal --generate-hashes --quiet -o requirements.txt && \
	cd bot && $$UV pip compile pyproject.toml --extra test --python-version 3.10 --universal --generate-hashes --quiet -o requirements.txt

clean: ## remove environments and everything that was made
	rm -rf .venv .venv-bot .tools var .mypy_cache .ruff_cache .pytest_cache
