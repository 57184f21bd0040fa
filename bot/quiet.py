"""Keeps Rasa quiet: no telemetry, no debug lines, nothing of a customer's text in a log, no idle threads."""

import logging
import os
import sys
import warnings
from typing import Any


def silence_rasa() -> None:
    """Call it before the first import of Rasa: some of this is read while Rasa is imported."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    # Rasa resets the filters while it is imported; its old libraries warn by the dozen.
    warnings.showwarning = lambda *_, **__: None
    _drop_structlog()
    for name in ("rasa", "sanic.root", "sanic.access", "sanic.error", "apscheduler", "asyncio"):
        logging.getLogger(name).setLevel(logging.ERROR)


def keep_to_one_core() -> None:
    """Call it before the first import of NumPy, which reads this then.

    One message's sums are small: threads of OpenBLAS that wait for the next ones spin meanwhile, and took
    twenty milliseconds of processor time a message.
    """
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")


def _drop_structlog() -> None:
    # Rasa's structlog lines carry customers' texts and go to stdout at debug level unless configured.
    import structlog  # noqa: PLC0415

    def drop(*_: Any) -> Any:
        raise structlog.DropEvent

    structlog.configure(
        processors=[drop],
        wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
