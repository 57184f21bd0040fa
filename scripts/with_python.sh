#!/bin/sh
# Runs its arguments with the first Python >= 3.11 found, else says in one sentence what is missing.
# A name on PATH is not enough (pyenv's shims exist and fail), so each candidate has to run.
for candidate in python3 python3.11 python3.12 python3.13 python3.14 \
    "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.1[1-9]*/bin/python3; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        exec "$candidate" "$@"
    fi
done
echo "Python 3.11 or newer was not found: install it, e.g. apt-get install python3 python3-venv, then run make again." >&2
exit 2
