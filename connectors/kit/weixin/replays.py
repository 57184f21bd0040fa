"""Replays in the plain mode, whose signature covers no body: a signature is good for one body.

In the encrypted mode the signature is of the body, and whatever comes again is known by its id.
"""

from datetime import timedelta
from hashlib import sha256

from connectors.kit.accounts import AccountKey
from connectors.kit.opening import Kit
from connectors.kit.store import nonces
from connectors.kit.weixin.callbacks import WINDOW_S, Query
from hub.errors import BadSignature


async def check_replay(kit: Kit, key: AccountKey, query: Query, body: bytes) -> None:
    """Raises `BadSignature` where the signature was used for another body; the same body may come again.

    A call that could not be stored comes with the same body, so it gets in.
    """
    signed = f"{query['timestamp']}.{query['nonce']}"
    until = kit.clock.now() + timedelta(seconds=2 * WINDOW_S)
    async with kit.store.write() as connection:
        known = await nonces.seen(connection, key, signed, until)
        repeated = await nonces.seen(connection, key, f"{signed}.{sha256(body).hexdigest()}", until)
    if known and not repeated:
        raise BadSignature("this signature was used for another message")
