# What you can ask for:
#   make run      the whole site with the demo year, until Ctrl-C
#   make test     the whole suite
#   make check    lint, types, import contracts, missing migrations, deployment
#   make demo     the demo year afresh; what stood there is put aside
#   make bench    speed, as ratios to a floor
#   make lock     newer versions of what we depend on (maintainers, needs uv)

PY = .venv/bin/python
ENVIRONMENT = python=$$(sh requirements/python.sh) && "$$python" requirements/environment.py
LOCK = uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet
# A made-up installation as in real use, for the deployment checks.
DEPLOYED = SITE_URL=https://nov.example SECRET_KEY=$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(60))') \
	DATABASE_URL=postgresql://nov_app@localhost/nov DATABASE_OWNER_URL=postgresql://nov_owner@localhost/nov NOV_TODAY=

.PHONY: run test check demo bench lock

run:
	@$(ENVIRONMENT) run && exec $(PY) manage.py run

test:
	@$(ENVIRONMENT) test && exec $(PY) -m pytest -q -n auto --maxprocesses 4 --dist worksteal

check:
	@$(ENVIRONMENT) test
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	.venv/bin/lint-imports
	$(PY) manage.py makemigrations --check --dry-run
	$(DEPLOYED) $(PY) manage.py check --deploy --fail-level WARNING
	$(PY) -m djlint --lint --quiet templates
	$(PY) -m bandit --quiet --severity-level medium --configfile pyproject.toml --recursive nov finance members programmes reports

demo:
	@$(ENVIRONMENT) run && $(PY) -m nov.localdb set-aside && exec $(PY) manage.py run --prepare

bench:
	@$(ENVIRONMENT) test && for script in bench/[a-z]*.py; do $(PY) -m bench.$$(basename $$script .py) || exit 1; done

lock:
	$(LOCK) --upgrade requirements/run.in -o requirements/run.lock
	$(LOCK) --upgrade --constraint requirements/run.lock requirements/test.in -o requirements/test.lock
