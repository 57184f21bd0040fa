"""Texts by which a customer would reach a command of the bot, and the web chat's way from text to ask."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import uuid4

import yaml

from connectors.webchat.frames import SendFrame
from connectors.webchat.translate import to_arrival
from hub.conversation.replies import to_input
from hub.engine.contract import PickInput, TextInput
from hub.messages import Message
from hub.settings import ROOT

_SLASHES = ("/", "／", "//", "/／", "\u2044/", "/\u200b/", "\ufe00/", "/\u00a0", "\u2215", "\u29f8")
_HIDING = (
    *("", " ", "\t", "\n", "\u3000", "\u00a0", "\u2003", "\u2028", "\x1c", "\x1f", "\x00", "\x7f", "\x85"),
    *("\u200b", "\ufeff", "\u2060", "\u202e", "\u00ad", "\u3164", "\u2800", "\ufe0f", "\u034f", "\U000e0020"),
)
_NAMES = ("restart", "back", "session_start", "pick_article", "request_person", "greet", "ask", "transfer")
_TAILS = (
    *("", "{}", '{"article_id": "card-loss"}', '{"a":{"b":[1]}}', "@1.0", '@1.0{"verified":"yes"}'),
    *(";greet", "\n/restart", "@0.9"),
)


def corpus() -> list[str]:
    """The collected ones, which the other tests of the guard know too."""
    file = ROOT / "tests" / "corpora" / "commands.yml"
    texts: list[str] = yaml.safe_load(file.read_text("utf-8"))["commands"]
    return texts


def variants(count: int, seed: int) -> Iterator[str]:
    """Made ones: what hides, a slash, a name, a tail; the same for the same seed."""
    chance = random.Random(f"{seed}:commands")
    for _ in range(count):
        front = "".join(chance.choices(_HIDING, k=chance.randrange(4)))
        middle = "".join(chance.choices(_HIDING, k=chance.randrange(2)))
        yield front + chance.choice(_SLASHES) + middle + chance.choice(_NAMES) + chance.choice(_TAILS)


def as_asked(text: str) -> TextInput | PickInput:
    """What the hub would ask of the bot when a customer sends this in the web chat."""
    frame = SendFrame.model_validate(
        {"type": "send", "id": str(uuid4()), "segments": [{"type": "text", "text": text}]}
    )
    arrival = to_arrival(frame, "visitor", datetime.now(UTC), "trail")
    return to_input([Message.model_construct(segments=arrival.segments)], {})
