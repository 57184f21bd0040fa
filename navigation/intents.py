"""The intents that an utterance may be labelled with, each with an example, as the bot's data has them."""

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from hub.settings import ROOT

DATA = ROOT / "bot" / "data" / "nlu"
LABELLED_FILE = "labelled.yml"
"""What people labelled, in the form of the others; git leaves it out, as it is made of customers' words."""

_ENTITY = re.compile(r"\[([^\]]*)\]\([^)]*\)")


class ExampleIntent(NamedTuple):
    """An intent and an example of it."""

    name: str
    example: str


@cache
def intents(folder: Path = DATA) -> tuple[ExampleIntent, ...]:
    """All that have examples, but for the default; in the order of their names."""
    found: dict[str, str] = {}
    for path in sorted(folder.glob("*.yml")):
        if path.name == LABELLED_FILE:
            continue
        for block in yaml.safe_load(path.read_text("utf-8")).get("nlu", []):
            lines = str(block.get("examples", "")).splitlines()
            example = next((line.strip()[2:] for line in lines if line.strip().startswith("- ")), "")
            found.setdefault(str(block["intent"]), _ENTITY.sub(r"\1", example))
    return tuple(ExampleIntent(name, found[name]) for name in sorted(found) if name != "ask")


def is_intent(name: str) -> bool:
    """Whether there is such an intent."""
    return any(each.name == name for each in intents())
