"""Calls to Weixin's API with the account's token: replaced once where it is refused, never in a loop."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlsplit

import aiohttp

from connectors.kit.accounts import AccountKey
from connectors.kit.http import AccountClient, Answer, Hosts, NotSent, Unknown
from connectors.kit.opening import Kit
from connectors.kit.tokens import Issued
from connectors.kit.weixin.errors import Meaning, meaning_of
from hub.errors import BadInput, Unavailable


@dataclass(frozen=True, slots=True)
class Refused:
    """The provider took the request, and says no; `code` is its errcode."""

    code: int
    words: str

    @property
    def meaning(self) -> Meaning:
        """What to do about it."""
        return meaning_of(self.code)


@dataclass(frozen=True, slots=True)
class Busy:
    """The provider answers nothing of use (429, 5xx); `retry_after_s` where it says when to come again."""

    status: int
    retry_after_s: float | None


Said = Mapping[str, Any] | bytes
"""What an API answers: JSON, or the bytes of a file."""

Outcome = Said | Refused | Busy | NotSent | Unknown


@dataclass(frozen=True, slots=True)
class File:
    """Bytes to be uploaded, and what they are called."""

    body: bytes
    name: str
    mime: str


class Credentials(Protocol):
    """What the API wants to know of an account."""

    @property
    def app_id(self) -> str:
        """The app id."""
        ...

    @property
    def api(self) -> str:
        """Where the API is: an address without a slash at its end."""
        ...


class WeixinApi:
    """The API of one account."""

    def __init__(self, kit: Kit, key: AccountKey, account: Credentials, secret: str) -> None:
        """`secret`: the AppSecret."""
        self._account, self._secret = account, secret
        self._client = AccountClient(key, hosts_of(account.api))
        self._tokens = kit.token_keeper(key, "access", self._issue)

    async def call(self, path: str, json: Any = None) -> Outcome:
        """Posts JSON with a token; once more with another token where that one was refused.

        Raises `Unavailable` and its like where there is no token to be had.
        """
        return await self._with_token(
            lambda token: self._ask("POST", path, {"access_token": token}, json=json)
        )

    async def upload(self, path: str, file: File, **query: str) -> Outcome:
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

    async def _with_token(self, once: Callable[[str], Awaitable[Outcome]]) -> Outcome:
        token = await self._tokens.token()
        said = await once(token)
        if isinstance(said, Refused) and said.meaning is Meaning.TOKEN:
            said = await once(await self._tokens.refused(token))
        return said

    async def close(self) -> None:
        """Closes its connections, and ends an ask for a token."""
        await self._tokens.close()
        await self._client.close()

    async def _ask(self, method: str, path: str, query: Mapping[str, str], **request: Any) -> Outcome:
        answer = await self._client.ask(method, f"{self._account.api}{path}", query=query, **request)
        return read_answer(answer) if isinstance(answer, Answer) else answer

    async def _issue(self, forced: bool) -> Issued:
        """Asks for a stable token, which the old `/cgi-bin/token` of other programs does not void."""
        asked = {
            "grant_type": "client_credential",
            "appid": self._account.app_id,
            "secret": self._secret,
            "force_refresh": forced,
        }
        match await self._ask("POST", "/cgi-bin/stable_token", {}, json=asked):
            case {"access_token": str(value), "expires_in": int(seconds)}:
                return Issued(value, seconds)
            case Refused(code=code):
                raise Unavailable("the provider issues no token", code=f"weixin_{code}")
            case _:
                raise Unavailable("the provider issues no token just now")


def hosts_of(api: str) -> Hosts:
    """The one host of an API's address; one on loopback is a simulator's."""
    read = urlsplit(api)
    if read.scheme == "http":
        return Hosts(frozenset(), frozenset({read.netloc}))
    return Hosts(frozenset({read.netloc}))


def read_answer(answer: Answer) -> Said | Refused | Busy:
    """What an answer says: JSON with an `errcode` other than 0 is a refusal, what is no JSON is a file."""
    if answer.status != 200:
        return Busy(answer.status, _seconds(answer.headers.get("Retry-After", "")))
    if answer.body.lstrip()[:1] != b"{":
        return answer.body
    try:
        said = answer.json()
    except BadInput:
        return answer.body
    code = said.get("errcode", 0)
    if code == 0:
        return dict(said)
    return Refused(int(code), str(said.get("errmsg", ""))[:200])


def _seconds(text: str) -> float | None:
    return float(text) if text.isdecimal() and len(text) < 7 else None
