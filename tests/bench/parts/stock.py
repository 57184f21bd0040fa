"""A stock Rasa server with its action server, over REST: the same content, questions and load as ours."""

import itertools
import time
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from kb.measuring.percentile import percentile
from tests.bench.house import House, first_answer_s, questions, running_house
from tests.bench.load import TURNS, TimedAnswer, load_figures
from tests.bench.processes import Program, memory_mb
from tests.bench.result import Figures
from tests.bench.sizes import Sizes
from tests.bench.steps import Steps
from tests.bench.stock.environment import ENV, PROJECT, PYTHON, VENV, install, trained_model
from tests.bench.stock.project import write_project
from tests.support.ports import free_port

ANSWER_S = 120.0
SETTINGS = (
    "rasa 3.6.21 with its default pipeline (jieba, DIET 10 epochs, TED, UnexpecTED), trackers in memory, "
    "REST; on the Python 3.10 that our bot runs on; one intent `ask` for all questions, whose action "
    "searches the same articles"
)


class RestTalk:
    """One conversation over the REST channel."""

    def __init__(self, http: aiohttp.ClientSession, sender: str) -> None:
        self._http = http
        self._sender = sender

    async def ask(self, text: str) -> TimedAnswer:
        """Asks one turn; raises `RuntimeError` where nothing is said, `aiohttp.ClientError`."""
        began = time.perf_counter()
        words = {"sender": self._sender, "message": text}
        async with self._http.post("/webhooks/rest/webhook", json=words) as answer:
            said = await answer.json()
        if answer.status != 200 or not said or not said[0].get("text"):
            raise RuntimeError(f"the stock server said nothing: {answer.status} {said}")
        return TimedAnswer(time.perf_counter() - began)


async def measure(sizes: Sizes, steps: Steps) -> Figures:
    """The same figures as of our bot and of the whole way."""
    port, action_port = free_port(), free_port()
    install(steps)
    model = trained_model(await write_project(PROJECT, action_port), steps)
    timeout = aiohttp.ClientTimeout(total=ANSWER_S)
    connector = aiohttp.TCPConnector(limit=0)
    with running_house() as house:
        async with aiohttp.ClientSession(
            f"http://127.0.0.1:{port}", timeout=timeout, connector=connector
        ) as http:

            @asynccontextmanager
            async def talk() -> AsyncIterator[RestTalk]:
                yield RestTalk(http, uuid.uuid4().hex)

            programs = _start(house, str(model), port, action_port)
            with steps.timed("start", 40):
                figures: Figures = {"start_s": await first_answer_s(programs, lambda: _first(http))}
            figures |= await load_figures(talk, questions(), programs, sizes, steps)
            rasa, actions = programs
            figures |= {
                "memory_mb": memory_mb(programs),
                "memory_bot_mb": memory_mb([rasa]),
                "memory_actions_mb": memory_mb([actions]),
            }
            return figures | await _growth(http, sizes, steps)


def _start(house: House, model: str, port: int, action_port: int) -> list[Program]:
    rasa = [str(VENV / "bin" / "rasa"), "run", "--model", model, "--interface", "127.0.0.1"]
    rasa += ["--port", str(port), "--enable-api", "--endpoints", "endpoints.yml"]
    actions = [str(PYTHON), "-m", "rasa_sdk", "--actions", "answering", "--port", str(action_port)]
    return [house.launch("rasa", rasa, ENV, PROJECT), house.launch("actions", actions, ENV, PROJECT)]


async def _first(http: aiohttp.ClientSession) -> None:
    await RestTalk(http, uuid.uuid4().hex).ask("怎么挂失借记卡")


async def _growth(http: aiohttp.ClientSession, sizes: Sizes, steps: Steps) -> Figures:
    """Ten real turns in a conversation that has so many behind it, handed in over Rasa's own API.

    Having them all would take many minutes: the cost of each grows with the number of those before.
    """
    events = await _events_of_ten(http)
    figures = {}
    with steps.counted("a long conversation", TURNS * len(sizes.turns)) as step:
        for turns in sizes.turns:
            sender = uuid.uuid4().hex
            before = events * ((turns - TURNS) // TURNS)
            if before:
                async with http.put(f"/conversations/{sender}/tracker/events", json=before) as answer:
                    if answer.status != 200:
                        raise RuntimeError(f"the stock server took no events: {await answer.text()}")
            spans = []
            for text in itertools.islice(questions(), TURNS):
                spans.append((await RestTalk(http, sender).ask(text)).waited_s)
                step()
            figures[f"turn_{turns}_ms"] = round(1000 * percentile(spans, 0.5), 2)
    return figures


async def _events_of_ten(http: aiohttp.ClientSession) -> list[dict[str, Any]]:
    sender = uuid.uuid4().hex
    for text in itertools.islice(questions(), TURNS):
        await RestTalk(http, sender).ask(text)
    async with http.get(f"/conversations/{sender}/tracker?include_events=ALL") as answer:
        events: list[dict[str, Any]] = (await answer.json())["events"]
    # The beginning of a session in between would hide all that was before it.
    first_user = next(place for place, event in enumerate(events) if event["event"] == "user")
    return events[first_user:]
