"""Rasa's own `rest` channel before the same model; writes down its trackers at the end: `stock_rest FILE`."""

import asyncio
import os
import signal
import sys
from pathlib import Path

from bot.absent import stand_in


async def serve(file: Path) -> None:
    """Serves `POST /webhooks/rest/webhook` and `GET /health` until SIGTERM."""
    from rasa.core.agent import Agent
    from rasa.core.channels.rest import RestInput
    from rasa.core.tracker_store import InMemoryTrackerStore
    from sanic import Sanic, response

    from bot.inputs import read_current
    from bot.settings import read_settings
    from tests.faults.in_bot.counting import write_heard

    settings = read_settings(os.environ)
    current = read_current(settings.models_dir)
    assert current is not None, "there is no model"
    store = InMemoryTrackerStore(None)
    agent = Agent.load(str(settings.models_dir / current.model), tracker_store=store)
    store.domain = agent.domain
    app = Sanic("stock", configure_logging=False)
    app.blueprint(RestInput().blueprint(agent.handle_message), url_prefix="/webhooks/rest")
    app.add_route(lambda _request: response.json({"status": "ready"}), "/health", methods=["GET"])
    server = await app.create_server(
        settings.host, settings.port, return_asyncio_server=True, access_log=False
    )
    await server.startup()
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await stop.wait()
    trackers = {key: (await store.retrieve(key)).events for key in await store.keys()}
    write_heard(trackers, file)


if __name__ == "__main__":
    stand_in()
    asyncio.run(serve(Path(sys.argv[1])))
