"""What customers are told about their callbacks."""

from datetime import datetime

from handoff.callbacks.asking import PHONE
from handoff.callbacks.planned import PlannedCallback

_SAFE = "来电不会向您索要密码或验证码。"
_CHANGE = "要改时间，请重新说一次；不需要了，请说“取消回电”。"
_SAFE_EN = "The caller never asks for passwords or codes."
ASK_NUMBER = "请在一条消息里告诉我您的电话号码和方便的时间，例如：请回电 138 0000 0000，明天上午 10 点。"
ASK_NUMBER_EN = (
    "Please send your number and a time in one message, such as: "
    "call me back at 138 0000 0000 tomorrow at 10 am."
)
ASK_TIME = "这个时间我没有看懂，或者不在今后 30 天内。请重新说一次，例如：明天上午 10 点再联系我。"
ASK_TIME_EN = (
    "I did not understand that time, or it is not within the next 30 days. "
    "Please say it all again, such as: contact me tomorrow at 10 am."
)


def when(at: datetime) -> str:
    """A time on the bank's clocks, as customers are told it."""
    return f"{at.month} 月 {at.day} 日 {at:%H:%M}"


def agreed(planned: PlannedCallback, *, english: bool = False) -> str:
    """The answer to a customer who has named a time."""
    at, phone = planned.at, planned.by == PHONE
    if english:
        how = f"call your number ending in {planned.tail}" if phone else "write to you here"
        more = f" {_SAFE_EN}" if phone else ""
        return (
            f"Noted: one of our staff will {how} around {at:%Y-%m-%d %H:%M}.{more} "
            "To change it, send a new time; to drop it, say “cancel the callback”."
        )
    how = f"致电您尾号 {planned.tail} 的电话" if phone else "在这里联系您"
    more = _SAFE if phone else ""
    return f"已为您登记：客服将在 {when(at)} 前后{how}。{more}{_CHANGE}"


def agreed_by_agent(planned: PlannedCallback) -> str:
    """What a customer is told whose agent has agreed a time with them."""
    how = f"致电您尾号 {planned.tail} 的电话" if planned.by == PHONE else "在这里再联系您"
    more = _SAFE if planned.by == PHONE else ""
    return f"按与您的约定，客服将在 {when(planned.at)} 前后{how}。{more}不需要了，请说“取消回电”。"


def called_off(at: datetime) -> str:
    """What a customer is told whom nobody calls any more, as the bank's people have decided."""
    return f"原定 {when(at)} 前后与您的联系已取消。仍需要我们联系您的话，请再说一次方便的时间。"


def begun(planned: PlannedCallback, name: str) -> str:
    """What is said as an agent takes it up at its time."""
    if planned.by == PHONE:
        return f"客服 {name} 将按预约致电您尾号 {planned.tail} 的电话，请留意接听。{_SAFE}"
    return f"客服 {name} 按约定的时间来联系您，将继续为您服务。"
