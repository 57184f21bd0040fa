"""Recognises which language a customer writes in: Chinese (spelled in Latin letters, too) or English."""

import re
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

LANGUAGE = "language"
"""The entity, and the slot that keeps it."""

LONGEST = 1000

_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_WORD = re.compile(r"[a-zA-Z]+(?:['’][a-z]+)?")
# Pinyin without tones: an initial and a final. It is wider than the syllables that exist, which does no harm.
_SYLLABLE = (
    "(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    "(?:i?ang|i?ong|eng|ing|uang|ueng|u?an|i?an|en|in|un|uai|i?ao|ai|ei|i?ou|u?o|i?a|u?a|ie|ue|ui|iu|v|e|i|u))"
)
_PINYIN = re.compile(f"{_SYLLABLE}+")
# What English cannot do without, and what of it could be pinyin, too.
_COMMON = re.compile(
    "an?|and|am|any|are|at|be|bye|can|change|close|code|do|fee|for|from|get|go|good|have|hello|help|hey|hi|how"
    "|i|in|is|it|live|long|man|me|men|my|name|need|new|no|not|of|on|one|open|or|pin|please|send|shut|so|some"
    "|stop|thank|thanks|that|the|there|this|to|use|was|we|what|when|where|which|who|why|with|yes|you|your"
)
_CLEARLY = re.compile(
    "hello|hey|hi|thanks|bye|goodbye|help|please|yes|no|human|agent|person|operator|fraud|complaint"
)
MOST_HAN_SHARE = 0.2
"""Of the letters: with more Chinese characters than this a text is Chinese, whatever else stands in it."""


def language_of(text: str) -> str | None:
    """`zh` or `en`; None where the words tell neither (a number, a smile, ATM, OK)."""
    seen = text[:LONGEST]
    han = len(_HAN.findall(seen))
    words = [word.lower().replace("’", "'") for word in _WORD.findall(seen)]
    letters = sum(map(len, words))
    if han and han > MOST_HAN_SHARE * (han + letters):
        return "zh"
    if not words:
        return None
    common = sum(_COMMON.fullmatch(word) is not None for word in words)
    if all(_PINYIN.fullmatch(word) for word in words) and common * 2 < len(words):
        return "zh" if letters > _SHORTEST_PINYIN else None
    if len(words) == 1:
        return "en" if _CLEARLY.fullmatch(words[0]) else None
    return "en"


_SHORTEST_PINYIN = 3


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class LanguageRecogniser(GraphComponent):
    """Adds the entity `language` where the words tell it; the slot of that name keeps the last one."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "LanguageRecogniser":
        """Called by Rasa in training and when a model is loaded."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the entity to the messages whose language shows."""
        for message in messages:
            text = message.get(TEXT) or ""
            language = language_of(text)
            if language:
                found = {"entity": LANGUAGE, "value": language, "start": 0, "end": len(text)}
                message.set(ENTITIES, [*(message.get(ENTITIES) or []), found], add_to_output=True)
        return messages
