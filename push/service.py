"""The bank's push service: one signed HTTP call."""

import hashlib
import hmac
from dataclasses import dataclass, field

import aiohttp

from hub.compact_json import write_json
from hub.errors import Unavailable

WITHIN_S = 5.0
SIGNATURE = "X-Yuanqiao-Signature"


@dataclass(frozen=True, slots=True)
class Push:
    """What the bank is told: whom, a title without any words of the chat, and where it waits.

    `message` names the message; a call that comes again with it is a repeat.
    """

    customer: str = field(repr=False)
    title: str
    conversation: str
    message: str


class PushService:
    """Calls the address of the settings; redirects are not followed, and no answer is read."""

    def __init__(self, url: str, secret: str) -> None:
        self._url = url
        self._key = secret.encode()

    async def tell(self, push: Push, millis: int) -> int:
        """Sends one push and gives the HTTP status; raises `Unavailable`.

        The header is `t=<millis since 1970>,v1=<hex>`, with HMAC-SHA256 over `<millis>.<body>`.
        """
        body = write_json(
            {
                "customer": push.customer,
                "title": push.title,
                "conversation": push.conversation,
                "message": push.message,
            }
        ).encode()
        headers = {"Content-Type": "application/json", SIGNATURE: self.sign(body, millis)}
        timeout = aiohttp.ClientTimeout(total=WITHIN_S)
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout) as session,
                session.post(self._url, data=body, headers=headers, allow_redirects=False) as answer,
            ):
                return answer.status
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise Unavailable("the bank's push service does not answer") from error

    def sign(self, body: bytes, millis: int) -> str:
        """The value of the header for a body."""
        digest = hmac.new(self._key, b"%d." % millis + body, hashlib.sha256).hexdigest()
        return f"t={millis},v1={digest}"
