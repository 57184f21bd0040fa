"""Starts the action server: `python -m actions.serve`, on the loopback address only.

Settings: YUANQIAO_ACTIONS_PORT, YUANQIAO_ACTIONS_SECRET, YUANQIAO_TURN_SECRET, and where database and index
lie. A missing secret or a taken port ends it with one sentence and exit code 1.
"""

import logging
import sys

from actions.server import make_app
from hub.errors import SetupError
from hub.logs import configure_logging
from hub.serving import serve
from hub.settings import Settings
from kb.answer import open_answerer

HOST = "127.0.0.1"
GRACE_S = 5.0
"""So long may calls in hand take when the server is to stop."""


def main() -> int:
    """Serves until SIGTERM or SIGINT; 0 after a clean stop."""
    try:
        settings = Settings()
    except SetupError as error:
        return _refuse(error.detail)
    configure_logging("actions", settings.log_level)
    # rasa-sdk's own lines may quote a whole request; ours say what happened without it.
    logging.getLogger("rasa_sdk").setLevel(logging.CRITICAL)
    missing = [
        name
        for name, secret in (("ACTIONS", settings.actions_secret), ("TURN", settings.turn_secret))
        if not secret.get_secret_value()
    ]
    if missing:
        return _refuse(f"YUANQIAO_{missing[0]}_SECRET is not set: start with `make run`, or set it")
    app = make_app(open_answerer(settings), settings)
    try:
        serve(app, HOST, settings.actions_port, grace_s=GRACE_S)
    except SetupError as error:
        return _refuse(error.detail)
    return 0


def _refuse(sentence: str) -> int:
    sys.stderr.write(sentence + "\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
