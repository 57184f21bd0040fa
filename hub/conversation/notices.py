"""What the house says for itself to customers: in Chinese, and in English to who writes English."""

import re

from hub.conversation.turn import Turn
from hub.engine.contract import OfferedChoices, OfferedOption, Pick
from hub.messages import Choice, Notice, NoticeCode, Text

SECRET_REMOVED = Notice(
    code=NoticeCode.SECRET_REMOVED,
    text="为了您的资金安全，请不要在聊天中发送密码、验证码或完整卡号。刚才的敏感内容已被隐去，没有保存。",
)

_HAN = re.compile("[\u3400-\u9fff]")
_ENGLISH = re.compile(r"[a-z]{2,}[^a-z]+[a-z]+", re.I)
"""Two words at least: OK or an abbreviation is no English."""


def late(turn: Turn, hotline: str) -> Notice:
    """Said once when an answer takes long."""
    if _in_english(turn):
        text = (
            "This takes a little longer. You can keep waiting, talk to a person, "
            f"or call our hotline {hotline}."
        )
    else:
        text = (
            f"这个问题需要多一点时间。您可以继续等待，也可以选择人工服务；着急的话请致电客服热线 {hotline}。"
        )
    return Notice(code=NoticeCode.LATE, text=text)


def failed(turn: Turn, hotline: str) -> Notice:
    """Said when there will be no answer."""
    if _in_english(turn):
        text = (
            "We are sorry that we could not answer this in time. It is noted, and my colleagues will see it. "
            f"You can ask in other words, talk to a person, or call our hotline {hotline}."
        )
    else:
        text = (
            "很抱歉，这个问题没能及时答复您。您的问题已经记录下来，同事会看到。"
            f"您可以换个说法再问，也可以选择人工服务，或致电客服热线 {hotline}。"
        )
    return Notice(code=NoticeCode.FAILED, text=text)


def person_requested(turn: Turn, hotline: str) -> Notice:
    """Said when a person was asked for while the bot could not answer; promises nothing it cannot keep."""
    if _in_english(turn):
        text = (
            "Your wish to talk to a person is noted, and my colleagues will see it. We cannot say yet when "
            f"somebody will join; if it is urgent, please call our hotline {hotline}."
        )
    else:
        text = (
            "您的人工服务请求已经记录，同事会看到。目前无法确定何时有人接入；"
            f"如果事情紧急，请致电客服热线 {hotline}。"
        )
    return Notice(code=NoticeCode.PERSON_REQUESTED, text=text)


def offer_person(turn: Turn) -> OfferedChoices:
    """The offer of a person, below a notice."""
    prompt, label = (
        ("Would you like to talk to a person?", "Talk to a person")
        if _in_english(turn)
        else ("需要人工服务吗？", "转人工")
    )
    return OfferedChoices(
        prompt=prompt, options=[OfferedOption(label=label, pick=Pick(intent="request_person"))]
    )


def _in_english(turn: Turn) -> bool:
    """Whether the words of the turn are English; where they show nothing, what the house knows of it."""
    segments = [segment for message in turn.messages for segment in message.segments]
    words = " ".join(each.text for each in segments if isinstance(each, Text))
    words += " ".join(each.label for each in segments if isinstance(each, Choice))
    if _HAN.search(words):
        return False
    return bool(_ENGLISH.search(words)) or (turn.facts.language or "").lower().startswith("en")
