"""Calls to Twilio's API: a message out, the list of messages, and files; each tried once."""

import base64
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from connectors.kit.accounts import AccountKey
from connectors.kit.http import AccountClient, Hosts, ProviderResponse, Result, fetch_media
from connectors.kit.http.exchange import Limits
from connectors.sms.account import TwilioAccount
from hub.errors import BadInput, Unavailable

WITHIN_S = 8.0
"""So long for one request, less than the outbox gives a message: this side knows what a time-out means."""

API_HOSTS = frozenset((".twilio.com",))
FILE_HOSTS = frozenset((".twilio.com", ".twiliocdn.com"))
"""Where files lie: the API leads on to the second, which needs no password and gets none."""

REDIRECTS = frozenset((301, 302, 303, 307, 308))


class TwilioCalls:
    """The API of one account; `close` ends its connections."""

    def __init__(self, account: TwilioAccount, key: AccountKey) -> None:
        read = urlsplit(account.api)
        self._loopback = frozenset({read.netloc} if read.scheme == "http" else ())
        self._account, self._key = account, key
        self._base = f"{account.api}/2010-04-01/Accounts/{account.account_sid}"
        hosts = Hosts(API_HOSTS, self._loopback)
        self._client = AccountClient(key, hosts, Limits(total_s=WITHIN_S))
        user = f"{account.account_sid}:{account.auth_token.get_secret_value()}"
        self._password = {"Authorization": f"Basic {base64.b64encode(user.encode()).decode()}"}

    async def post_message(self, form: Mapping[str, str]) -> Result:
        """Posts a message; whatever comes of it."""
        return await self._client.ask(
            "POST", f"{self._base}/Messages.json", form=form, headers=self._password
        )

    async def get(self, address: str, query: Mapping[str, str] | None = None) -> Mapping[str, Any]:
        """Reads a page of a list: an address below the account's, or one that begins with `/`.

        Raises `Unavailable` where it is not to be had.
        """
        url = f"{self._account.api}{address}" if address.startswith("/") else f"{self._base}/{address}"
        said = await self._client.ask("GET", url, query=query, headers=self._password)
        if not isinstance(said, ProviderResponse) or said.status != 200:
            raise Unavailable("the provider does not give its list")
        try:
            page = said.json()
        except BadInput as error:
            raise Unavailable("the provider's list cannot be read") from error
        if not isinstance(page, dict):
            raise Unavailable("the provider's list cannot be read")
        return page

    async def file(self, address: str, limit: int) -> bytes | None:
        """The bytes of a file, None where they are not given; one redirect is followed, without the password.

        Raises `NotAllowed` for a host that is not Twilio's.
        """
        hosts = Hosts(API_HOSTS, self._loopback)
        said = await fetch_media(self._key, address, hosts, limit, headers=self._password)
        if isinstance(said, ProviderResponse) and said.status in REDIRECTS:
            hosts = Hosts(FILE_HOSTS, self._loopback)
            said = await fetch_media(self._key, said.headers.get("Location", ""), hosts, limit)
        return said.body if isinstance(said, ProviderResponse) and said.status == 200 else None

    async def close(self) -> None:
        """Closes the connections."""
        await self._client.close()
