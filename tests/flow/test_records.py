"""What staff do with the records of a customer: one asks, another approves, and all of it is in the audit."""

import base64
import io
import json
import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

import pytest
from sqlalchemy import select

from hub.store.schema import identity, message
from hub.store.schema_staff import audit
from records.store.schema import legal_hold
from tests.support.house import House
from tests.support.looking import rows
from tests.support.staff import StaffClient, make_account, make_branches, staff_client
from tests.support.waiting import eventually

WORDS = "年费为什么扣了两次"
REQUESTS = "/staff/records/requests"
SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Office(NamedTuple):
    """Two supervisors at the head office, and a customer who has spoken."""

    wang: StaffClient
    chen: StaffClient
    who: str


@asynccontextmanager
async def office(house: House, *, closed: bool = True) -> AsyncIterator[Office]:
    staff, port = house.hub.staff, house.settings.staff_port
    await make_branches(staff, "east")
    for login, branch in (("wang.fang", None), ("chen.hao", None), ("li.ming", "east")):
        more = () if branch is None else (branch,)
        await make_account(staff, login, ["supervisor"], *more)
    async with house.client() as client:
        await client.acked(await client.send(WORDS))
        await client.until(lambda: client.outgoing)
        (row,) = await rows(house, identity)
    if closed:
        await close(house, row.identity_key)
    async with staff_client(port) as wang, staff_client(port) as chen:
        await wang.sign_in("wang.fang")
        await chen.sign_in("chen.hao")
        yield Office(wang, chen, row.identity_key)


async def close(house: House, key: str) -> None:
    """The customer has gone."""
    async with house.database.write() as connection:
        await house.hub.conversations.do_close(connection, key, 1, by="customer")


async def ask(browser: StaffClient, who: str, kind: str, reference: str = "DSAR-1") -> Any:
    body = {"who": who, "kind": kind, "reason": "customer", "reference": reference}
    return await browser.ask("POST", REQUESTS, body)


async def shown(browser: StaffClient) -> list[dict[str, Any]]:
    return list((await browser.ask("GET", REQUESTS)).body["requests"])


async def decide(browser: StaffClient, request_id: str, how: str) -> Any:
    return await browser.ask("POST", f"{REQUESTS}/{request_id}/{how}")


async def actions(house: House) -> list[tuple[str, str]]:
    async with house.database.read() as connection:
        found = (await connection.execute(select(audit).order_by(audit.c.seq))).all()
    return [(row.action, row.result) for row in found if row.action.startswith(("customer.", "records."))]


async def test_an_erasure_waits_for_a_second_person_and_tells_what_is_kept(house: House) -> None:
    async with office(house) as (wang, chen, who):
        found = (await wang.ask("GET", f"/staff/records/found?text={who[:6].upper()}")).body["customers"]
        assert [each["who"] for each in found] == [who]
        about = (await wang.ask("GET", f"/staff/records/customers/{who}")).body
        assert {"what": "message", "count": 2} in about["removable"]
        assert about["open_conversations"] == 0
        request = (await ask(wang, who, "erase")).body["request_id"]
        assert (await ask(wang, who, "erase")).code == "conflict", "once is enough"
        assert (await decide(wang, request, "approve")).code == "not_allowed", "not by who asked"
        assert len(await rows(house, message)) == 2
        assert (await decide(chen, request, "approve")).status == 204

        async def state() -> str:
            return str((await shown(wang))[0]["state"])

        await eventually(state, "done", timeout_s=60)
        (one,) = await shown(wang)
        assert {"what": "message", "count": 2} in one["outcome"]["rows"]
        left = {each["what"] for each in one["outcome"]["left"]}
        assert {"staff_audit", "records_request", "backups"} <= left, "told what is kept"
        assert await rows(house, message) == []
        assert await rows(house, identity) == []
        assert (await decide(chen, request, "approve")).code == "conflict"
        assert await actions(house) == [
            ("customer.sought", "done"),
            ("customer.looked_up", "done"),
            ("records.asked", "done"),
            ("records.approved", "refused"),
            ("records.approved", "done"),
            ("customer.erased", "done"),
        ]


@SQLITE
async def test_a_hold_stands_at_once_and_keeps_an_erasure_back(house: House) -> None:
    async with office(house) as (wang, chen, who):
        hold = (await ask(wang, who, "hold", "案 2026-7")).body["request_id"]
        assert (await ask(wang, who, "erase")).code == "conflict", "it stands before anybody has confirmed it"
        assert (await decide(chen, hold, "approve")).status == 204
        (standing,) = (await chen.ask("GET", "/staff/records/holds")).body["holds"]
        assert (standing["reference"], standing["who"]) == ("案 2026-7", who)
        assert (await ask(wang, who, "release", "另案")).code == "conflict"
        release = (await ask(chen, who, "release", "案 2026-7")).body["request_id"]
        assert (await decide(chen, release, "approve")).code == "not_allowed"
        assert (await ask(wang, who, "erase")).code == "conflict", "asking does not release"
        assert (await decide(wang, release, "approve")).status == 204
        assert (await ask(wang, who, "erase")).status == 200
        again = (await ask(wang, who, "hold", "案 2026-8")).body["request_id"]
        assert (await decide(chen, again, "refuse")).status == 204
        assert [row.lifted_at is None for row in await rows(house, legal_hold)] == [False, False]


@SQLITE
async def test_an_approved_export_is_given_to_who_asked_and_lies_nowhere(house: House) -> None:
    async with office(house) as (wang, chen, who):
        request = (await ask(wang, who, "export")).body["request_id"]
        assert (await decide(wang, request, "archive")).code == "conflict", "nobody has approved it"
        assert (await decide(chen, request, "approve")).status == 204
        assert (await decide(chen, request, "archive")).code == "conflict", "only who asked"
        taken = await decide(wang, request, "archive")
        with zipfile.ZipFile(io.BytesIO(base64.b64decode(taken.body["content"]))) as archive:
            said = [json.loads(line) for line in archive.read("message.jsonl").decode().splitlines()]
        assert WORDS in str(said)
        assert await actions(house) == [
            ("records.asked", "done"),
            ("records.taken", "begun"),
            ("records.approved", "done"),
            ("records.taken", "begun"),
            ("records.taken", "begun"),
            ("customer.exported", "done"),
        ]
        assert (await shown(wang))[0]["ready_until"] is not None
        assert (await shown(chen))[0]["mine"] is False


@SQLITE
async def test_what_came_between_approval_and_erasure_keeps_it_back(house: House) -> None:
    async with office(house, closed=False) as (wang, chen, who):
        assert (await ask(wang, who, "erase")).code == "conflict", "somebody still speaks with them"
        await close(house, who)
        request = (await ask(wang, who, "erase")).body["request_id"]
        assert (await decide(wang, request, "refuse")).status == 204, "who asked takes it back"
        assert (await shown(chen))[0]["state"] == "withdrawn"
        assert await rows(house, message) != []


@SQLITE
async def test_a_branch_sees_nothing_of_it(house: House) -> None:
    async with office(house) as (wang, _, who), staff_client(house.settings.staff_port) as li:
        await ask(wang, who, "export")
        await li.sign_in("li.ming")
        assert await shown(li) == []
        assert (await li.ask("GET", f"/staff/records/found?text={who[:8]}")).body["customers"] == []
        assert (await li.ask("GET", f"/staff/records/customers/{who}")).status == 404
        assert (await ask(li, who, "erase")).status == 404
        assert (await li.ask("GET", "/staff/records/holds")).body["holds"] == []
        kinds = (await li.ask("GET", "/staff/records/retention")).body["kinds"]
        assert {"kind": "conversations", "days": None} in kinds
