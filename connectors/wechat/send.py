"""Sends customer-service messages (客服消息), and says what came of it."""

from collections.abc import Mapping

from connectors.kit.http import NotSent, Unknown
from connectors.kit.weixin.api import Busy, Refused, WeixinApi
from connectors.kit.weixin.api import Outcome as Said
from connectors.kit.weixin.errors import Meaning
from connectors.wechat.render import to_sends
from hub.errors import Unavailable, YuanqiaoError
from hub.messages import Event, EventKind, Message
from hub.ports import Address, Delivery, Outcome, Parts

SEND = "/cgi-bin/message/custom/send"
TYPING = "/cgi-bin/message/custom/typing"
RATE_PAUSE_S = 60.0


class WechatSender:
    """Implements `hub.ports.Sender`."""

    def __init__(self, apis: Mapping[str, WeixinApi]) -> None:
        """`apis`: by the account's name."""
        self._apis = apis

    async def send(self, address: Address, message: Message, parts: Parts) -> Delivery:
        """Hands in what is missing of a message."""
        api, sends = self._apis[address.account], to_sends(message)
        for number, send in list(enumerate(sends, start=1))[parts.accepted :]:
            try:
                said = await api.call(SEND, {"touser": address.external_id} | send)
            except Unavailable as error:
                return Delivery(Outcome.RETRY, retry_after_s=_when(error), code="no_token")
            if not isinstance(said, dict):
                return to_delivery(said)
            if not await parts.accept(None, more=number < len(sends)):
                return Delivery(Outcome.HELD, code="quota")
        return Delivery(Outcome.SENT)

    async def show(self, address: Address, event: Event) -> None:
        """Shows that somebody types; what goes wrong with it is of no matter."""
        if event.kind in (EventKind.TYPING, EventKind.WAITING):
            try:
                asked = {"touser": address.external_id, "command": "Typing"}
                await self._apis[address.account].call(TYPING, asked)
            except YuanqiaoError:
                return

    async def close(self) -> None:
        """Closes the connections of all accounts."""
        for api in self._apis.values():
            await api.close()


def to_delivery(said: Said) -> Delivery:
    """What an answer other than a yes means for the message."""
    match said:
        case Busy(retry_after_s=seconds):
            return Delivery(Outcome.RETRY, retry_after_s=seconds, code=f"http_{said.status}")
        case NotSent():
            return Delivery(Outcome.RETRY, code="not_reached")
        case Unknown():
            return Delivery(Outcome.RETRY, code="no_answer")
        case Refused(code=number, meaning=meaning):
            return _refused(meaning, f"weixin_{number}")
    return Delivery(Outcome.RETRY, code="no_answer")


def _refused(meaning: Meaning, code: str) -> Delivery:
    match meaning:
        case Meaning.BUSY | Meaning.TOKEN:
            return Delivery(Outcome.RETRY, code=code)
        case Meaning.RATE:
            return Delivery(Outcome.RETRY, retry_after_s=RATE_PAUSE_S, code=code)
        case Meaning.CLOSED | Meaning.SPENT:
            return Delivery(Outcome.HELD, code=code)
        case _:
            return Delivery(Outcome.REJECTED, code=code)


def _when(error: Unavailable) -> float | None:
    seconds = error.fields.get("retry_after_s")
    return float(seconds) if isinstance(seconds, int | float) else None
