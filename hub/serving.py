"""Serves Sanic applications, each on an address of its own, until SIGTERM or SIGINT, and ends them cleanly.

Not `Sanic.run`: it loses a signal that comes while it begins to serve (sanic 25.12, server/runners.py:
SIGTERM is ignored until the handlers are there, and a stop before `run_forever` is forgotten).
"""

import asyncio
import os
import signal
import socket
from collections.abc import Sequence
from typing import Any

from sanic import Sanic
from sanic.server.loop import try_use_uvloop

from hub.errors import SetupError

LOOK_EVERY_S = 0.05
BACKLOG = 128


App = Sanic[Any, Any]


def serve(app: App, host: str, port: int, *, grace_s: float, beside: Sequence[tuple[App, int]] = ()) -> None:
    """Serves until told to stop; raises `SetupError` where a port cannot be opened.

    `beside`: applications that are served on ports of their own as long as `app` is. `grace_s`: how long what
    is in hand then may take.
    """
    applications = [(each, _listen(host, its_port)) for each, its_port in ((app, port), *beside)]
    for each, _ in beside:
        # Sanic shortens its own classes for an application as it starts, and can do so once (sanic 25.12,
        # touchup/service.py).
        each.config.TOUCHUP = False
    try_use_uvloop()  # as `Sanic.run` would
    asyncio.run(_serve(applications, grace_s))


def end_this_process() -> None:
    """Has this process end as if told to stop; whoever started it starts the next."""
    os.kill(os.getpid(), signal.SIGTERM)


async def _serve(applications: Sequence[tuple[App, socket.socket]], grace_s: float) -> None:
    stopping = asyncio.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, stopping.set)
    servers = [await _start(app, listening) for app, listening in applications]
    await stopping.wait()
    # The last to start is the first to go: what others lean on stays up for them.
    for server in reversed(servers):
        await server.before_stop()
        server.close()
    # In the same turn of the loop: a socket's own end would overtake the word that the server goes away.
    await _drain([server.connections for server in servers], grace_s)
    for server in reversed(servers):
        await server.after_stop()


async def _start(app: App, listening: socket.socket) -> Any:
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
    return server


async def _drain(served: Sequence[set[Any]], grace_s: float) -> None:
    """Closes what is idle, lets what is in hand end, and cuts off what takes too long."""
    for _ in range(round(grace_s / LOOK_EVERY_S)):
        for connection in _all(served):
            connection.close_if_idle()
        if not any(served):
            return
        await asyncio.sleep(LOOK_EVERY_S)
    for connection in _all(served):
        connection.abort()


def _all(served: Sequence[set[Any]]) -> list[Any]:
    return [connection for connections in served for connection in connections]


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        why = str(error.strerror).partition(" (")[0]  # without the address once more
        raise SetupError(f"port {port} on {host} cannot be opened: {why}") from error
