"""Runs the bank's site: `python -m simulators.bank_site`."""

import sys

from simulators.bank_site.server import main

sys.exit(main())
