"""What the tests need: a model trained from the files as they are, a channel, a fake action server."""

import json
import os
import socket
import time
from collections.abc import AsyncIterator
from functools import cache
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from sanic import Sanic
from sanic.touchup.schemes import ode

from bot import train
from bot.actions_client import ActionServer, open_session
from bot.channel import make_channel
from bot.dialogue import TurnRunner
from bot.inputs import hash_of_inputs
from bot.memory import Memory
from bot.process import load
from bot.signing import sign
from bot.tests.fake_actions import FakeActions
from bot.turns import Turns

# Several web applications in one process, one per test. For each, Sanic reads the same lines of its own anew.
Sanic.test_mode = True
ode.getsource = cache(ode.getsource)

SECRET = "the hub's and the bot's"
ACTION_PATIENCE_S = 2.0
ACTIONS_SECRET = "the bot's and the actions'"


@pytest.fixture(scope="session")
def models_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the current model, trained once for all tests."""
    directory = Path(os.environ.get("BOT_TEST_MODELS") or tmp_path_factory.mktemp("models"))
    if train.training_needed(directory, hash_of_inputs()):
        train.train_model(directory, hash_of_inputs())
    return directory


@pytest.fixture(scope="session")
def dialogue(models_dir: Path) -> TurnRunner:
    """The loaded model."""
    return load(models_dir)


@pytest_asyncio.fixture
async def actions() -> AsyncIterator[FakeActions]:
    """An action server that answers what the test tells it to."""
    fake = FakeActions()
    await fake.start()
    yield fake
    await fake.stop()


class Hub:
    """Plays the hub: signs calls and sends them to a bot."""

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self.url = url
        self.session = session

    async def post(self, body: bytes, headers: dict[str, str] | None = None) -> tuple[int, dict[str, Any]]:
        """Sends bytes, signed unless headers are given; status and JSON of the answer."""
        now = str(int(time.time()))
        signed = {"X-Yuanqiao-Time": now, "X-Yuanqiao-Signature": sign(SECRET, now, body)}
        async with self.session.post(
            f"{self.url}/turn", data=body, headers=signed if headers is None else headers
        ) as response:
            return response.status, json.loads(await response.read())

    async def ask(self, text: str = "怎么挂失", **fields: Any) -> tuple[int, dict[str, Any]]:
        """Asks one turn; fields override those of the call."""
        return await self.post(json.dumps(call(text, **fields)).encode())


def call(text: str = "怎么挂失", **fields: Any) -> dict[str, Any]:
    """A call as the hub makes it: turn 1 of a conversation unless the fields say otherwise."""
    return {
        "conversation": "key.1",
        "turn": 1,
        "ask": 1,
        "base": 0,
        "deadline_s": 5.0,
        "correlation_id": "trail-1",
        "channel": "webchat",
        "at": "2026-11-01T08:00:00+00:00",
        "token": "v1.1.token",
        "input": {"kind": "text", "text": text},
        "history": None,
        **fields,
    }


@pytest_asyncio.fixture
async def turns(dialogue: TurnRunner, actions: FakeActions) -> AsyncIterator[Turns]:
    """The turns of one process, with less patience for actions than the calls' deadline leaves."""
    async with open_session(ACTIONS_SECRET) as session:
        yield Turns(
            dialogue, ActionServer(actions.url, ACTION_PATIENCE_S, session), Memory(most=50), most_at_once=4
        )


@pytest_asyncio.fixture
async def hub(turns: Turns) -> AsyncIterator[Hub]:
    """A hub before a serving channel on a free port."""
    app = make_channel(turns, SECRET)
    listening = socket.create_server(("127.0.0.1", 0))
    server = await app.create_server(sock=listening, return_asyncio_server=True, access_log=False)
    await server.startup()
    port = listening.getsockname()[1]
    async with aiohttp.ClientSession() as session:
        yield Hub(f"http://127.0.0.1:{port}", session)
    server.close()
    await server.wait_closed()
