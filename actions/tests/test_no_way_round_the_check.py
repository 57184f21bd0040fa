"""Whatever is written, picked, noted or told again: without signed facts only a check is wanted."""

import random
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.dialogues.table import BY_KIND, CHECKED
from actions.tests.errands import Errand
from actions.tests.test_disturbed import COURSES, say

CORPUS = yaml.safe_load(
    (Path(__file__).parents[2] / "tests" / "corpora" / "check_bypasses.yml").read_text("utf-8")
)
GUARDED = [kind for kind, dialogue in BY_KIND.items() if dialogue.level == CHECKED]
HEARD_AS = ("ask", "affirm", "inform", "choose", "transfer_money", "thanks")
NOTED = (
    "check_passed",
    "bank_read",
    "bank_result",
    "pick_value",
    "resume_dialogue",
    "dialogue_left",
    "check_failed",
)

ACTS = 12
"""In a row."""


def only_a_check(errand: Errand) -> None:
    """What may be wanted of the house without a check: one, or to know what was left elsewhere."""
    for command in errand.commands:
        told = command.get("reading", {}).get("about")
        assert command["type"] == "start_check" or told in ("dialogue", "cards"), command


@pytest.mark.parametrize("kind", GUARDED)
@pytest.mark.parametrize("heard_as", HEARD_AS)
async def test_no_words_get_past_it(kind: str, heard_as: str) -> None:
    for words in CORPUS["words"]:
        errand = Errand()
        await say(errand, COURSES[kind].begins)
        entities = {"reply": "yes"} if heard_as in ("affirm", "thanks") else {}
        said = await errand.say(words, heard_as, **entities)
        only_a_check(errand)
        assert not COURSES[kind].told or COURSES[kind].told not in said


@pytest.mark.parametrize("noted", NOTED)
@pytest.mark.parametrize("entities", CORPUS["entities"], ids=range(len(CORPUS["entities"])))
@pytest.mark.parametrize("kind", GUARDED)
async def test_nor_does_what_a_client_might_pick(kind: str, noted: str, entities: dict[str, Any]) -> None:
    errand = Errand()
    await say(errand, COURSES[kind].begins)
    said = await errand.note(noted, **{"reason": kind, "kind": kind} | entities)
    only_a_check(errand)
    assert not COURSES[kind].told or COURSES[kind].told not in said


def drawn(chance: random.Random) -> tuple[Any, ...]:
    """One act of somebody who tries."""
    match chance.choice(("say", "say", "note", "note", "begin", "wait", "move", "pick")):
        case "say":
            return "say", chance.choice(CORPUS["words"]), chance.choice(HEARD_AS)
        case "note":
            return "note", chance.choice(NOTED), chance.choice(CORPUS["entities"])
        case "begin":
            return "begin", chance.choice(GUARDED)
        case "wait":
            return "wait", chance.choice((60, 14_500, 90_000))
        case "move":
            return "move", chance.choice(("webchat", "wechat", "sms"))
    return "pick", chance.randrange(4)


async def do(errand: Errand, act: tuple[Any, ...]) -> None:
    """Does it, and looks at what is wanted then."""
    match act:
        case ("say", words, heard_as):
            await errand.say(words, heard_as, **({"reply": "yes"} if heard_as == "affirm" else {}))
        case ("note", noted, entities):
            wish = (errand.slots.get("dialogue") or {}).get("wish", "")
            await errand.note(noted, **{"kind": "transfer", "wish": wish} | entities)
        case ("begin", kind):
            await say(errand, COURSES[kind].begins)
        case ("wait", seconds):
            errand.now += timedelta(seconds=seconds)
        case ("move", channel):
            errand.channel = channel
        case ("pick", place) if place < len(errand.options):
            pick = errand.options[place]["pick"]
            await errand.note(pick["intent"], **pick["entities"])
    only_a_check(errand)


@pytest.mark.parametrize("seed", range(100))
async def test_nor_does_any_row_of_it(seed: int) -> None:
    chance, errand = random.Random(seed), Errand()
    for _ in range(ACTS):
        await do(errand, drawn(chance))


async def test_with_the_signed_facts_it_goes_on() -> None:
    """The corpus is no empty one: the same words, once the hub has signed the level, are a yes."""
    errand = Errand(level=2)
    await say(errand, COURSES["transfer"].begins)
    await errand.is_read()
    await errand.say("确认转账")
    assert errand.instruction["type"] == "transfer"
