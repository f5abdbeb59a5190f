# Every target installs first what is missing; nothing else is needed but Python >= 3.11. scripts/run.py does
# the work, so that a system without make has the same commands: py scripts/run.py brief
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
            $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done || echo python3)
VENV   ?= .venv

.PHONY: install brief test check evaluate bench bundle lock clean

install brief test check evaluate bench:
	@$(PYTHON) scripts/run.py --venv $(VENV) $@

# For computers without internet: make bundle PLATFORM=linux-x86_64 (linux-aarch64, windows-x86_64)
bundle:
	@$(PYTHON) scripts/run.py bundle $(PLATFORM)

# For maintainers: needs uv. No index address is written into the lock files.
LOCK = uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11
lock:
	$(LOCK) pyproject.toml -o requirements.lock
	$(LOCK) pyproject.toml --group dev -o requirements-dev.lock
	printf 'pip\nsetuptools\n' | $(LOCK) - -o requirements-bundle.lock
	printf 'hatchling>=1.25,<2\neditables\n' | $(LOCK) - --constraint requirements-dev.lock -o requirements-build.lock

clean:
	rm -rf $(VENV) out/* build dist
