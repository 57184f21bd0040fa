"""Calls the account's server: there is something new (kf_msg_or_event). Five seconds, three tries."""

import asyncio
import secrets
import time
from dataclasses import dataclass, field

import aiohttp

from simulators.wecom_kf.provider import SimulatedKf
from simulators.weixin.sealing import write

PATIENCE_S = 5.0
TRIES = 3


@dataclass
class KfPusher:
    """Calls for one account; `called` and `heard` count the calls and those that were answered well."""

    provider: SimulatedKf
    session: aiohttp.ClientSession | None = None
    patience_s: float = PATIENCE_S
    called: int = 0
    heard: int = 0
    _pushing: set[asyncio.Task[bool]] = field(default_factory=set)

    def begin(self, news: bool, after_s: float = 0.0) -> None:
        """Calls beside all else, where there is news."""
        if not news or self.provider.silent:
            return
        task = asyncio.create_task(self.push(after_s))
        self._pushing.add(task)
        task.add_done_callback(self._pushing.discard)

    async def push(self, after_s: float = 0.0) -> bool:
        """Tells the account's server that there is something new; whether it was heard."""
        await asyncio.sleep(after_s)
        token = self.provider.feed.nudge_token(self.provider.now())
        for _ in range(TRIES):
            began = time.monotonic()
            if await self.post(token):
                self.heard += 1
                return True
            await asyncio.sleep(max(0.0, self.patience_s - (time.monotonic() - began)))
        return False

    async def post(self, token: str, url: str = "") -> bool:
        """One call; whether it was answered well, in time. `url`: of another server of the account."""
        query, body = self.sealed(token)
        self.called += 1
        lost = self.provider.faults.next("callback")
        timeout = aiohttp.ClientTimeout(total=self.patience_s)
        try:
            async with self._opened().post(
                url or self.provider.callback_url, params=query, data=body, timeout=timeout
            ) as answer:
                await answer.read()
                return answer.status == 200 and lost is None
        except (aiohttp.ClientError, TimeoutError):
            return False

    def sealed(self, token: str) -> tuple[dict[str, str], bytes]:
        """The query and the body of one call, signed now."""
        provider = self.provider
        fields: dict[str, str | int] = {
            "ToUserName": provider.corp_id,
            "CreateTime": int(time.time()),
            "MsgType": "event",
            "Event": "kf_msg_or_event",
            "Token": token,
            "OpenKfId": provider.open_kfid,
        }
        now, nonce = str(int(time.time())), str(secrets.randbelow(10**10))
        encrypted = provider.sealer.encrypt(write(fields))
        signature = provider.sealer.sign(now, nonce, encrypted)
        query = {"msg_signature": signature, "timestamp": now, "nonce": nonce}
        sealed = write({"ToUserName": provider.corp_id, "Encrypt": encrypted, "AgentID": ""})
        return query, sealed.encode()

    def _opened(self) -> aiohttp.ClientSession:
        if self.session is None:
            self.session = aiohttp.ClientSession(trust_env=False)
        return self.session

    async def close(self) -> None:
        """Stops calling, and closes the connections."""
        for task in list(self._pushing):
            task.cancel()
        await asyncio.gather(*self._pushing, return_exceptions=True)
        if self.session is not None:
            await self.session.close()
