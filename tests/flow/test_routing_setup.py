"""Queues, hours and what agents can do, changed by staff: within rights, by version, in the audit."""

from typing import Any

import pytest

from tests.support.house import House
from tests.support.staff import Served, StaffClient, make_account, make_branches

QUEUE = {"queue_id": "cards", "name": "信用卡", "name_en": "Cards", "place": 10}
HOURS = {"calendar_id": "weekdays", "name": "工作日", "weekly": [["08:30-17:30"]] * 5 + [[], []]}


@pytest.fixture
async def ids(house: House) -> dict[str, str]:
    staff = house.hub.staff
    await make_branches(staff, "east", "west")
    return {
        "boss": await make_account(staff, "boss", ["administrator"]),
        "zhao": await make_account(staff, "zhao", ["supervisor"], "east"),
        "li": await make_account(staff, "li.ming", ["agent"], "east"),
        "wu": await make_account(staff, "wu", ["agent"], "west"),
    }


def browser(house: House) -> Any:
    return Served(house.hub.staff, house.hub.staff_catalog, house.settings.staff_port).browser()


async def actions(client: StaffClient, *wanted: str) -> list[str]:
    answer = await client.ask("GET", "/staff/audit")
    return [each["action"] for each in answer.body["entries"] if each["action"] in wanted]


async def test_queues_and_hours_are_made_changed_and_removed(house: House, ids: dict[str, str]) -> None:
    await make_account(house.hub.staff, "shen", ["auditor"])
    async with browser(house) as client, browser(house) as auditor:
        await client.sign_in("boss")
        assert (await client.ask("POST", "/staff/calendars", {"setup": HOURS})).body["version"] == 1
        assert (await client.ask("POST", "/staff/calendars", {"setup": HOURS})).code == "conflict"
        made = await client.ask("POST", "/staff/queues", {"setup": QUEUE | {"calendar_id": "weekdays"}})
        assert made.body["setup"]["calendar_id"] == "weekdays"
        path = "/staff/queues/cards"
        changed = {"version": 1, "setup": QUEUE | {"place": 5, "queue_id": "other"}}
        answer = await client.ask("PUT", path, changed)
        assert (answer.body["version"], answer.body["setup"]["queue_id"]) == (2, "cards"), "the path counts"
        assert (await client.ask("PUT", path, changed)).code == "conflict", "a version that is past"
        nowhere = {"version": 2, "setup": QUEUE | {"calendar_id": "nowhere"}}
        assert (await client.ask("PUT", path, nowhere)).code == "bad_input"
        assert (await client.ask("DELETE", f"{path}?version=1")).code == "conflict"
        assert (await client.ask("DELETE", f"{path}?version=2")).status == 204
        assert (await client.ask("DELETE", f"{path}?version=2")).code == "not_found"
        bad = {"version": 1, "setup": HOURS | {"weekly": [["17:30-08:30"]] * 7}}
        assert (await client.ask("PUT", "/staff/calendars/weekdays", bad)).code == "bad_input"
        stopped = {"version": 1, "setup": HOURS | {"emergency": True}}
        answer = await client.ask("PUT", "/staff/calendars/weekdays", stopped)
        assert answer.body["setup"]["emergency"] is True
        await auditor.sign_in("shen")
        names = ("queue.added", "queue.changed", "queue.removed", "calendar.added", "calendar.changed")
        assert set(await actions(auditor, *names)) == set(names)
    assert ids


async def test_supervisors_see_queues_and_change_what_their_own_agents_can_do(
    house: House, ids: dict[str, str]
) -> None:
    async with browser(house) as client, browser(house) as agent:
        await client.sign_in("boss")
        await client.ask("POST", "/staff/queues", {"setup": QUEUE})
        await client.sign_in("zhao")
        queues = (await client.ask("GET", "/staff/queues")).body["queues"]
        assert "cards" in [each["setup"]["queue_id"] for each in queues]
        assert (await client.ask("POST", "/staff/queues", {"setup": QUEUE})).code == "not_allowed"
        listed = (await client.ask("GET", "/staff/agents")).body["agents"]
        assert [each["login"] for each in listed] == ["li.ming", "zhao"], "west is out of reach"
        setup = listed[0]["setup"] | {"skills": {"fund": {"level": 3}}, "queues": ["cards"]}
        path = f"/staff/agents/{ids['li']}/profile"
        body = {"version": 0, "setup": setup}
        assert (await client.ask("PUT", path, body)).body["setup"]["skills"]["fund"]["level"] == 3
        assert (await client.ask("PUT", path, body)).code == "conflict"
        unknown = {"version": 1, "setup": setup | {"queues": ["nowhere"]}}
        assert (await client.ask("PUT", path, unknown)).code == "bad_input"
        west = f"/staff/agents/{ids['wu']}/profile"
        assert (await client.ask("PUT", west, body)).code == "not_found"
        listed = (await client.ask("GET", "/staff/agents")).body["agents"]
        assert (listed[0]["version"], listed[0]["setup"]["queues"]) == (1, ["cards"])
        await agent.sign_in("li.ming")
        assert (await agent.ask("GET", "/staff/agents")).code == "not_allowed"
        assert (await agent.ask("PUT", path, body)).code == "not_allowed"
