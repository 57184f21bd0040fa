"""Serves a Sanic application on one address until SIGTERM or SIGINT, and ends it cleanly.

Not `Sanic.run`: it loses a signal that comes while it begins to serve (sanic 25.12, server/runners.py:
SIGTERM is ignored until the handlers are there, and a stop before `run_forever` is forgotten).
"""

import asyncio
import signal
import socket
from typing import Any

from sanic import Sanic
from sanic.server.loop import try_use_uvloop

from hub.errors import SetupError

LOOK_EVERY_S = 0.05
BACKLOG = 128


def serve(app: Sanic[Any, Any], host: str, port: int, *, grace_s: float) -> None:
    """Serves until told to stop; raises `SetupError` where the port cannot be opened.

    `grace_s`: how long what is in hand then may take.
    """
    listening = _listen(host, port)
    try_use_uvloop()  # as `Sanic.run` would
    asyncio.run(_serve(app, listening, grace_s))


async def _serve(app: Sanic[Any, Any], listening: socket.socket, grace_s: float) -> None:
    stopping = asyncio.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, stopping.set)
    server: Any = await app.create_server(
        sock=listening,
        return_asyncio_server=True,
        access_log=False,
        asyncio_server_kwargs={"start_serving": False},
    )
    await server.startup()
    await server.before_start()
    await server.start_serving()
    await server.after_start()
    await stopping.wait()
    await server.before_stop()
    server.close()
    await _drain(server.connections, grace_s)
    await server.after_stop()


async def _drain(connections: set[Any], grace_s: float) -> None:
    """Closes what is idle, lets what is in hand end, and cuts off what takes too long."""
    for _ in range(round(grace_s / LOOK_EVERY_S)):
        for connection in list(connections):
            connection.close_if_idle()
        if not connections:
            return
        await asyncio.sleep(LOOK_EVERY_S)
    for connection in list(connections):
        connection.abort()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        why = str(error.strerror).partition(" (")[0]  # without the address once more
        raise SetupError(f"port {port} on {host} cannot be opened: {why}") from error
