"""Fetches media from an address that a message names: a place that somebody outside has chosen."""

from collections.abc import Mapping

import aiohttp
from aiohttp.abc import AbstractResolver

from connectors.kit.accounts import AccountKey
from connectors.kit.http.exchange import Limits, exchange, open_session
from connectors.kit.http.hosts import Hosts
from connectors.kit.http.public_only import PublicOnly
from connectors.kit.http.results import Result

TOTAL_S = 30.0


async def fetch_media(
    key: AccountKey,
    address: str,
    hosts: Hosts,
    limit: int,
    *,
    headers: Mapping[str, str] | None = None,
    resolver: AbstractResolver | None = None,
) -> Result:
    """The media at an address, `limit` bytes at most, by a GET in a session of its own.

    Raises `NotAllowed` where the host is not one of the provider's, or leads to an address that is not
    public. A redirect is handed back with its `Location`: who wants to follow it calls again, with the
    hosts that may be meant, and without `headers` that only the first host should see. `resolver`: of
    names, in place of the system's.
    """
    url = hosts.check(address)
    limits = Limits(total_s=TOTAL_S, answer_bytes=limit, connections=1)
    guarded = PublicOnly(resolver or aiohttp.ThreadedResolver())
    async with open_session(limits, guarded) as session:
        return await exchange(session, key, "GET", url, limits, headers=headers)
