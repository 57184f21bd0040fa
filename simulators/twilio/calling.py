"""Twilio's calls to the account's server: messages once, statuses in any order and more than once."""

import asyncio
import base64
import hashlib
import hmac
import random
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import aiohttp

from simulators.phones.gsm import segments
from simulators.phones.handsets import Handset
from simulators.twilio.provider import Resource, SimulatedTwilio

PATIENCE_S = 15.0
TIMES = 3
STATUSES = ("queued", "sending", "sent")
STOPPED = (
    "You have successfully been unsubscribed. You will not receive any more messages from this number. "
    "Reply START to resubscribe."
)
STARTED = "You have successfully been re-subscribed to messages from this number. Reply STOP to unsubscribe."
HELPED = "Reply STOP to unsubscribe. Msg&Data Rates May Apply."
OWN_WORDS = {
    **dict.fromkeys(("STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT"), STOPPED),
    **dict.fromkeys(("START", "UNSTOP"), STARTED),
    **dict.fromkeys(("HELP", "INFO"), HELPED),
}


@dataclass
class TwilioCaller:
    """Calls for one account."""

    provider: SimulatedTwilio
    session: aiohttp.ClientSession | None = None
    _calling: set[asyncio.Task[Any]] = field(default_factory=set)

    def begin(self, work: Coroutine[Any, Any, Any]) -> None:
        """Does something beside all else."""
        task = asyncio.create_task(work)
        self._calling.add(task)
        task.add_done_callback(self._calling.discard)

    async def say(self, handset: Handset, text: str) -> None:
        """A customer sends words."""
        handset.show({"from": "me", "type": "text", "text": text, "failed": handset.network == "off"})
        if handset.network == "off":
            return
        word = text.strip().upper()
        if word in ("YES",) and handset.number in self.provider.opted_out:
            word = "START"
        own = OWN_WORDS.get(word, "")
        if own == STOPPED:
            self.provider.opted_out.add(handset.number)
        elif own == STARTED:
            self.provider.opted_out.discard(handset.number)
        if own:
            handset.show({"from": "account", "type": "text", "text": own, "by": "twilio"})
        message = self._received(handset, text)
        self.begin(self.call("", self._fields(message)))

    async def send_picture(self, handset: Handset, body: bytes) -> None:
        """A customer sends a picture (MMS), without any words: `Body` is there, and empty."""
        if handset.network == "off":
            handset.show({"from": "me", "type": "text", "text": "[图片]", "failed": True})
            return
        message = self._received(handset, "", media=1)
        kind = "image/jpeg" if body.startswith(b"\xff\xd8") else "image/png"
        sid = self.provider.keep(message["sid"], body, kind)
        handset.show({"from": "me", "type": "image", "media": sid})
        self.begin(self.call("", self._fields(message)))

    async def tell(self, handset: Handset, message: Resource, callback: str) -> None:
        """Calls with each status of a message, and puts it on the phone."""

        def arrived() -> None:
            message["status"] = "delivered"
            alphabet, count = segments(message["body"])
            entry = {"from": "account", "type": "text", "text": message["body"]}
            handset.show(entry | {"alphabet": alphabet, "segments": count})
            if callback and self.provider.told:
                self.begin(self._statuses(message, callback))

        message["status"] = "sent"
        handset.when_reached(arrived)

    async def _statuses(self, message: Resource, callback: str) -> None:
        order = [*STATUSES, "delivered"]
        if self.provider.shuffled:
            order = order * TIMES
            random.shuffle(order)
        for status in order:
            await self._status(message, callback, status)

    async def fail(self, message: Resource, callback: str, code: str) -> None:
        """Calls with a failure."""
        message["status"], message["error_code"] = "undelivered", int(code)
        await self._status(message, callback, "undelivered", code)

    async def _status(self, message: Resource, callback: str, status: str, code: str = "") -> None:
        fields = {
            "AccountSid": self.provider.account_sid,
            "ApiVersion": "2010-04-01",
            "From": message["from"],
            "MessageSid": message["sid"],
            "MessageStatus": status,
            "SmsSid": message["sid"],
            "SmsStatus": status,
            "To": message["to"],
        }
        path = callback.removeprefix(self.provider.signed_url)
        await self.call(path, fields | ({"ErrorCode": code} if code else {}))

    async def call(self, path: str, fields: Mapping[str, str]) -> int:
        """One signed call; the status of the answer, 0 where there was none. Twilio does not call again."""
        if self.provider.faults.next("callback") is not None:
            return 0
        headers, body = self.signed(path, fields)
        timeout = aiohttp.ClientTimeout(total=PATIENCE_S)
        url = f"{self.provider.callback_url}{path}"
        try:
            async with self._opened().post(url, data=body, headers=headers, timeout=timeout) as answer:
                await answer.read()
                return answer.status
        except (aiohttp.ClientError, TimeoutError):
            return 0

    def signed(self, path: str, fields: Mapping[str, str]) -> tuple[dict[str, str], bytes]:
        """The headers and the body of a call."""
        said = f"{self.provider.signed_url}{path}" + "".join(k + v for k, v in sorted(fields.items()))
        digest = hmac.digest(self.provider.auth_token.encode(), said.encode(), hashlib.sha1)
        headers = {
            "X-Twilio-Signature": base64.b64encode(digest).decode(),
            "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
            "User-Agent": "TwilioProxy/1.1",
        }
        return headers, urlencode(fields).encode()

    def _received(self, handset: Handset, text: str, media: int = 0) -> Resource:
        return self.provider.add(
            direction="inbound",
            frm=handset.number,
            to=self.provider.number,
            body=text,
            segments=segments(text)[1],
            media=media,
        )

    def _fields(self, message: Resource) -> dict[str, str]:
        fields = {
            "AccountSid": self.provider.account_sid,
            "ApiVersion": "2010-04-01",
            "Body": message["body"],
            "From": message["from"],
            "FromCountry": "US",
            "MessageSid": message["sid"],
            "NumMedia": message["num_media"],
            "NumSegments": message["num_segments"],
            "SmsMessageSid": message["sid"],
            "SmsSid": message["sid"],
            "SmsStatus": "received",
            "To": message["to"],
            "ToCity": "",
            "ToCountry": "US",
        }
        files = [sid for sid, file in self.provider.files.items() if file.message == message["sid"]]
        for number, sid in enumerate(files):
            base = message["uri"].removesuffix(".json")
            fields[f"MediaUrl{number}"] = f"{self.provider.here}{base}/Media/{sid}"
            fields[f"MediaContentType{number}"] = self.provider.files[sid].content_type
        return fields

    def _opened(self) -> aiohttp.ClientSession:
        if self.session is None:
            self.session = aiohttp.ClientSession(trust_env=False)
        return self.session

    async def close(self) -> None:
        """Stops calling, and closes the connections."""
        for task in list(self._calling):
            task.cancel()
        await asyncio.gather(*self._calling, return_exceptions=True)
        if self.session is not None:
            await self.session.close()
