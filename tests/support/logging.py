"""The process's logging, which a command sets for itself, as it was before."""

import logging
import sys
from collections.abc import Iterator

import pytest
import structlog


@pytest.fixture
def own_logging() -> Iterator[None]:
    """A test may run a command in its own process: what that did to the logging is undone."""
    before, root = structlog.get_config(), logging.getLogger()
    handlers, level, hook = list(root.handlers), root.level, sys.excepthook
    yield
    logging.captureWarnings(capture=False)
    sys.excepthook = hook
    structlog.configure(**before)
    root.handlers[:] = handlers
    root.setLevel(level)
