"""Who has a manager of their own meets them first: on every channel on which the bank's login was used."""

import pytest
from sqlalchemy import select

from handoff.managers import do_set_managers, read_managers
from handoff.setup import AgentSetup
from handoff.store.schema import reservation
from hub.contacts.handles import Handle, HandleKind
from hub.errors import BadInput
from hub.store import contacts
from hub.store.schema import identity
from hub.store.schema_staff import account
from tests.unit.handoff.floor import Floor
from tests.unit.handoff.test_leading import set_up
from tests.unit.hub.spine import key_of

ISSUER = "bank"


async def signs_in(floor: Floor, visitor: str, customer: str) -> None:
    """What a login that the bank signed leaves behind."""
    await floor.spine.say("你好", visitor=visitor, provider_id=f"hello-{visitor}")
    async with floor.spine.database.write() as connection:
        query = select(identity.c.contact_id).where(identity.c.identity_key == key_of(visitor))
        contact_id = (await connection.execute(query)).scalar_one()
        key = Handle(HandleKind.BANK_CUSTOMER, ISSUER, customer).key
        await contacts.give_handle(connection, key, contact_id, None, floor.spine.clock.now())


async def manages(floor: Floor, logins: dict[str, str]) -> None:
    async with floor.spine.database.write() as connection:
        await do_set_managers(connection, logins, issuer=ISSUER, clock=floor.spine.clock)


@pytest.fixture
async def banking(floor: Floor) -> Floor:
    """The floor, whose agents are accounts with logins."""
    now = floor.spine.clock.now()
    async with floor.spine.database.write() as connection:
        for name in ("li", "wang"):
            values = {"name": name, "branch_id": "head", "state": "active", "must_change": False}
            await connection.execute(
                account.insert().values(
                    account_id=name, login=name, password_at=now, created_at=now, password_hash="", **values
                )
            )
    return floor


async def test_the_manager_comes_before_who_is_idle_longer(banking: Floor) -> None:
    await manages(banking, {"C1": "wang"})
    await banking.available("li", "wang")
    await signs_in(banking, "a", "C1")
    await signs_in(banking, "b", "C2")
    mine, other = await banking.asks("a"), await banking.asks("b")
    assert await banking.round() == [("li", other.identity), ("wang", mine.identity)]
    offers = {row.account_id: row.why["rule"] for row in await banking.spine.rows(reservation)}
    assert offers["wang"] == "sticky"


async def test_who_is_away_or_full_is_not_waited_for(banking: Floor) -> None:
    await set_up(banking, AgentSetup.model_validate({"account_id": "wang", "channels": {}}))
    await manages(banking, {"C1": "wang"})
    await banking.available("li", "wang")
    await signs_in(banking, "a", "C1")
    key = await banking.asks("a")
    assert await banking.round() == [("li", key.identity)]


async def test_a_new_list_takes_the_place_of_the_one_before(banking: Floor) -> None:
    await manages(banking, {"C1": "wang"})
    await manages(banking, {"C2": "wang"})
    await banking.available("li", "wang")
    await signs_in(banking, "a", "C1")
    key = await banking.asks("a")
    assert await banking.round() == [("li", key.identity)]
    with pytest.raises(BadInput):
        await manages(banking, {"C1": "nobody"})


def test_a_list_is_read_or_refused_with_its_line() -> None:
    assert read_managers(["customer,login\n", "C1,wang\n", " C2 , li \n"]) == {"C1": "wang", "C2": "li"}
    for wrong in (["C1,wang\n"], ["customer,login\n", "C1,\n"], ["customer,login\n", "C1,li\n", "C1,wang\n"]):
        with pytest.raises(BadInput):
            read_managers(wrong)
