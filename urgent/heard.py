"""Hears what is urgent in the messages of a turn: in each by itself, and in the pieces of one together."""

from collections.abc import Sequence
from typing import NamedTuple

from hub.conversation.standing import MessageStanding, standing
from hub.messages import Message, plain_text
from urgent.normal import normalise
from urgent.recognise import KINDS, kinds_in
from urgent.rules import rules


class HeardAlarm(NamedTuple):
    """The most urgent kind in a turn.

    `calm`: only the way to report a loss was asked for. `up_to`: the last message that it reaches to.
    `left`: something else was asked before it.
    """

    kind: str
    calm: bool
    text: str
    up_to: int
    left: bool


def hear(said: Sequence[Message], *, alarmed: bool = False) -> HeardAlarm | None:
    """What is urgent in the messages of a turn; None where nothing is. `alarmed`: something was before."""
    texts = [plain_text(message.segments) for message in said]
    found = [kinds_in(text, by_rules_alone=alarmed) for text in texts]
    if not any(found):
        # The pieces of one thing: "我的卡", "丢了".
        joined = ("".join(texts), "，".join(texts)) if len(texts) > 1 else ()
        together = next(filter(None, (kinds_in(each, by_rules_alone=alarmed) for each in joined)), ())
        if not together:
            return None
        text = "，".join(texts)
        return HeardAlarm(together[0], _is_calm(together[0], text), text, said[-1].seq, left=False)
    alarms = [place for place, kinds in enumerate(found) if kinds]
    kind = min((each for kinds in found for each in kinds), key=KINDS.index)
    last = alarms[-1]
    while last + 1 < len(said) and standing(said[last + 1]) is MessageStanding.PIECE:
        last += 1
    others = [place for place in range(alarms[-1]) if not found[place] and _is_whole(said[place])]
    text = "，".join(texts[place] for place in range(last + 1) if place not in others)
    return HeardAlarm(kind, _is_calm(kind, text), text, said[last].seq, left=bool(others))


def of_another(text: str) -> bool:
    """Whether somebody else's life is in danger, and not that of who writes."""
    return rules().heard["others"].search(text) is not None


def _is_whole(message: Message) -> bool:
    return standing(message) is MessageStanding.WHOLE


def _is_calm(kind: str, text: str) -> bool:
    """Whether the way to report a loss is asked for, and nothing says that it burns."""
    plain = normalise(text)
    asked = kind in ("card_lost", "phone_lost") and rules().heard["way_asked"].search(plain) is not None
    return asked and rules().heard["burns"].search(plain) is None
