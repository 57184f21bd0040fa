"""Starts the action server: `python -m actions.serve`, on the loopback address only.

Settings: YUANQIAO_ACTIONS_PORT, YUANQIAO_ACTIONS_SECRET, YUANQIAO_TURN_SECRET, and where database and index
lie. A missing secret or a taken port ends it with one sentence and exit code 1.
"""

import asyncio
import logging
import signal
import socket
import sys
from typing import Any

import structlog
from sanic import Sanic
from sanic.server.loop import try_use_uvloop

from actions.server import make_app
from hub.logs import configure_logging
from hub.settings import Settings
from kb.answer import open_answerer

HOST = "127.0.0.1"
GRACE_S = 5.0
"""So long may calls in hand take when the server is to stop."""

LOOK_EVERY_S = 0.05


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
    structlog.get_logger("actions.serve").info("actions.serving", host=HOST, port=settings.actions_port)
    try_use_uvloop()  # as `app.run` would
    asyncio.run(_serve(app, listening))
    return 0


async def _serve(app: Sanic[Any, Any], listening: socket.socket) -> None:
    """Serves until told to stop. Not `app.run`: it loses a signal that comes while it begins to serve."""
    stopping = asyncio.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, stopping.set)
    server = await app.create_server(
        sock=listening,
        return_asyncio_server=True,
        access_log=False,
        asyncio_server_kwargs={"start_serving": False},
    )
    if server is None:
        raise RuntimeError("Sanic gave no server to run")
    await server.startup()
    await server.before_start()
    await server.start_serving()
    await server.after_start()
    await stopping.wait()
    await server.before_stop()
    server.close()
    await _drain(server.connections)
    await server.after_stop()


async def _drain(connections: set[Any]) -> None:
    """Lets calls in hand end, for `GRACE_S` at most."""
    for _ in range(round(GRACE_S / LOOK_EVERY_S)):
        for connection in list(connections):
            connection.close_if_idle()
        if not connections:
            return
        await asyncio.sleep(LOOK_EVERY_S)
    for connection in list(connections):
        connection.abort()


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
