"""The HTTP client of one account: one session, its own hosts, its own limits."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import aiohttp

from connectors.kit.accounts import AccountKey
from connectors.kit.http.exchange import Limits, exchange, open_session
from connectors.kit.http.hosts import Hosts
from connectors.kit.http.results import Result
from hub.compact_json import write_json

JSON = "application/json; charset=utf-8"


class AccountClient:
    """Calls the provider's endpoints for one account; an account's trouble takes no other's connections."""

    def __init__(self, key: AccountKey, hosts: Hosts, limits: Limits | None = None) -> None:
        self._key = key
        self._hosts = hosts
        self._limits = limits or Limits()
        self._session: aiohttp.ClientSession | None = None

    async def ask(
        self,
        method: str,
        address: str,
        *,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        json: Any = None,
        form: Mapping[str, str] | aiohttp.FormData | None = None,
        answer_bytes: int | None = None,
    ) -> Result:
        """Sends one request; raises `NotAllowed` for an address that is none of the account's hosts.

        `json` is written in UTF-8 with Chinese as it is: WeChat shows customers an escaped `\\u60a8` as such.
        `form` is url-encoded, or multipart where it is aiohttp's `FormData`. `answer_bytes`: for media, more
        than the client's own limit.
        """
        url = self._hosts.check(address)
        request: dict[str, Any] = {"params": query, "headers": dict(headers or {}), "data": form}
        if json is not None:
            request["data"] = write_json(json).encode()
            request["headers"].setdefault("Content-Type", JSON)
        limits = self._limits
        if answer_bytes is not None:
            limits = replace(limits, answer_bytes=answer_bytes)
        return await exchange(self._opened(), self._key, method, url, limits, **request)

    async def close(self) -> None:
        """Closes the session; a later request opens another one."""
        if self._session is not None:
            session, self._session = self._session, None
            await session.close()

    def _opened(self) -> aiohttp.ClientSession:
        # aiohttp wants a running loop, which there is none of when connectors are opened.
        if self._session is None:
            self._session = open_session(self._limits)
        return self._session
