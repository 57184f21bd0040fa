"""Sends what a message takes, and says what an answer of Weixin's API means for it."""

from collections.abc import Awaitable, Callable, Sequence

from connectors.kit.http import NotSent, Unknown
from connectors.kit.weixin.api import Outcome as Said
from connectors.kit.weixin.api import ProviderBusy, ProviderRefused
from connectors.kit.weixin.errors import ErrorMeaning
from connectors.kit.weixin.sends import WeixinSend
from hub.errors import Unavailable
from hub.ports import Delivery, Parts, SendOutcome

RATE_PAUSE_S = 60.0
SETTING_PAUSE_S = 300.0
"""So long until an account that is not set up right is tried again: nothing is lost while it is mended."""

BAD_MEDIA = 40007
"""The provider has forgotten, or never knew, a media id."""


Try = Callable[[int, WeixinSend], Awaitable[Delivery | str | None]]
"""Hands in one send, numbered from 1: the provider's id of it, if it has one, or why it did not go."""


async def send_each(sends: Sequence[WeixinSend], parts: Parts, attempt: Try, held: Delivery) -> Delivery:
    """Hands in what the provider does not have yet; `held`: where there is no right to the next."""
    for number, send in list(enumerate(sends, start=1))[parts.accepted :]:
        tried = await attempt(number, send)
        if isinstance(tried, Delivery):
            return tried
        if not await parts.accept(tried or None, more=number < len(sends)):
            return held
    return Delivery(SendOutcome.SENT)


def to_delivery(said: Said) -> Delivery:
    """What an answer other than a yes means for the message.

    An answer that never came is a reason to try again: a customer who gets something twice is better off
    than one who gets nothing.
    """
    match said:
        case ProviderBusy(status=status, retry_after_s=seconds):
            return Delivery(SendOutcome.RETRY, retry_after_s=seconds, code=f"http_{status}")
        case NotSent():
            return Delivery(SendOutcome.RETRY, code="not_reached")
        case Unknown():
            return Delivery(SendOutcome.RETRY, code="no_answer")
        case ProviderRefused(code=number, meaning=meaning):
            # An id that the provider has forgotten was forgotten here as well: the picture goes up again.
            return _refused(ErrorMeaning.BUSY if number == BAD_MEDIA else meaning, f"weixin_{number}")
    return Delivery(SendOutcome.RETRY, code="no_answer")


def _refused(meaning: ErrorMeaning, code: str) -> Delivery:
    match meaning:
        case ErrorMeaning.BUSY | ErrorMeaning.TOKEN:
            return Delivery(SendOutcome.RETRY, code=code)
        case ErrorMeaning.RATE:
            return Delivery(SendOutcome.RETRY, retry_after_s=RATE_PAUSE_S, code=code)
        case ErrorMeaning.SETTING:
            return Delivery(SendOutcome.RETRY, retry_after_s=SETTING_PAUSE_S, code=code)
        case ErrorMeaning.CLOSED | ErrorMeaning.SPENT:
            return Delivery(SendOutcome.HELD, code=code)
        case _:
            return Delivery(SendOutcome.REJECTED, code=code)


def without_token(error: Unavailable) -> Delivery:
    """What it means that there is no token to be had."""
    seconds = error.fields.get("retry_after_s")
    when = float(seconds) if isinstance(seconds, int | float) else None
    return Delivery(SendOutcome.RETRY, retry_after_s=when, code="no_token")
