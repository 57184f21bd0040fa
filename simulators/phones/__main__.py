"""Runs the phones: `python -m simulators.phones`."""

import sys

from simulators.phones.server import main

sys.exit(main())
