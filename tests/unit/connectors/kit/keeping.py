"""A process that asks for a token: what `test_killed_keepers.py` starts, several at once, and kills."""

import asyncio
import os
import signal
import sys

from connectors.kit.accounts import AccountKey
from connectors.kit.http import AccountClient, Hosts, ProviderResponse
from connectors.kit.store.tokens import TokenKey
from connectors.kit.tokens import Issued, TokenKeeper
from hub.clock import SystemClock
from hub.errors import Unavailable
from hub.store.database import Database
from hub.store.encrypted import read_data_keys

KEY = AccountKey("wechat", "retail")
LEASE_S = 2.0


async def keep(url: str, place: str, keys: str, *, dies_before_it_stores: bool) -> str:
    """Asks for the token once."""
    database, client = Database(url), AccountClient(KEY, Hosts(frozenset(), frozenset({place})))

    async def issue(_forced: bool) -> Issued:
        result = await client.ask("GET", f"http://{place}/token")
        if dies_before_it_stores:
            os.kill(os.getpid(), signal.SIGKILL)
        if not isinstance(result, ProviderResponse):
            raise Unavailable("the provider does not answer")
        return Issued(result.json()["access_token"], 7200)

    keeper = TokenKeeper(
        TokenKey(KEY, "access"),
        issue,
        store=database,
        keys=read_data_keys(keys),
        clock=SystemClock(),
        owner=f"process-{os.getpid()}",
        lease_s=LEASE_S,
    )
    try:
        return await keeper.token()
    finally:
        await keeper.close()
        await client.close()
        await database.close()


if __name__ == "__main__":
    sys.stdout.write(asyncio.run(keep(*sys.argv[1:4], dies_before_it_stores=sys.argv[4] == "dies")))
