"""A callback that somebody in a branch has agreed on, for the matrix of staff routes."""

from dataclasses import astuple
from datetime import timedelta

from handoff.callbacks.planned import PlannedCallback
from handoff.store import tasks
from hub.ids import identity_key
from hub.ports import Address
from hub.store import conversations, identities
from hub.store.staff import accounts
from tests.support.staff import Served


async def make_callback(served: Served, branch: str, mark: str) -> str:
    """One of `object.BRANCH`, whose reason has the mark; gives the task."""
    address = Address("webchat", "default", f"callback-{branch}")
    key, now = identity_key(*astuple(address)), served.staff.clock.now()
    at = now + timedelta(days=1)
    async with served.staff.database.write() as connection:
        who = await accounts.by_login(connection, f"object.{branch}")
        assert who is not None
        await identities.ensure(connection, key, address, now)
        await conversations.open_new(connection, key, 1, now)
        await tasks.add_if_absent(
            connection,
            identity_key=key,
            conversation=1,
            turn=1,
            created_at=now,
            kind="person",
            medium="chat",
            reason=f"{mark}回电",
            state="scheduled",
            opens_at=at,
            facts=PlannedCallback(at, "here").facts(),
            sticky={"agents": [who.account_id], "mode": "prefer", "until": at.timestamp()},
        )
    return f"{key}.1.1"
