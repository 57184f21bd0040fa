"""What an urgent customer is told of the person they wait for: the truth, once, with what to do meanwhile."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from handoff.routing.capacity import CHAT
from handoff.setup import FIVE_CHATS_OR_A_VIDEO
from handoff.store import agents

COST = {str(name): each.cost for name, each in FIVE_CHATS_OR_A_VIDEO.items()}[CHAT]


class Staffed(StrEnum):
    """Who is here: somebody with room, only people who have their hands full, or nobody."""

    FREE = "free"
    BUSY = "busy"
    NOBODY = "nobody"


def staffed(heard: Sequence[Any], costs: Mapping[str, int] | None = None) -> Staffed:
    """How it is, from the rows of the agents whose desks were heard lately.

    `costs`: what one more piece of work takes of an agent; a chat's usual cost of who is not named.
    """
    taken = costs or {}
    here = [each for each in heard if each.status != agents.OFFLINE]
    if any(
        each.status == "available" and each.used + taken.get(each.account_id, COST) <= each.room
        for each in here
    ):
        return Staffed.FREE
    return Staffed.BUSY if here else Staffed.NOBODY


FIRST = {
    "zh": {
        Staffed.FREE: "正在为您加急接通人工客服，您说的情况已一并转达。接通前请先按上面的做，不要等。",
        Staffed.BUSY: "已为您加急转人工，并附上您说的情况。客服现在都在忙，有空会优先接待您；"
        "请先按上面的做，不要等。",
        Staffed.NOBODY: "现在没有人工客服在线，请不要等待，直接拨打 24 小时客服热线 {hotline}。"
        "您的情况已加急登记，同事上线后会优先联系您。",
    },
    "en": {
        Staffed.FREE: "We are getting you a person urgently, with what you told us. "
        "Until then please do the above; do not wait.",
        Staffed.BUSY: "A person has been asked for urgently, with what you told us. Our staff are all busy "
        "and will see you before others; please do the above now, do not wait.",
        Staffed.NOBODY: "None of our staff is online right now. Please do not wait: call our 24-hour hotline "
        "{hotline}. Your case is noted as urgent and comes first when they are back.",
    },
}
AGAIN = {
    "zh": {
        Staffed.FREE: "正在为您加急接通人工客服，请稍候。",
        Staffed.BUSY: "您已经在加急等候，客服有空会优先接待您；具体时间现在说不准，请不要等，先按上面的做。",
        Staffed.NOBODY: "您的情况已加急登记，但现在仍没有人工客服在线，请直接拨打 24 小时热线 {hotline}。",
    },
    "en": {
        Staffed.FREE: "We are getting you a person urgently, please hold on.",
        Staffed.BUSY: "You are waiting as urgent already and come before others; we cannot say when. "
        "Please do not wait: do the above.",
        Staffed.NOBODY: "Your case is noted as urgent, but still none of our staff is online. "
        "Please call our 24-hour hotline {hotline}.",
    },
}
LIFE = {
    "zh": {
        Staffed.FREE: "我正在请同事马上来和您说话，请别离开；也可以拨打我们的热线 {hotline}。",
        Staffed.BUSY: "我已经加急请同事来和您说话；等待的时候，也可以拨打我们的热线 {hotline}。",
        Staffed.NOBODY: "我已加急请同事联系您，但现在没有人在线，请不要等：马上拨打 12356、120 或 110，"
        "也可以拨打 24 小时热线 {hotline}。",
    },
    "en": {
        Staffed.FREE: "I am asking a colleague to talk to you right now, please stay; "
        "you can also call us on {hotline}.",
        Staffed.BUSY: "I have urgently asked a colleague to talk to you; meanwhile you can also call us on "
        "{hotline}.",
        Staffed.NOBODY: "I have urgently asked a colleague to contact you, but none of our staff is online "
        "right now. Please do not wait: call 12356, 120 or 110 now, or our 24-hour hotline {hotline}.",
    },
}


def words_of_coming(staffing: Staffed, language: str, *, life: bool, again: bool, hotline: str) -> str:
    """The sentence. `again`: they wait already; `life`: somebody may be in danger, so no word of queues."""
    texts = LIFE if life else AGAIN if again else FIRST
    return texts[language][staffing].format(hotline=hotline)
