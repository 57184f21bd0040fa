"""Wires an ingress together: the checks of the channels that have accounts, the spool, the way to the hub."""

import asyncio
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass

import structlog

from hub.clock import SystemClock
from hub.errors import SetupError
from hub.ports import CallbackCheck
from hub.serving import end_this_process
from hub.settings import Settings
from hub.store.encrypted import read_data_keys
from hub.vouching import Vouching
from hub.web.edge.descriptors import most_connections
from hub.web.edge.door import Door
from hub.web.server import Server
from ingress.draining import Drainer
from ingress.passing import HubClient
from ingress.reception import Reception
from ingress.server import make_ingress_server
from ingress.spool import Spool
from yuanqiao.channels import open_callback_checks

log = structlog.get_logger(__name__)


@dataclass
class Ingress:
    """One ingress process; `server` starts and ends it."""

    server: Server
    spool: Spool


def build_ingress(settings: Settings) -> Ingress:
    """Puts an ingress together; raises `SetupError`."""
    secret = settings.ingress_secret.get_secret_value()
    if not secret:
        raise SetupError("YUANQIAO_INGRESS_SECRET is missing: the hub believes nobody without it")
    checks: Mapping[str, CallbackCheck] = open_callback_checks(settings)
    keys = read_data_keys(settings.data_keys.get_secret_value())
    spool = Spool(settings.ingress_folder, keys)
    hub = HubClient(settings.hub_url, Vouching(secret))
    reception = Reception(checks, hub, spool, SystemClock(), within_s=settings.ingress_within_s)
    door = Door(
        most=most_connections(), per_address=settings.connections_per_address, proxies=settings.proxies
    )
    server = make_ingress_server(reception, sorted(checks), lambda: spool.depth, door)
    running = AsyncExitStack()

    async def start(_server: Server) -> None:
        await running.enter_async_context(hub)
        for work in (spool.run(), Drainer(spool, hub).run()):
            task = asyncio.create_task(work)
            task.add_done_callback(_ended)
            running.push_async_callback(_end, task)

    async def stop(_server: Server) -> None:
        await running.aclose()
        spool.close()

    server.before_server_start(start)
    server.after_server_stop(stop)
    return Ingress(server, spool)


def _ended(task: "asyncio.Task[None]") -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        log.critical("ingress.broke", exc_info=error)
        end_this_process()


async def _end(task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
