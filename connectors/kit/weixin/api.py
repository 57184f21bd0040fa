"""Calls to Weixin's API with the account's token: replaced once where it is refused, never in a loop."""

from collections.abc import Mapping
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

    async def call(self, path: str, json: Any = None, *, form: aiohttp.FormData | None = None) -> Outcome:
        """Posts once with a token; once more with another one where that was refused.

        Raises `Unavailable` and its like where there is no token to be had.
        """
        token = await self._tokens.token()
        said = await self._ask("POST", path, token, json=json, form=form)
        if isinstance(said, Refused) and said.meaning is Meaning.TOKEN:
            token = await self._tokens.refused(token)
            said = await self._ask("POST", path, token, json=json, form=form)
        return said

    async def close(self) -> None:
        """Closes its connections, and ends an ask for a token."""
        await self._tokens.close()
        await self._client.close()

    async def _ask(self, method: str, path: str, token: str | None, **request: Any) -> Outcome:
        query = {"access_token": token} if token is not None else None
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
        match await self._ask("POST", "/cgi-bin/stable_token", None, json=asked):
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
