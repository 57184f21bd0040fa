"""What the customer is told where a rule says nothing else, and what is wanted done; by action."""

from typing import Any

from diversion.rules import TO_PEOPLE, LiveRule
from hub.messages import Command, Link, RequestPerson
from hub.ports.diversion import Way

Told = dict[str, str]

_STAY = "您可以先在这里说明情况，同事接入后会看到。急事请拨打客服热线 {hotline}。"
_STAY_EN = "You can tell us more meanwhile: they will read it. If it is urgent, call our hotline {hotline}."
_HASTE = "急事请拨打客服热线 {hotline}。"
_HASTE_EN = "If it is urgent, call our hotline {hotline}."

WORDS: dict[str, Told] = {
    "person": {
        "zh": f"已为您优先转接人工客服，请稍候。{_STAY}",
        "en": f"One of our staff will take over; please stay here. {_STAY_EN}",
    },
    "queue": {
        "zh": f"已为您转接专门的同事，请稍候。{_STAY}",
        "en": f"A specialist will take over; please stay here. {_STAY_EN}",
    },
    "video": {
        "zh": f"这件事适合视频办理。{_HASTE}",
        "en": f"This is best done by video. {_HASTE_EN}",
    },
    "callback": {
        "zh": f"已登记回电。请留下您方便接听的时间，同事会按您在银行预留的手机号联系您。{_HASTE}",
        "en": "We have noted that you want to be called. Please tell us when it suits you: we call the "
        f"number that the bank has of you. {_HASTE_EN}",
    },
    "leave_message": {
        "zh": f"现在没有同事能马上接待。请把问题写在这里，我们上班后答复您。{_HASTE}",
        "en": "None of our staff can help right now. Please leave your message here, and we will answer "
        f"it. {_HASTE_EN}",
    },
}

AWAITED: Told = {
    "zh": f"您的话已经转给人工客服，同事接入后会看到。{_HASTE}想继续问机器人，请说“不用人工了”。",
    "en": f"Our staff will read this when they take over. {_HASTE_EN} To go on with the assistant, "
    "say “cancel the agent”.",
}

WANTS = {"callback": "回电", "leave_message": "留言", "video": "视频"}


def way_of(live: LiveRule, *, language: str, hotline: str, awaited: bool, note: dict[str, Any]) -> Way:
    """Where a rule leads; `awaited`: a person was asked for already, and has not come yet."""
    action = live.rule.action
    name = f"diversion.{action.kind}"
    if action.kind == "bot":
        return Way(name, note=note)
    to_people = action.kind in TO_PEOPLE
    own = action.words_en if language == "en" and action.words_en else action.words
    usual = AWAITED if to_people and awaited else WORDS.get(action.kind, {})
    words = usual[language] if (to_people and awaited) or not own else own
    return Way(
        name,
        by_house=True,
        words=words.replace("{hotline}", hotline),
        link=Link(title=action.link_title, url=action.link_url) if action.link_url else None,
        offers_person=not to_people,
        instead=not to_people,
        commands=_commands(live, awaited=awaited),
        note=note,
    )


def _commands(live: LiveRule, *, awaited: bool) -> tuple[Command, ...]:
    """Who waits already is asked for no second time by video: they may have been led to a chat meanwhile."""
    action = live.rule.action
    by_video = action.kind == "video" and not awaited
    if action.kind == "self_service":
        return ()
    wants = WANTS.get(action.kind)
    return (
        RequestPerson(
            reason=f"分流：{live.rule.name}",
            facts={"wants": wants} if wants else {},
            queue=action.queue,
            leaves_message=action.kind == "leave_message",
            medium="video" if by_video else "chat",
            tells=by_video,
        ),
    )
