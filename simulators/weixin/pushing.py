"""Pushes to the account's server: five seconds, three tries with the same id, and what its answer means."""

import asyncio
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from simulators.weixin.customers import WeixinCustomer
from simulators.weixin.provider import SimulatedWeixin
from simulators.weixin.replies import read_reply
from simulators.weixin.sealing import write

PATIENCE_S = 5.0
TRIES = 3
SLOW_S = 2.0
SORRY = "该公众号提供的服务出现故障，请稍后再试"

TAKEN = (b"", b"success")


@dataclass
class WeixinPusher:
    """Pushes for one account."""

    provider: SimulatedWeixin
    session: aiohttp.ClientSession | None = None
    patience_s: float = PATIENCE_S
    _pushing: set[asyncio.Task[bool]] = field(default_factory=set)

    def begin(self, customer: WeixinCustomer, fields: dict[str, Any] | None) -> None:
        """Pushes beside all else, where there is something to push; over a slow network a little later."""
        if fields is None:
            return
        task = asyncio.create_task(self.push(customer, fields))
        self._pushing.add(task)
        task.add_done_callback(self._pushing.discard)

    async def push(self, customer: WeixinCustomer, fields: dict[str, Any]) -> bool:
        """Hands something to the account's server, and shows what it replies; whether it was taken."""
        whole = self.envelope(customer) | fields
        if customer.network == "slow":
            await asyncio.sleep(SLOW_S)
        for _ in range(TRIES):
            began = time.monotonic()
            answer = await self._post(whole)
            if answer is not None:
                try:
                    self._take(customer, answer)
                except ValueError as error:
                    customer.show({"from": "system", "type": "text", "text": SORRY, "why": str(error)})
                    return False
                return True
            await asyncio.sleep(max(0.0, self.patience_s - (time.monotonic() - began)))
        customer.show({"from": "system", "type": "text", "text": SORRY})
        return False

    def envelope(self, customer: WeixinCustomer) -> dict[str, Any]:
        """Whom it comes from, to whom it goes, and when."""
        return {
            "ToUserName": self.provider.origin_id,
            "FromUserName": customer.openid,
            "CreateTime": int(self.provider.now()),
        }

    def _take(self, customer: WeixinCustomer, answer: bytes) -> None:
        if answer in TAKEN:
            return
        fields = self.provider.sealer.open_reply(answer)
        customer.show(read_reply(fields, customer.openid, self.provider.origin_id))

    async def _post(self, fields: dict[str, Any]) -> bytes | None:
        """One try; None where no answer of use came in time."""
        query, body = self.sealed(fields)
        lost = self.provider.faults.next("callback")
        timeout = aiohttp.ClientTimeout(total=self.patience_s)
        try:
            async with self._opened().post(
                self.provider.callback_url, params=query, data=body, timeout=timeout
            ) as answer:
                content = await answer.read()
                return content if answer.status == 200 and lost is None else None
        except (aiohttp.ClientError, TimeoutError):
            return None

    def sealed(self, fields: dict[str, Any]) -> tuple[dict[str, str], bytes]:
        """The query and the body of one push, signed now."""
        sealer, now, nonce = self.provider.sealer, str(int(time.time())), str(secrets.randbelow(10**10))
        query = {"timestamp": now, "nonce": nonce, "openid": fields["FromUserName"]}
        query["signature"] = sealer.sign(now, nonce)
        encrypted = sealer.encrypt(write(fields))
        query |= {"encrypt_type": "aes", "msg_signature": sealer.sign(now, nonce, encrypted)}
        sealed = write({"ToUserName": fields["ToUserName"], "Encrypt": encrypted})
        return query, sealed.encode()

    def _opened(self) -> aiohttp.ClientSession:
        if self.session is None:
            self.session = aiohttp.ClientSession(trust_env=False)
        return self.session

    async def close(self) -> None:
        """Stops pushing, and closes the connections."""
        for task in list(self._pushing):
            task.cancel()
        await asyncio.gather(*self._pushing, return_exceptions=True)
        if self.session is not None:
            await self.session.close()
