"""The same turn posted to the bot twice: row C4."""

import json
import signal
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

import aiohttp

from hub.engine.contract import TextInput
from tests.faults.bank_load import BankLoad
from tests.faults.bot_calls import BotCaller
from tests.faults.child import EXIT_WITHIN_S
from tests.faults.house import Build, House
from tests.faults.load import Kind
from tests.faults.result import Result, commit_of_the_checkout
from tests.faults.stage import Stage

TURNS = 8
"""In each conversation: as many as the bot keeps."""

CONTROL_TURNS = 4

Post = Callable[[str, int, str], Awaitable[None]]
"""Sends one turn of a conversation to the bot, once."""


class Retries:
    """Every turn is posted twice, as by a hub that did not get the answer; then the trackers are read."""

    name = "C4"
    what = "the same turn posted to the bot twice"
    control = "Rasa's own `rest` channel before the same model"
    faults: Mapping[str, int] = {"sqlite": 1000}

    async def run(self, stage: Stage, faults: int, seed: int) -> Result:
        """Through the bot's own channel, with the real actions."""
        house = _house(stage, "watched")
        caller = BotCaller(house.settings.bot_url)

        async def post(conversation: str, turn: int, text: str) -> None:
            await caller.ask(conversation, turn, turn - 1, TextInput(text=text))

        try:
            return await _posted_twice(Result("C4", seed, "none"), house, post, stage, faults)
        finally:
            await caller.close()

    async def run_control(self, stage: Stage, seed: int) -> Result:
        """Through Rasa's channel; what is said there needs no actions."""
        house = _house(stage, "stock_rest")
        url = f"{house.settings.bot_url}/webhooks/rest/webhook"
        async with aiohttp.ClientSession() as http:

            async def post(conversation: str, _turn: int, text: str) -> None:
                async with http.post(url, json={"sender": conversation, "message": text}) as answer:
                    assert answer.status == 200, await answer.text()

            result = Result("C4 stock rest", seed, "none")
            return await _posted_twice(result, house, post, stage, CONTROL_TURNS, talk_alone=True)

    def caught(self, control: Result) -> bool:
        """Whether the trackers hold what was posted twice twice."""
        return control.duplicated > 0


def _house(stage: Stage, program: str) -> House:
    module = f"tests.faults.in_bot.{program}"
    return House(stage.folder, Build(bot=("-m", module, str(_heard_file(stage.folder)))))


def _heard_file(folder: Path) -> Path:
    return folder / "heard.json"


async def _posted_twice(
    result: Result, house: House, post: Post, stage: Stage, turns: int, *, talk_alone: bool = False
) -> Result:
    began, result.commit = time.monotonic(), commit_of_the_checkout()
    house.furnish()
    said: dict[str, list[str]] = {}
    try:
        for name in ("bot",) if talk_alone else ("bot", "actions"):
            await house.start(name)
            await house.ready(name)
        for number in range(turns):
            conversation = f"customer-{number // TURNS}.1"
            kind = Kind.TALK if talk_alone else None
            text = BankLoad(person=0.0).question(result.seed, 0, number, kind).text
            said.setdefault(conversation, []).append(text)
            for _ in range(2):
                await post(conversation, len(said[conversation]), text)
            result.faults += 1
            stage.on_fault()
        house.bot.signal(signal.SIGTERM)
        await house.bot.ended(EXIT_WITHIN_S)
    finally:
        await house.stop()
    heard: dict[str, list[str]] = json.loads(_heard_file(stage.folder).read_text("utf-8"))
    for conversation, texts in said.items():
        judge(result, texts, heard.get(conversation, []))
    result.accepted, result.seconds = turns, time.monotonic() - began
    result.figures = {
        "posts_count": 2 * turns,
        "user_events_in_trackers_count": sum(len(texts) for texts in heard.values()),
    }
    return result


def judge(result: Result, said: list[str], heard: list[str]) -> None:
    """Compares what was posted in one conversation with what its tracker holds; words may come again."""
    lost, twice = Counter(said) - Counter(heard), Counter(heard) - Counter(said)
    result.lost += lost.total()
    result.duplicated += twice.total()
    result.order_breaks += heard != said and not lost and not twice


ROWS = (Retries(),)
