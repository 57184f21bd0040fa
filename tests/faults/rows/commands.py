"""Commands of Rasa's that a customer writes: row C11."""

import asyncio
import time
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any
from unittest import mock

from hub.conversation import replies
from hub.engine.contract import Done
from hub.errors import BotFailed
from tests.faults.bot_calls import BotCaller
from tests.faults.commands import as_asked, corpus, variants
from tests.faults.house import Build, House
from tests.faults.result import Result, commit_of_the_checkout
from tests.faults.stage import Stage

AT_ONCE = 8
CONTROL_VARIANTS = 50
UNDERSTOOD = frozenset(
    ["greet", "thanks", "goodbye", "bot_challenge", "insult", "ask", "request_person", "complain"]
)
"""The intents that words may have: `pick_article` is none of them."""

COMMANDS = frozenset({"restart", "session_started", "rewind", "undo"})
"""Events that no words lead to."""


class Commands:
    """The corpus and made variants, by the web chat's way to the real bot; `bypasses` must be 0."""

    name = "C11"
    what = "a command of Rasa's in a customer's words"
    control = "hub and bot look for a slash at the front of the raw text alone"
    faults: Mapping[str, int] = {"sqlite": 10_000}

    async def run(self, stage: Stage, faults: int, seed: int) -> Result:
        """Through the true guards."""
        return await _write_all(Result(self.name, seed, "none"), stage, Build(), faults)

    async def run_control(self, stage: Stage, seed: int) -> Result:
        """Through guards that look at the raw text, to a bot that has Rasa's reader."""
        module = "tests.faults.broken.bot_guards_raw_text"
        result = Result("C11 broken", seed, "none")
        with mock.patch.object(replies, "guard_text", _guard_raw):
            return await _write_all(result, stage, Build(bot=("-m", module)), CONTROL_VARIANTS)

    def caught(self, control: Result) -> bool:
        """Whether a command was seen to come through."""
        return control.figures["bypasses_count"] > 0


def _guard_raw(text: str) -> str:
    return text.lstrip("/") if text.startswith("/") else text


async def _write_all(result: Result, stage: Stage, build: Build, count: int) -> Result:
    began, result.commit = time.monotonic(), commit_of_the_checkout()
    house = House(stage.folder, build)
    house.furnish()
    caller = BotCaller(house.settings.bot_url)
    texts = iter(enumerate([*corpus(), *variants(count, result.seed)]))
    bypasses: list[str] = []
    try:
        for name in ("bot", "actions"):
            await house.start(name)
            await house.ready(name)
        async with asyncio.TaskGroup() as group:
            for _ in range(AT_ONCE):
                group.create_task(_write(texts, caller, bypasses, result, stage))
    finally:
        await caller.close()
        await house.stop()
    result.accepted = result.faults
    result.effects, result.first_findings = len(bypasses), bypasses[:20]
    result.figures = {"texts_count": result.faults, "bypasses_count": len(bypasses)}
    result.seconds = time.monotonic() - began
    return result


async def _write(
    texts: Iterable[tuple[int, str]], caller: BotCaller, bypasses: list[str], result: Result, stage: Stage
) -> None:
    for number, text in texts:
        try:
            found = _bypass(await caller.ask(f"customer-{number}.1", 1, 0, as_asked(text)))
        except BotFailed as error:  # words are answered, whatever they are
            found = f"the bot failed: {error.fields}"
        if found:
            bypasses.append(f"{text!r}: {found}")
        result.faults += 1
        stage.on_fault()


def _bypass(done: Done) -> str:
    """What shows that the bot took the words for a command; empty where it took them for words."""
    heard = [event for event in done.events if event.get("event") == "user"]
    if len(heard) != 1:
        return f"heard {len(heard)} times"
    parsed: dict[str, Any] = heard[0]["parse_data"]
    intent, ranking = (
        parsed["intent"],
        {each["name"]: each["confidence"] for each in parsed["intent_ranking"]},
    )
    if intent["name"] not in UNDERSTOOD or parsed["entities"]:
        return f"understood as {intent['name']!r} with {len(parsed['entities'])} entities"
    if ranking.get(intent["name"], intent["confidence"]) != intent["confidence"] or not ranking:
        return f"{intent['name']!r} was not the classifier's"
    if any(event.get("event") in COMMANDS for event in done.events):
        return "a command's event is in the tracker"
    if unicodedata.normalize("NFKC", str(heard[0]["text"])).strip().startswith("/"):
        return "the words begin with a slash still"
    return ""


ROWS = (Commands(),)
