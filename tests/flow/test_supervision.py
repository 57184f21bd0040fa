"""A supervisor sees the house, reads along unseen, helps, takes over, moves work; not in foreign branches."""

import asyncio
import base64
import uuid
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode

import pytest
from sqlalchemy import select

from handoff.store.schema import agent, note, reservation, task
from hub.store.schema_staff import audit
from supervision.store.schema import participation
from tests.flow.test_desk import ask_for_a_person
from tests.support.bot import done
from tests.support.desk import DeskClient, open_desk, signed_in_desk
from tests.support.house import House
from tests.support.looking import rows
from tests.support.staff import StaffClient, make_account, make_branches, staff_client
from tests.support.supervisor import Supervisor, supervising
from tests.support.waiting import eventually
from tests.support.webchat import WebchatClient, text_of


@pytest.fixture
def house(house: House) -> House:
    """A house whose bot hands over when it is asked to."""

    async def hands_over(ask: dict[str, Any]) -> tuple[int, Any]:
        text = ask["input"]["text"]
        if text != "找人工":
            return 200, done(ask, {"type": "text", "text": f"echo: {text}"})
        command = {"type": "request_person", "reason": "客户要求人工"}
        return 200, done(ask, {"type": "text", "text": "正在为您转接"}, commands=[command])

    house.bot.answer = hands_over
    return house


class Floor(NamedTuple):
    """An agent who serves a customer, and their supervisor."""

    ids: dict[str, str]
    chief: Supervisor
    desk: DeskClient
    client: WebchatClient
    task: str
    agent: StaffClient


async def people(house: House) -> dict[str, str]:
    """Two agents and a supervisor in the east, and a supervisor in the west."""
    staff = house.hub.staff
    await make_branches(staff, "east", "west")
    return {
        "li": await make_account(staff, "li.ming", ["agent"], "east", name="李明"),
        "zhao": await make_account(staff, "zhao.lei", ["agent"], "east", name="赵蕾"),
        "wang": await make_account(staff, "wang.fang", ["supervisor"], "east", name="王芳"),
        "chen": await make_account(staff, "chen.hao", ["supervisor"], "west", name="陈浩"),
    }


@asynccontextmanager
async def floor(house: House) -> AsyncIterator[Floor]:
    """Li serves somebody; Wang looks at the wallboard."""
    ids, port = await people(house), house.settings.staff_port
    async with AsyncExitStack() as stack:
        chief = await stack.enter_async_context(supervising(port, "wang.fang"))
        browser = await stack.enter_async_context(staff_client(port))
        await browser.sign_in("li.ming")
        desk = await stack.enter_async_context(open_desk(browser))
        await desk.wish("status", status="available")
        client = await stack.enter_async_context(house.client())
        await ask_for_a_person(client)
        place = await desk.accept()
        await chief.until(lambda each: each.board["conversations"])
        yield Floor(ids, chief, desk, client, place, browser)


async def quiet(desk: DeskClient, client: WebchatClient) -> tuple[list[str], list[Any]]:
    """All that desk and customer have heard, once nothing has come for a second: what was before is told."""
    heard = (list[str](), list[Any]())
    while heard != (now := (list(desk.heard), list(client.frames))):
        heard = now
        await asyncio.sleep(1.0)
    return heard


async def audited(house: House, action: str) -> list[Any]:
    async with house.database.read() as connection:
        found = await connection.execute(select(audit).where(audit.c.action == action))
        return list(found.all())


async def test_the_wallboard_tells_who_waits_who_serves_and_how_well(house: House) -> None:
    await people(house)
    port = house.settings.staff_port
    async with supervising(port, "wang.fang") as chief, house.client() as client:
        (queue,) = chief.board["queues"]
        assert (queue["queue"], queue["waiting"], queue["today"]["share"]) == ("general", 0, None)
        assert chief.board["occupancy"] is None, "nobody serves, and that is no occupancy of nought"
        await ask_for_a_person(client)
        await chief.until(lambda each: each.board["queues"][0]["waiting"] == 1)
        assert chief.board["queues"][0]["waiting_since"] is not None
        assert chief.board["waiting"] == [], "what nobody has lies at the head office"
        async with signed_in_desk(port, "li.ming") as desk:
            await desk.accept()
            await chief.until(lambda each: each.board["conversations"])
            (shown,) = chief.board["conversations"]
            assert (shown["name"], shown["channel"], shown["replied"]) == ("李明", "webchat", False)
            await chief.until(lambda each: any(one["serves"] for one in each.board["agents"]))
            assert chief.board["agents"][0]["load"] == 0.2
            assert chief.board["occupancy"] == 0.2
            await chief.until(lambda each: each.board["whole"]["taken"] == 1)
            whole = {name: chief.board["whole"][name] for name in ("asked", "in_time", "given_up", "share")}
            assert whole == {"asked": 1, "in_time": 1, "given_up": 0, "share": 1.0}


async def test_reading_along_is_seen_by_nobody_and_stands_in_the_audit(house: House) -> None:
    async with floor(house) as (_, chief, desk, client, place, _):
        before = await quiet(desk, client)
        await chief.watch(place)
        await chief.until(lambda each: each.shown.get("task") == place)
        assert "年费为什么扣了两次" in chief.words()
        assert desk.heard == before[0]
        assert client.frames == before[1]
        await client.acked(await client.send("还在吗"))
        await chief.until(lambda each: "还在吗" in each.words())
        (entry,) = await audited(house, "conversation.watched")
        assert entry.object_id == place


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_supervisor_joins_in_under_the_rules_about_words(house: House) -> None:
    async with floor(house) as (_, chief, desk, client, place, _):
        refused = await chief.speak("join", place, "加我微信 wxid_abc12345")
        assert (refused.status, refused.code) == (422, "forbidden_words")
        assert (await chief.speak("join", place, "您好，我是主管王芳")).status == 204
        await client.until(lambda: text_of(client.outgoing[-1]) == "您好，我是主管王芳")
        assert client.outgoing[-1]["author"] == {"kind": "agent", "name": "王芳"}
        await desk.until(lambda each: "您好，我是主管王芳" in each.words())
        assert (await desk.wish("say", task=place, text="我继续为您处理"))["type"] == "done"
        assert len(await audited(house, "conversation.joined")) == 1


async def test_taking_over_makes_the_supervisor_the_owner_and_frees_the_agent(house: House) -> None:
    async with floor(house) as (ids, chief, desk, client, place, _):
        assert (await chief.act(f"tasks/{place}/take-over")).status == 204
        await client.until(lambda: "王芳 已接手" in text_of(client.outgoing[-1]))
        await desk.until(lambda each: each.state["tasks"] == [])
        late = await desk.wish("say", task=place, text="我还在")
        assert (late["type"], late["code"]) == ("refused", "not_found")
        async with signed_in_desk(house.settings.staff_port, "wang.fang") as own:
            assert (await own.wish("open", task=place))["type"] == "done"
            assert (await own.wish("say", task=place, text="由我为您处理"))["type"] == "done"
            await client.until(lambda: text_of(client.outgoing[-1]) == "由我为您处理")
        states = {row.account_id: row.state for row in await rows(house, reservation)}
        assert states == {ids["li"]: "released", ids["wang"]: "accepted"}
        used = {row.account_id: row.used for row in await rows(house, agent)}
        assert used == {ids["li"]: 0, ids["wang"]: 20}
        again = await chief.act(f"tasks/{place}/take-over")
        assert again.code == "conflict"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_hand_goes_up_until_a_supervisor_answers(house: House) -> None:
    async with floor(house) as (_, chief, desk, client, place, browser):
        path = f"/staff/tasks/{place}/hand"
        assert (await chief.browser.ask("POST", path, {"up": True})).code == "not_found", "not their own"
        raised = await browser.ask("POST", path, {"up": True})
        assert (await browser.ask("POST", path, {"up": True})).body == raised.body, "once up, it is up"
        await chief.until(lambda each: each.board["conversations"][0]["hand_since"])
        assert (await chief.speak("whisper", place, "我看一下")).status == 204
        await desk.until(lambda each: "我看一下" in each.words())
        assert (await browser.ask("GET", path)).body == {"since": None}
        await chief.until(lambda each: each.board["conversations"][0]["hand_since"] is None)
        assert "我看一下" not in str(client.frames)


async def test_work_is_given_to_an_agent_with_a_note_that_no_customer_reads(house: House) -> None:
    async with (
        floor(house) as (ids, chief, desk, client, place, _),
        signed_in_desk(house.settings.staff_port, "zhao.lei") as other,
    ):
        assert (await chief.give(place, "理财问题", account_id=ids["li"])).code == "conflict", "has it"
        assert (await chief.give(place, "理财问题", queue="nowhere")).code == "bad_input"
        assert (await chief.give(place, "理财问题", account_id=ids["zhao"])).status == 204
        offer = await other.offer()
        assert offer["task"]["task"] == place
        await other.accept()
        assert "理财问题" in other.words()
        await desk.until(lambda each: each.state["tasks"] == [])
        (row,) = await rows(house, task)
        assert (row.state, row.transfers) == ("assigned", 1)
        assert "理财问题" not in str(client.frames)


async def test_an_agent_who_is_logged_out_has_nothing_left(house: House) -> None:
    async with floor(house) as (ids, chief, _, client, place, _):
        assert (await chief.act(f"agents/{ids['li']}/log-out")).status == 204
        await client.until(lambda: "转接其他客服" in text_of(client.outgoing[-1]))
        (row,) = await rows(house, task)
        assert row.state in ("queued", "offered")
        (held,) = await rows(house, reservation)
        assert (held.state, held.reason) == ("released", "logged_out")
        (entry,) = await audited(house, "agent.logged_out")
        assert entry.object_id == ids["li"]

        async def status() -> tuple[str, int]:
            (one,) = await rows(house, agent)
            return one.status, one.used

        await eventually(status, ("offline", 0))
        assert (await chief.give(place, "换人", account_id=ids["li"])).code == "conflict"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_another_branchs_supervisor_sees_and_does_nothing(house: House) -> None:
    async with floor(house) as (ids, _, _, client, place, _):
        async with supervising(house.settings.staff_port, "chen.hao") as other:
            assert (other.board["agents"], other.board["conversations"]) == ([], [])
            await other.watch(place)
            await other.until(lambda each: each.refused)
            assert other.refused == [{"type": "refused", "task": place, "code": "not_found"}]
            for path in (f"tasks/{place}/take-over", f"agents/{ids['li']}/log-out"):
                assert (await other.act(path)).status == 404
            for kind in ("whisper", "join"):
                assert (await other.speak(kind, place, "西区")).status == 404
            assert (await other.give(place, "西区", queue="general")).status == 404
        assert await rows(house, note) == []
        assert "西区" not in str(client.frames)
        assert len(await audited(house, "conversation.watched")) == 0


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_reports_figures_lead_to_their_conversations_and_into_files(house: House) -> None:
    async with floor(house) as (_, chief, _, _, place, _):
        browser, now = chief.browser, datetime.now(UTC)
        span = {
            "since": (now - timedelta(hours=1)).isoformat(),
            "until": (now + timedelta(hours=1)).isoformat(),
        }
        asked = urlencode({"by": "agent", **span})
        report = await browser.ask("GET", f"/staff/reports?{asked}")
        (line,) = report.body["lines"]
        assert (line["name"], line["figures"]["handled"], line["figures"]["service_level"]) == (
            "李明",
            1,
            1.0,
        )
        more = urlencode({"key": line["key"], "figure": "handled"})
        behind = (await browser.ask("GET", f"/staff/reports/conversations?{asked}&{more}")).body
        assert behind["total"] == 1
        assert behind["conversations"][0]["task"] == place
        assert behind["conversations"][0]["words"] == "年费为什么扣了两次"
        kept = (await browser.ask("GET", f"/staff/reports/file?{asked}&form=csv&language=zh")).body
        _, own, whole = base64.b64decode(kept["content"]).decode("utf-8-sig").splitlines()
        assert (own[:7], whole[:7]) == ("李明,1,1,", "合计,1,1,")
        assert [row.action for row in await audited(house, "report.exported")] == ["report.exported"]
        wrong = urlencode({"by": "agent", "since": span["until"], "until": span["since"]})
        assert (await browser.ask("GET", f"/staff/reports?{wrong}")).code == "bad_input"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_customer_agent_and_supervisor_write_together_each_with_their_name(house: House) -> None:
    async with floor(house) as (_, chief, desk, client, place, _):
        await chief.watch(place)
        assert (await chief.act(f"tasks/{place}/enter")).status == 204
        assert (await chief.act(f"tasks/{place}/enter")).status == 204, "who is there is there"
        await client.until(lambda: "王芳 已加入会话，将与客服 李明 一起" in text_of(client.outgoing[-1]))
        await chief.until(lambda each: each.shown.get("takes_part"))
        await chief.until(lambda each: each.board["conversations"][0]["participants"] == ["王芳"])
        assert (await chief.speak("join", place, "我是王芳")).status == 204
        assert (await desk.wish("say", task=place, text="我是李明"))["type"] == "done"
        await client.acked(await client.send("两位好"))
        await client.until(lambda: text_of(client.outgoing[-1]) == "我是李明")
        said = [(each["author"]["name"], text_of(each)) for each in client.outgoing[-2:]]
        assert said == [("王芳", "我是王芳"), ("李明", "我是李明")]
        for words in ("我是王芳", "两位好"):
            await desk.until(lambda each, words=words: words in each.words())  # type: ignore[misc]
            await chief.until(lambda each, words=words: words in each.words())
        assert (await chief.act(f"tasks/{place}/leave")).status == 204
        assert (await chief.act(f"tasks/{place}/leave")).status == 204
        await client.until(lambda: "王芳 已退出会话" in text_of(client.outgoing[-1]))
        assert (await desk.wish("say", task=place, text="由我继续"))["type"] == "done"
        await client.until(lambda: text_of(client.outgoing[-1]) == "由我继续")
        told = [text_of(each) for each in client.outgoing]
        assert [sum(word in each for each in told) for word in ("已加入会话", "已退出会话")] == [1, 1]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_who_takes_part_and_takes_over_is_the_owner_and_no_guest(house: House) -> None:
    async with floor(house) as (_, chief, _, client, place, _):
        await chief.act(f"tasks/{place}/enter")
        assert (await chief.act(f"tasks/{place}/take-over")).status == 204
        await client.until(lambda: "王芳 已接手" in text_of(client.outgoing[-1]))
        assert (await chief.act(f"tasks/{place}/enter")).code == "conflict"
        (row,) = await rows(house, participation)
        assert row.left_at is not None


async def test_a_supervisor_ends_a_conversation_for_a_reason_and_the_customer_knows(house: House) -> None:
    async with floor(house) as (ids, chief, desk, client, place, _):
        await chief.act(f"tasks/{place}/enter")
        wish = str(uuid.uuid4())
        end = {"cause": "fraud", "note": "客户被引导转账", "wish": wish}
        assert (await chief.act(f"tasks/{place}/close", **(end | {"cause": "boredom"}))).code == "bad_input"
        assert (await chief.act(f"tasks/{place}/close", **end)).status == 204
        assert (await chief.act(f"tasks/{place}/close", **end)).status == 204, "sent again"
        assert (
            await chief.act(f"tasks/{place}/close", **(end | {"wish": str(uuid.uuid4())}))
        ).code == "conflict"
        await client.until(lambda: "请勿转账或透露验证码" in text_of(client.outgoing[-1]))
        assert "客户被引导转账" not in str(client.frames)
        await desk.until(lambda each: each.state["tasks"][0]["state"] == "wrapping")
        late = await desk.wish("say", task=place, text="还在吗")
        assert late["type"] == "refused"
        assert [row.left_at is None for row in await rows(house, participation)] == [False]
        first = (await audited(house, "conversation.force_closed"))[0]
        assert (first.actor, first.object_id) == (ids["wang"], place)
        assert '"cause":"fraud"' in first.detail
        await client.acked(await client.send("你好"))
        await client.until(lambda: text_of(client.outgoing[-1]) == "echo: 你好")
