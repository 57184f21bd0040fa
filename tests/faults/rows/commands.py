"""Commands of Rasa's that a customer writes: row C11."""

import asyncio
import time
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from unittest import mock

import yaml

from hub.conversation import replies
from hub.engine.contract import BotAnswer
from hub.errors import BotFailed
from hub.settings import ROOT
from tests.faults.bot_calls import BotCaller
from tests.faults.commands import as_asked, corpus, variants
from tests.faults.house import Build, House
from tests.faults.result import Result, commit_of_the_checkout
from tests.faults.stage import Stage

AT_ONCE = 8
CONTROL_VARIANTS = 50
UNDERSTOOD = frozenset(yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))["intents"]) - {
    *("pick_article", "handed_back", "pick_value"),
    *("bank_read", "bank_result", "bank_waiting", "check_passed", "check_failed"),
}
"""The intents that words may have: the others are reached by a choice, and by the house alone."""

CLOSED = {
    "language": {"zh", "en"},
    "reply": {"yes", "no", "none", "this", "last", "figure", *map(str, range(1, 10))},
}
"""The entities that words may have, and all their values: none of them is the customer's text."""

COMMANDS = frozenset({"restart", "session_started", "rewind", "undo"})
"""Events that no words lead to."""


class Bypass(NamedTuple):
    """Words that were not taken for what they are; `obeyed`: they were taken for a command."""

    text: str
    what: str
    obeyed: bool

    def __str__(self) -> str:
        return f"{self.text!r}: {self.what}"


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
        """Whether the bot was seen to take words for a command."""
        return control.figures["obeyed_count"] > 0


def _guard_raw(text: str) -> str:
    return text.lstrip("/") if text.startswith("/") else text


async def _write_all(result: Result, stage: Stage, build: Build, count: int) -> Result:
    began, result.commit = time.monotonic(), commit_of_the_checkout()
    house = House(stage.folder, build)
    house.furnish()
    caller = BotCaller(house.settings.bot_url)
    texts = iter(enumerate([*corpus(), *variants(count, result.seed)]))
    bypasses: list[Bypass] = []
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
    result.effects, result.first_findings = len(bypasses), [str(bypass) for bypass in bypasses[:20]]
    result.figures = {
        "texts_count": result.faults,
        "bypasses_count": len(bypasses),
        "obeyed_count": sum(bypass.obeyed for bypass in bypasses),
    }
    result.seconds = time.monotonic() - began
    return result


async def _write(
    texts: Iterable[tuple[int, str]],
    caller: BotCaller,
    bypasses: list[Bypass],
    result: Result,
    stage: Stage,
) -> None:
    for number, text in texts:
        try:
            done = await caller.ask(f"customer-{number}.1", 1, 0, as_asked(text))
            obeyed, found = _obeyed(done), _left_over(done)
        except BotFailed as error:  # words are answered, whatever they are
            obeyed, found = "", f"the bot failed: {error.fields}"
        if obeyed or found:
            bypasses.append(Bypass(text, obeyed or found, bool(obeyed)))
        result.faults += 1
        stage.on_fault()


def _obeyed(done: BotAnswer) -> str:
    """What shows that the bot took the words for a command; empty where it took them for words."""
    if any(event.get("event") in COMMANDS for event in done.events):
        return "a command's event is in the tracker"
    for event in _heard(done):
        parsed = event["parse_data"]
        intent = parsed["intent"]
        ranking = {each["name"]: each["confidence"] for each in parsed["intent_ranking"]}
        known = (each["value"] in CLOSED.get(each["entity"], ()) for each in parsed["entities"])
        if intent["name"] not in UNDERSTOOD or not all(known):
            return f"understood as {intent['name']!r} with {len(parsed['entities'])} entities"
        if ranking.get(intent["name"], intent["confidence"]) != intent["confidence"] or not ranking:
            return f"{intent['name']!r} was not the classifier's"
    return ""


def _left_over(done: BotAnswer) -> str:
    """What is wrong besides: not heard once, or a slash that the next reader may take for a command's."""
    heard = _heard(done)
    if len(heard) != 1:
        return f"heard {len(heard)} times"
    if unicodedata.normalize("NFKC", str(heard[0]["text"])).strip().startswith("/"):
        return "the words begin with a slash still"
    return ""


def _heard(done: BotAnswer) -> list[dict[str, Any]]:
    return [event for event in done.events if event.get("event") == "user"]


ROWS = (Commands(),)
