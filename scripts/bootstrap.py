"""Installs, builds and starts the house; needs nothing but a Python's standard library.

    bootstrap.py setup | run | test [PART] | lint | elasticsearch | train | build | sbom

Exit status: 0 done, 1 a test or check failed, 2 something is missing (one sentence says what),
130 interrupted.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this file is what tells an older Python's owner
    sys.exit("Python 3.11 or newer is needed, this is {}.{}.".format(*sys.version_info))

from making.commands import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
