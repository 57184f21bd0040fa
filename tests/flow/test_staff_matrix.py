"""Every route for staff × every role × another branch's object: nothing is read, nothing is changed."""

from typing import Any

import pytest

from hub.staff import Kind, ObjectPlace, Right, Scope, StaffCall, StaffModel, StaffRoute
from hub.staff.routes import Access
from hub.store.schema_staff import account
from hub.store.staff import accounts
from tests.support.house import House
from tests.support.ports import free_port
from tests.support.staff import Served, make_account, serving_staff
from tests.support.staff_matrix import Matrix
from tests.support.staff_objects import MAKERS, OWN


async def test_no_role_reaches_into_another_branch(house: House) -> None:
    served = Served(house.hub.staff, house.hub.staff_catalog, house.settings.staff_port)
    matrix = Matrix(served)
    await matrix.run()
    assert not matrix.faults
    assert matrix.asked > 100
    assert matrix.refused > 80


class Told(StaffModel):
    """What a planted route answers."""

    found: list[str]


class Who(StaffModel):
    """Names somebody without saying so."""

    login: str = "object.west"


async def tell_everybody(call: StaffCall[Any]) -> Told:
    rows = await accounts.listed(call.connection, account.c.login != "", "", 100)
    return Told(found=[row.name for row in rows])


async def rename(call: StaffCall[Who]) -> None:
    row = await accounts.by_login(call.connection, call.body.login)
    assert row is not None
    await accounts.set_values(call.connection, row.account_id, name="renamed")


async def everywhere(_connection: Any, _object_id: str) -> ObjectPlace:
    return ObjectPlace(branch_id=OWN)


async def tell_one(call: StaffCall[Any]) -> Told:
    return Told(found=[call.args["thing_id"]])


READ = Right("planted.read", "看", "See", {"supervisor": Scope.BRANCH})
PLANTED = {
    "a list without a right": StaffRoute(
        "GET", "/staff/planted", right=Access.SIGNED_IN, answer=Told, handle=tell_everybody
    ),
    "a list that asks no reach": StaffRoute(
        "GET", "/staff/planted", right="planted.read", answer=Told, handle=tell_everybody
    ),
    "a change without a right": StaffRoute(
        "POST", "/staff/planted", right=Access.SIGNED_IN, body=Who, handle=rename
    ),
    "an object whose place is told wrongly": StaffRoute(
        "GET",
        "/staff/planted/<thing_id>",
        right="planted.read",
        about={"thing_id": "thing"},
        answer=Told,
        handle=tell_one,
    ),
}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("what", PLANTED)
async def test_a_route_that_lets_somebody_through_is_found(house: House, what: str) -> None:
    async def make_thing(served: Served, branch: str) -> str:
        return await make_account(served.staff, f"thing.{branch}", [], branch)

    kind = Kind("thing", everywhere)
    async with serving_staff(
        house.hub.staff, free_port(), rights=[READ], kinds=[kind], routes=[PLANTED[what]]
    ) as served:
        matrix = Matrix(served)
        await matrix.run({**MAKERS, "thing": make_thing}, below="/staff/planted")
    assert [fault for fault in matrix.faults if "planted" in fault or "changed" in fault]
