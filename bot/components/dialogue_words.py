"""Recognises what is said inside a dialogue: a value alone (`inform`), or that it should stop (`cancel`).

A request starts a dialogue (我想预约明天去徐汇支行); a question about the same (怎么预约) asks the
knowledge base.
"""

import re
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.components.business_entities import find_entities
from bot.components.entities.dates import DATE
from bot.components.normalise import simplify

INFORM = "inform"
CANCEL = "cancel"
TOPICS = frozenset({"product", "currency"})
"""Entities that say what a message is about: alone they are a question (房贷), not an answer."""

LONGEST = 60
_BEHIND = ("day-", "week-")
"""How relative dates begin that are over (`bot/components/entities/dates.py`)."""

_NOISE = re.compile(r"[\s，,。.！!~～、…:：;；'’]+")
_AROUND_VALUE = re.compile(
    r"(?:不对|不是|错了|说错了|等等|等一下|哦|噢|嗯|那|就|还是|应该|应当|我|想|要|改|换成|换到|成|到|为"
    r"|是|的|吧|呢|啊|呀|哈|了|在|去|和"
    r"|约|给|这个|那个|大概|大约|左右|可以|行|好|号码|电话|手机号?|联系|网点|时间|日期|金额|请|麻烦|谢谢您?|您|你|也"
    r"|no|not|sorry|actually|make it|change|to|it|is|at|on|in|the|my|phone|number|please|i|mean|and|for"
    r"|let's|say)+",
    re.I,
)
_CANCEL = re.compile(
    r"(?:那|我|请|帮我|先|还是|就|算了|唉|哦)*"
    r"(?:取消|不约|不办|不预约|不弄|不搞|不转|不申请|不贷|停止|退出|终止|结束|放弃"
    r"|不想(?:办|约|预约|弄|要|贷|转|申请)|不要(?:办|约|弄)|先不(?:办|约|弄))"
    r"(?:了|这个|预约|办理|申请|操作|一下|掉|吧|啊|谢谢|您)*"
)
_CANCEL_ENGLISH = re.compile(
    r"(?:please |no |ok )*(?:cancel|stop|quit|forget|abort|nevermind|never mind)(?: it| this| that| please)*",
    re.I,
)
_ASKS = re.compile(
    r"怎么|怎样|如何|咋|吗|嘛|什么|啥|哪|多少|几|能不能|可不可以|可否|是否|要不要|用不用|需不需|为何|为什么|[?？]"
    r"|\b(?:how|what|where|when|which|why|who|do i|is there|are there)\b",
    re.I,
)


def only_tells_values(text: str) -> bool:
    """Whether a text has nothing in it but entities and the words that people put round them."""
    plain = simplify(text).strip()
    found = find_entities(plain)
    if all(each.entity in TOPICS for each in found) or len(plain) > LONGEST or "?" in plain:
        return False
    rest, last = "", 0
    for each in found:
        rest, last = rest + plain[last : max(last, each.start)] + " ", max(last, each.end)
    left = _NOISE.sub(" ", rest + plain[last:])
    return not _NOISE.sub("", _AROUND_VALUE.sub("", left))


def wants_to_stop(text: str) -> bool:
    """Whether a text says that what is under way should end."""
    plain = simplify(text).strip()
    if len(plain) > LONGEST // 2:
        return False
    return bool(
        _CANCEL.fullmatch(_NOISE.sub("", plain)) or _CANCEL_ENGLISH.fullmatch(_NOISE.sub(" ", plain).strip())
    )


def is_question(text: str) -> bool:
    """Whether a text asks something, so that it starts no dialogue."""
    return bool(_ASKS.search(simplify(text)))


def lies_behind(text: str) -> bool:
    """Whether all days that a text tells are over: it tells what happened (上周三下午的事)."""
    days = [each.value for each in find_entities(simplify(text)) if each.entity == DATE]
    return bool(days) and all(day.startswith(_BEHIND) for day in days)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class DialogueWords(GraphComponent):
    """Sets the intents `inform` and `cancel`; keeps questions and what happened from starting a dialogue.

    Settings: `default_intent`; `dialogues`, the intents that start one; `general`, intents that none of this
    changes (我要投诉, a person asked for, 不用了).
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The settings where config.yml names none."""
        return {"default_intent": "ask", "dialogues": [], "general": []}

    def __init__(self, config: dict[str, Any]) -> None:
        """Nothing is learnt."""
        self._default = config["default_intent"]
        self._dialogues = frozenset(config["dialogues"])
        self._general = frozenset(config["general"])

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "DialogueWords":
        """Called by Rasa in training and when a model is loaded."""
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        """Changes the intent of the messages that it knows."""
        for message in messages:
            heard = (message.get(INTENT) or {}).get("name")
            name = self._intent(message.get(TEXT) or "", heard)
            if name:
                message.set(INTENT, {"name": name, "confidence": 1.0}, add_to_output=True)
        return messages

    def _intent(self, text: str, heard: str | None) -> str | None:
        if heard in self._general:
            return None
        if wants_to_stop(text):
            return CANCEL
        if only_tells_values(text):
            return INFORM
        begins_none = is_question(text) or lies_behind(text)
        return self._default if heard in self._dialogues and begins_none else None
