"""Recognises what a customer says to a question of the bot (好的, 不用, 第二个), and bare figures.

These are a closed set of words: a list knows them all, and what they mean depends on what was asked, which
the action knows (`actions/take_reply.py`). Whatever is longer is left to the classifier.
"""

import re
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.components.normalise import simplify
from bot.components.wished_person import wishes_person_outright

REPLY = "reply"
"""The entity: `yes`, `no`, `none` (of what was offered), `this`, `last`, a place from 1 to 9, or `figure` for
a number, an amount, a time or a date alone."""

FIGURE = "figure"

LONGEST = 24
"""Characters; a reply is short."""

_NUMERALS = {numeral: str(place) for place, numeral in enumerate("一二三四五六七八九", start=1)} | {"两": "2"}
_ORDINALS = {"first": "1", "second": "2", "third": "3", "fourth": "4", "last": "last"}

_NOISE = re.compile(r"[\s，,。.！!~～、…?？]+")
_PARTICLE = "[啊呀哦噢吧的呢哈嘛啦了哟喔]*"
_THANKS = "(?:谢谢|多谢|感谢|谢|麻烦|辛苦)(?:您|你|了|啦|哈)*"
_YES = (
    "是|是的|对|对的|没错|好|好的|好嘞|嗯+|恩|要|要的|需要|可以|行|中|成|没问题|同意|确定|确认|当然"
    "|(?:那就|那|请|帮我|给我|麻烦)*(?:转|接)(?:一下|过去|吧)*"
)
_NO = (
    "不|不用|不要|不必|不需要|不了|不行|不可以|算了|先不用|暂时不用|暂时不要|先不要|先不了|不转|不用转|不要转|没必要"
    "|(?:不用|不要|不需要|不想)(?:转)?人工"
)
_NONE = (
    "(?:以上|上面|这些|这几个|这几条)*(?:都|全|一个都|一个也|哪个都|哪个也)(?:不是|不对|没有|不符合|不要)"
    "|不是|不对|不是的|(?:以上|上面)?没有我(?:要|想)(?:问|找)的|没有一个是"
)
_PLACE = "[1-9一二三四五六七八九两]"
_I_MEAN = "(?:我)?(?:要|选|想问|问的是|说的是|是|就)*"
_ONE = "(?:的)?(?:那|这)?(?:一)?(?:个|条|项)"
_CHOICE = f"{_I_MEAN}(?:第)?({_PLACE})(?:个|条|项|种|号|样|款|点)?"
_UPPER = f"{_I_MEAN}(?:最)?(?:上面|前面|上边|头)(?:{_ONE})?"
_LAST = f"{_I_MEAN}(?:最后|最下面|最后面|下面|下边){_ONE}"
_THIS = f"(?:对)?{_I_MEAN}(?:这|那|刚才那|刚刚那)(?:一)?(?:个|条|项)(?:就行|就好)?"

_EN_YES = (
    "y|yes|yeah|yep|yup|sure|ok|okay|of course|please do|do it|right|correct|go ahead|please"
    "|hao de|haode|hao|shi de|shide|shi|dui|keyi|ke yi|xing|yao"
)
_EN_NO = (
    "n|no|nope|not now|not yet|no need|never mind|nevermind|not necessary|don't|do not"
    "|bu yong|buyong|bu yao|buyao|bu yong le"
)
_EN_NONE = "none|none of them|none of these|none of those|neither|none of the above"
_EN_CHOICE = "(?:the |number |no |option )*([1-9]|first|second|third|fourth|last)(?: one| option)?"

_CHINESE = [
    ("none", re.compile(f"(?:{_NONE}){_PARTICLE}")),
    ("yes", re.compile(f"(?:(?:{_YES}){_PARTICLE})+(?:{_THANKS})*")),
    ("no", re.compile(f"(?:(?:{_NO}){_PARTICLE})+(?:{_THANKS})*")),
    ("1", re.compile(f"{_UPPER}{_PARTICLE}")),
    ("last", re.compile(f"{_LAST}{_PARTICLE}")),
    ("this", re.compile(f"{_THIS}{_PARTICLE}")),
]
_PLACED = re.compile(f"(?:{_CHOICE}){_PARTICLE}")
_ENGLISH = [
    ("none", re.compile(f"(?:{_EN_NONE})(?: please)?")),
    ("yes", re.compile(f"(?:{_EN_YES})(?: (?:{_EN_YES}))*(?: thanks| thank you)?")),
    ("no", re.compile(f"(?:{_EN_NO})(?: (?:{_EN_NO}))*(?: please)?(?: thanks| thank you)?")),
    ("this", re.compile("(?:yes )?(?:this|that)(?: one)?(?: please)?")),
]
_ENGLISH_PLACED = re.compile(f"(?:i want |i mean |i choose )?{_EN_CHOICE}(?: please)?")

_FAREWELL = re.compile(r"(?:拜拜|再见)?(?:88+6?|886+|3166)[啦了咯]?[\s，,。.！!~～]*")
_FIGURE = re.compile(
    r"(?:我?(?:大概|大约|差不多|约|有|就|才|是|花了|转了|扣了)*)"
    r"(?=.*[\d〇零一二两三四五六七八九十百千万亿半])"
    r"[\d〇零一二两三四五六七八九十百千万亿点半.,:/\-+%￥¥$"
    r"年月日号时分秒元块毛角钱天个周星期礼拜上下午早晚凌晨今明昨前后左右多来几的吧初小]+"
)


def reply_in(text: str) -> str | None:
    """What a text says to a question (see `REPLY`); None where it says more, or something else."""
    if len(text) > LONGEST:
        return None
    plain = simplify(text).lower()
    words = _NOISE.sub(" ", plain).strip().replace("’", "'")
    joined = words.replace(" ", "").replace("+", "") if not words.isascii() else words.lstrip("+")
    for meaning, pattern in _CHINESE + _ENGLISH:
        if pattern.fullmatch(joined):
            return meaning
    placed = _PLACED.fullmatch(joined) or _ENGLISH_PLACED.fullmatch(joined)
    return _place(placed[1]) if placed else None


def is_farewell(text: str) -> bool:
    """Whether a text is one of the figures that say goodbye (88, 886)."""
    return len(text) <= LONGEST and bool(_FAREWELL.fullmatch(simplify(text).strip()))


def is_figure(text: str) -> bool:
    """Whether a text is nothing but a number, an amount, a time or a date."""
    return len(text) <= LONGEST and bool(_FIGURE.fullmatch(_NOISE.sub("", simplify(text)) or " "))


def _place(word: str) -> str:
    return _NUMERALS.get(word) or _ORDINALS.get(word) or word


_INTENTS = {"yes": "affirm", "no": "deny"}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class ShortReplies(GraphComponent):
    """Sets the intent of replies (`affirm`, `deny`, `choose`) with the entity `reply`, and of bare figures.

    Whoever asks for a person outright, wherever in the message, gets one.

    Thanks with an assent (好的谢谢) stay thanks and have the entity beside. `default_intent` is what a figure
    gets that is no farewell.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The settings where config.yml names none."""
        return {"default_intent": "ask"}

    def __init__(self, config: dict[str, Any]) -> None:
        """Nothing is learnt."""
        self._default = config["default_intent"]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "ShortReplies":
        """Called by Rasa in training and when a model is loaded."""
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        """Changes the intent of the messages that it knows."""
        for message in messages:
            text = message.get(TEXT) or ""
            heard = (message.get(INTENT) or {}).get("name")
            reply = reply_in(text)
            value = reply or (FIGURE if is_figure(text) and not is_farewell(text) else None)
            if value:
                found = {"entity": REPLY, "value": value, "start": 0, "end": len(text)}
                message.set(ENTITIES, [*(message.get(ENTITIES) or []), found], add_to_output=True)
            name = self._intent(text, value, heard)
            if name:
                message.set(INTENT, {"name": name, "confidence": 1.0}, add_to_output=True)
        return messages

    def _intent(self, text: str, reply: str | None, heard: str | None) -> str | None:
        """The intent that the closed set knows better than the classifier; None where it knows none."""
        if is_farewell(text):
            return "goodbye"
        if reply == FIGURE:
            return self._default
        if reply:
            thanked = heard == "thanks" and _THANKED.search(text.lower())
            return None if thanked and reply == "yes" else _INTENTS.get(reply, "choose")
        return "request_person" if wishes_person_outright(text) else None


_THANKED = re.compile("谢|thank|thx|辛苦|麻烦")
