"""Calls to Weixin's API with the account's token: replaced once where it is refused, never in a loop."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from connectors.kit.accounts import AccountKey
from connectors.kit.http import AccountClient, Hosts, NotSent, ProviderResponse, Unknown
from connectors.kit.opening import Kit
from connectors.kit.tokens import Issued
from connectors.kit.weixin.access import TokenRequests
from connectors.kit.weixin.errors import ErrorMeaning, Meanings
from hub.errors import BadInput, Unavailable


@dataclass(frozen=True, slots=True)
class ProviderRefused:
    """The provider took the request, and says no; `code` is its errcode, `meaning` what to do about it."""

    code: int
    words: str
    meaning: ErrorMeaning


@dataclass(frozen=True, slots=True)
class ProviderBusy:
    """The provider answers nothing of use (429, 5xx); `retry_after_s` where it says when to come again."""

    status: int
    retry_after_s: float | None


Said = Mapping[str, Any] | bytes
"""What an API answers: JSON, or the bytes of a file."""

Outcome = Said | ProviderRefused | ProviderBusy | NotSent | Unknown


@dataclass(frozen=True, slots=True)
class UploadFile:
    """Bytes to be uploaded, and what they are called."""

    body: bytes
    name: str
    mime: str


class WeixinApi:
    """The API of one account."""

    def __init__(
        self, kit: Kit, key: AccountKey, api: str, tokens: TokenRequests, meanings: Meanings
    ) -> None:
        """`api`: its address without a slash at the end; `tokens`: how a token is asked for there."""
        self._api, self._asked_for, self._meanings = api, tokens, meanings
        self._client = AccountClient(key, hosts_of(api))
        self._tokens = kit.token_keeper(key, "access", self._issue)

    async def call(self, path: str, json: Any = None, **query: str) -> Outcome:
        """Posts JSON with a token; once more with another token where that one was refused.

        Raises `Unavailable` and its like where there is no token to be had.
        """
        return await self._with_token(
            lambda token: self._ask("POST", path, {"access_token": token, **query}, json=json)
        )

    async def upload(self, path: str, file: UploadFile, **query: str) -> Outcome:
        """Posts a file as the form field `media`; else as `call`."""

        async def once(token: str) -> Outcome:
            form = aiohttp.FormData()  # is used up by each request
            form.add_field("media", file.body, filename=file.name, content_type=file.mime)
            return await self._ask("POST", path, {"access_token": token, **query}, form=form)

        return await self._with_token(once)

    async def download(self, path: str, query: Mapping[str, str], most: int) -> Outcome:
        """Gets a file of so many bytes at most, or the JSON that is there in its place; else as `call`."""
        return await self._with_token(
            lambda token: self._ask("GET", path, {"access_token": token, **query}, answer_bytes=most)
        )

    async def ask_as_itself(self, path: str, query: Mapping[str, str]) -> Outcome:
        """Gets JSON from an endpoint that asks for the account's secret in the place of a token."""
        return await self._ask("GET", path, query)

    async def _with_token(self, once: Callable[[str], Awaitable[Outcome]]) -> Outcome:
        token = await self._tokens.token()
        said = await once(token)
        if isinstance(said, ProviderRefused) and said.meaning is ErrorMeaning.TOKEN:
            said = await once(await self._tokens.refused(token))
        return said

    async def close(self) -> None:
        """Closes its connections, and ends an ask for a token."""
        await self._tokens.close()
        await self._client.close()

    async def _ask(self, method: str, path: str, query: Mapping[str, str], **request: Any) -> Outcome:
        answer = await self._client.ask(method, f"{self._api}{path}", query=query, **request)
        return read_answer(answer, self._meanings) if isinstance(answer, ProviderResponse) else answer

    async def _issue(self, forced: bool) -> Issued:
        asked = self._asked_for(forced)
        match await self._ask(asked.method, asked.path, asked.query, json=asked.json):
            case {"access_token": str(value), "expires_in": int(seconds)}:
                return Issued(value, seconds)
            case ProviderRefused(code=code):
                raise Unavailable("the provider issues no token", code=f"weixin_{code}")
            case _:
                raise Unavailable("the provider issues no token just now")


def hosts_of(api: str) -> Hosts:
    """The one host of an API's address; one on loopback is a simulator's."""
    read = urlsplit(api)
    if read.scheme == "http":
        return Hosts(frozenset(), frozenset({read.netloc}))
    return Hosts(frozenset({read.netloc}))


def read_answer(answer: ProviderResponse, meanings: Meanings) -> Said | ProviderRefused | ProviderBusy:
    """What an answer says: JSON with an `errcode` other than 0 is a refusal, what is no JSON is a file."""
    if answer.status != 200:
        return ProviderBusy(answer.status, _seconds(answer.headers.get("Retry-After", "")))
    if answer.body.lstrip()[:1] != b"{":
        return answer.body
    try:
        said = answer.json()
    except BadInput:
        return answer.body
    code = said.get("errcode", 0)
    if code == 0:
        return dict(said)
    return ProviderRefused(int(code), str(said.get("errmsg", ""))[:200], meanings.of(int(code)))


def _seconds(text: str) -> float | None:
    return float(text) if text.isdecimal() and len(text) < 7 else None
