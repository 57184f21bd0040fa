"""Requests about customers, and planned reports, made in one branch or another (`staff_objects`)."""

from datetime import timedelta

from hub.ids import identity_key
from hub.ports import Address
from hub.store import identities
from hub.store.staff import accounts
from records.requests import RecordsReason, RecordsWanted, Requests
from supervision.store import plans
from tests.support.staff import Served


async def report_plan(served: Served, branch: str) -> str:
    """A report that somebody there has planned."""
    now = served.staff.clock.now()
    async with served.staff.database.write() as connection:
        who = await accounts.by_login(connection, f"object.{branch}")
        assert who is not None
        await plans.add(
            connection,
            plan_id=f"plan-{branch}",
            account_id=who.account_id,
            dimension="queue",
            form="csv",
            language="zh",
            every="day",
            hour=8,
            recipients=[who.account_id],
            period_end=now + timedelta(days=1),
            due_at=now + timedelta(days=1),
            tries=0,
            code="",
            created_at=now,
        )
    return f"plan-{branch}"


async def customer_records(served: Served, branch: str) -> str:
    """A customer's records are the house's, as roles are."""
    key, now = identity_key("webchat", "default", f"records-{branch}"), served.staff.clock.now()
    async with served.staff.database.write() as connection:
        await identities.ensure(connection, key, Address("webchat", "default", f"records-{branch}"), now)
    return key


async def records_request(served: Served, branch: str) -> str:
    """An export that somebody there asks for; requests are the house's."""
    who, asking = await customer_records(served, branch), Requests(served.staff.clock)
    async with served.staff.database.write() as connection:
        return await asking.do_ask(
            connection,
            who,
            RecordsWanted.EXPORT,
            RecordsReason.CUSTOMER,
            f"asked-{branch}",
            f"author-{branch}",
        )
