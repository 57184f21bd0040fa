"""Scripts kept in the desk: one writes, another approves; a flow goes by the version in which it began."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from tests.flow.video.meeting import ON_SQLITE
from tests.flow.video.test_flows import case, in_a_call, step
from tests.support.house import House
from tests.support.looking import rows
from tests.support.staff import StaffClient, make_account, staff_client
from video.flows.kept import script_bytes_in, script_in
from video.recording.chain import digest
from video.store.schema_cases import video_case

SCRIPTS = "/staff/video-scripts"
CONTENT: dict[str, Any] = {
    "zh": "视频客服",
    "en": "Service by video",
    "recorded": False,
    "licences": [],
    "steps": [
        {
            "step": "greet",
            "kind": "say",
            "zh": "您好，请问需要什么帮助？",
            "en": "How can I help?",
            "answers": [],
            "faces": False,
        },
        {
            "step": "solved",
            "kind": "ask",
            "zh": "问题是否解决？",
            "en": "Solved?",
            "answers": ["已解决"],
            "faces": False,
        },
    ],
}


@asynccontextmanager
async def two_leads(house: House) -> AsyncIterator[tuple[StaffClient, StaffClient]]:
    """Two supervisors who may write and approve."""
    for login in ("lead.one", "lead.two"):
        await make_account(house.hub.staff, login, ["supervisor"])
    port = house.settings.staff_port
    async with staff_client(port) as one, staff_client(port) as two:
        assert (await one.sign_in("lead.one")).status == 200
        assert (await two.sign_in("lead.two")).status == 200
        yield one, two


def shown(answer: Any, name: str) -> dict[str, Any]:
    return next(each for each in answer.body["scripts"] if each["script_id"] == name)


async def test_one_writes_and_another_approves(house: House) -> None:
    async with two_leads(house) as (one, two):
        before = shown(await one.ask("GET", SCRIPTS), "video_service")
        assert (before["version"], before["draft"], before["versions"]) == (1, None, [])
        at = f"{SCRIPTS}/video_service"
        drafted = await one.ask("POST", f"{at}/draft", {"revision": 0, "content": CONTENT})
        assert (shown(drafted, "video_service")["revision"], drafted.status) == (1, 200)
        assert shown(drafted, "video_service")["live"] == before["live"], "what applies goes on meanwhile"
        again = await two.ask("POST", f"{at}/draft", {"revision": 0, "content": CONTENT})
        assert (again.status, again.code) == (409, "conflict")
        own = await one.ask("POST", f"{at}/approve", {"revision": 1})
        assert (own.status, own.code) == (403, "own_work")
        approved = await two.ask("POST", f"{at}/approve", {"revision": 1})
        now = shown(approved, "video_service")
        assert (now["version"], now["draft"], now["live"]) == (2, None, CONTENT)
        assert [each["version"] for each in now["versions"]] == [2]
    async with house.database.read() as connection:
        assert (await script_in(connection, "video_service", 1)).version == 1, "of a file"
        assert (await script_in(connection, "video_service", 2)).steps[0].step == "greet"
        sealed = await script_bytes_in(connection, "video_service", 2)
        assert digest(sealed) == digest(await script_bytes_in(connection, "video_service", 2))


@ON_SQLITE
async def test_what_is_no_script_is_not_written(house: House) -> None:
    no_consent = CONTENT | {"recorded": True}
    no_answers = CONTENT | {"steps": [CONTENT["steps"][1] | {"answers": []}]}
    async with two_leads(house) as (one, _):
        for wrong, why in (
            (no_consent, "consent"),
            (no_answers, "which answers"),
            (CONTENT | {"steps": []}, ""),
        ):
            told = await one.ask("POST", f"{SCRIPTS}/loan_interview/draft", {"revision": 0, "content": wrong})
            assert (told.status, told.code) == (400, "bad_input")
            assert why in told.body["detail"]
        new = {"name": "account_closing", "content": CONTENT}
        added = shown(await one.ask("POST", SCRIPTS, new), "account_closing")
        assert (added["version"], added["live"], added["own_draft"]) == (0, None, True)
        left = await one.ask("POST", f"{SCRIPTS}/account_closing/discard", {"revision": 1})
        assert "account_closing" not in str(left.body)


@ON_SQLITE
async def test_a_flow_goes_by_the_version_in_which_it_began(house: House) -> None:
    async with in_a_call(house) as (both, call), two_leads(house) as (one, two):
        assert await both.agent.ask("begin", call=call, script="video_service") == "done"
        began = [each["step"] for each in case(both)["steps"]]
        at = f"{SCRIPTS}/video_service"
        assert (await one.ask("POST", f"{at}/draft", {"revision": 0, "content": CONTENT})).status == 200
        assert (await two.ask("POST", f"{at}/approve", {"revision": 1})).status == 200
        assert await step(both, call, "greet") == "no_step"
        assert [each["step"] for each in case(both)["steps"]] == began
        assert case(both)["version"] == 1
    (row,) = await rows(house, video_case)
    assert row.script_version == 1


@ON_SQLITE
async def test_the_next_flow_goes_by_what_was_approved(house: House) -> None:
    async with two_leads(house) as (one, two):
        at = f"{SCRIPTS}/video_service"
        assert (await one.ask("POST", f"{at}/draft", {"revision": 0, "content": CONTENT})).status == 200
        assert (await two.ask("POST", f"{at}/approve", {"revision": 1})).status == 200
    async with in_a_call(house) as (both, call):
        assert await both.agent.ask("begin", call=call, script="video_service") == "done"
        assert case(both)["version"] == 2
        assert await step(both, call, "solved", answer="已解决") == "skipped"
        assert await step(both, call, "greet") == "done"
        assert await step(both, call, "solved", answer="已解决") == "done"
        assert case(both)["state"] == "done"
    (row,) = await rows(house, video_case)
    assert (row.script_version, row.state) == (2, "done")
