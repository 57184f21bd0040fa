"""A pytest plugin for CI, where a skipped test or module is a failure.

Use: `PYTHONPATH=tests/plugins pytest -p no_skips`.
"""

from collections.abc import Generator
from typing import Any

import pytest

_WHY = "skipped, and in CI everything that a test needs has to be there: "
_ALLOWED = "evaluation data absent"
"""The one reason that stays a skip: those sets may be read beside the project, and never be part of it."""


def _fail_if_skipped(report: Any) -> None:
    # An expected failure (xfail) is reported as skipped too, but is no skip.
    if report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if _ALLOWED in reason:
            return
        report.outcome = "failed"
        report.longrepr = _WHY + reason


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport() -> Generator[None, Any, None]:
    """Turns skipped tests into failed ones."""
    outcome = yield
    _fail_if_skipped(outcome.get_result())


@pytest.hookimpl(hookwrapper=True)
def pytest_make_collect_report() -> Generator[None, Any, None]:
    """Turns skipped modules into errors."""
    outcome = yield
    _fail_if_skipped(outcome.get_result())
