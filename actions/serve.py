"""Starts the action server: `python -m actions.serve`, on the loopback address only.

Settings: YUANQIAO_ACTIONS_PORT, YUANQIAO_ACTIONS_SECRET, YUANQIAO_TURN_SECRET, and where database and index
lie. A missing secret or a taken port ends it with one sentence and exit code 1.
"""

import logging
import socket
import sys

import structlog

from actions.server import make_app
from hub.logs import configure_logging
from hub.settings import Settings
from kb.answer import open_answerer

HOST = "127.0.0.1"
GRACE_S = 5.0


def main() -> int:
    """Serves until SIGTERM or SIGINT; 0 after a clean stop."""
    settings = Settings()
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
    try:
        listening = _listen(settings.actions_port)
    except OSError as error:
        return _refuse(f"port {settings.actions_port} on {HOST} cannot be used: {error.strerror}")
    app = make_app(open_answerer(settings), settings)
    app.config.GRACEFUL_SHUTDOWN_TIMEOUT = GRACE_S
    structlog.get_logger("actions.serve").info("actions.serving", host=HOST, port=settings.actions_port)
    app.run(sock=listening, single_process=True, motd=False, access_log=False, auto_reload=False, debug=False)
    return 0


def _listen(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((HOST, port))
        listening.listen(128)
    except OSError:
        listening.close()
        raise
    return listening


def _refuse(sentence: str) -> int:
    sys.stderr.write(sentence + "\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
