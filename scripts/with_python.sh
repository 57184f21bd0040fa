#!/bin/sh
# Runs its arguments with the first Python >= 3.11 found, else says in one sentence what is missing.
# A name on PATH is not enough (pyenv's shims exist and fail), so each candidate has to run.
# pyenv's own come last: it builds them here without optimising, which makes them up to twice as slow as
# a distribution's (docs/decisions/0010).
pyenv="${PYENV_ROOT:-$HOME/.pyenv}"
names="python3 python3.11 python3.12 python3.13 python3.14"

recent='import sys; sys.exit(sys.version_info < (3, 11))'

IFS=:
for folder in $PATH; do
    unset IFS
    case $folder in "$pyenv"/*) continue ;; esac
    for name in $names; do
        # one without venv could install nothing
        if "$folder/$name" -c "import venv, ensurepip; $recent" >/dev/null 2>&1; then
            exec "$folder/$name" "$@"
        fi
    done
done
unset IFS
for candidate in $names "$pyenv"/versions/3.1[1-9]*/bin/python3; do
    if "$candidate" -c "$recent" >/dev/null 2>&1; then
        exec "$candidate" "$@"
    fi
done
echo "Python 3.11 or newer was not found: install it, e.g. apt-get install python3 python3-venv, then run make again." >&2
exit 2
