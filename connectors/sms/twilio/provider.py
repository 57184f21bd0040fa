"""Twilio as a provider: sends, says what came of it, and reads what was missed."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from connectors.kit.accounts import AccountKey
from connectors.kit.http import NotSent, ProviderResponse, Result, Unknown
from connectors.kit.opening import Kit
from connectors.sms.account import TwilioAccount
from connectors.sms.provider import SendResult, SmsToSend
from connectors.sms.render import fit
from connectors.sms.translate import CHANNEL, OPTED_OUT, Incoming
from connectors.sms.twilio.calls import TwilioCalls
from connectors.sms.twilio.catching_up import CatchingUp
from connectors.sms.twilio.reading import MESSAGE_SID, OPTED_OUT_CODE
from hub.errors import BadInput, YuanqiaoError
from hub.ports import SendOutcome

EVERY_S = 600.0
AGAIN_S = 30.0
BUSY_S = 2.0
SETTING_S = 300.0
QUEUE_FULL_S = 600.0
"""Pauses: between two readings of the list, behind one that failed, and behind what Twilio refuses."""

BUSY = frozenset((20429,))
QUEUE_FULL = frozenset((21611,))
SETTING = frozenset((20003, 20404, 21606, 21603, 21659, 21660, 21701, 21705, 30034, 30002))
"""A number or an account that is not set up right: what waits goes once that is mended."""

log = structlog.get_logger(__name__)


class TwilioProvider:
    """Implements `connectors.sms.provider.SmsProvider`."""

    def __init__(
        self,
        account: TwilioAccount,
        kit: Kit,
        key: AccountKey,
        take: Callable[[Incoming], Awaitable[None]],
    ) -> None:
        """`take`: where what was missed is handed in."""
        self._account, self._key = account, key
        self.calls = TwilioCalls(account, key)
        self._missed = CatchingUp(account, kit, key, self.calls, take)

    async def send(self, to: str, ready: SmsToSend) -> SendResult:
        """As `Provider.send`: one message of up to three segments, which the phone puts together."""
        form = {"To": to, "Body": fit(ready.words, ready.link)}
        if self._account.messaging_service_sid:
            form["MessagingServiceSid"] = self._account.messaging_service_sid
        else:
            form["From"] = self._account.number
        form["StatusCallback"] = f"{self._account.public_url}/sms/{self._account.name}/status"
        tried = to_tried(await self.calls.post_message(form))
        if tried.delivery.outcome is SendOutcome.RETRY and tried.delivery.retry_after_s == SETTING_S:
            log.error("sms.account_refused", **self._key._asdict(), why=tried.delivery.code)
        return tried

    async def run(self) -> None:
        """Reads what was missed: at the start, and from time to time."""
        while True:
            pause = EVERY_S
            try:
                await self._missed.read()
            except YuanqiaoError as error:
                log.warning("sms.list_not_read", channel=CHANNEL, account=self._account.name, why=error.code)
                pause = AGAIN_S
            await asyncio.sleep(pause)

    async def close(self) -> None:
        """Closes the connections."""
        await self.calls.close()


def to_tried(said: Result) -> SendResult:
    """What an answer means for the message.

    Twilio drops no repeats: where it may have taken the message (a time-out, a 5xx) people decide. What it
    refuses with 429 it has never processed.
    """
    match said:
        case NotSent():
            return SendResult.not_taken(SendOutcome.RETRY, "not_reached")
        case Unknown():
            return SendResult.not_taken(SendOutcome.UNSURE, "no_answer")
        case ProviderResponse(status=429):
            return SendResult.not_taken(SendOutcome.RETRY, "http_429", retry_after_s=_seconds(said) or BUSY_S)
        case ProviderResponse(status=status) if status >= 500:
            return SendResult.not_taken(SendOutcome.UNSURE, f"http_{status}")
    return _read(said)


def _read(said: ProviderResponse) -> SendResult:
    try:
        content = said.json()
    except BadInput:
        content = None
    match content:
        case {"sid": str(sid)} if said.status in (200, 201) and MESSAGE_SID.fullmatch(sid):
            return SendResult.taken(sid)
        case {"code": int(code)} if said.status >= 400:
            return _refused(code, said)
    if said.status < 400:
        return SendResult.not_taken(SendOutcome.UNSURE, "not_understood")
    return SendResult.not_taken(SendOutcome.REJECTED, f"http_{said.status}")


def _refused(code: int, said: ProviderResponse) -> SendResult:
    name = f"twilio_{code}"
    if str(code) == OPTED_OUT_CODE:
        return SendResult.not_taken(SendOutcome.REJECTED, name, gone=OPTED_OUT)
    if code in BUSY:
        return SendResult.not_taken(SendOutcome.RETRY, name, retry_after_s=_seconds(said) or BUSY_S)
    if code in QUEUE_FULL:
        return SendResult.not_taken(SendOutcome.RETRY, name, retry_after_s=QUEUE_FULL_S)
    if code in SETTING:
        return SendResult.not_taken(SendOutcome.RETRY, name, retry_after_s=SETTING_S)
    return SendResult.not_taken(SendOutcome.REJECTED, name)


def _seconds(said: ProviderResponse) -> float | None:
    text = said.headers.get("Retry-After", "").strip()
    return float(text) if text.isascii() and text.isdecimal() and len(text) < 6 else None
