"""Rules lead turns: written by one, approved by another, obeyed from then on, and never in the way."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from sqlalchemy import text

from diversion.store.schema import diversion_fired
from handoff.store.schema import task
from hub.clock import SystemClock
from hub.store.encrypted import new_data_keys
from hub.store.schema import identity, turn
from hub.store.schema_staff import audit
from simulators.bank.faults import BankFault
from tests.flow.test_announcements import signed_in
from tests.support.bot import TestBot, done, echo
from tests.support.demo_bank import SECRET, running_bank
from tests.support.house import House, make_settings, running_house
from tests.support.looking import rows, settled
from tests.support.staff import StaffClient
from tests.support.waiting import eventually
from tests.support.webchat import WebchatClient

RULES = "/staff/diversion/rules"


def rule(name: str, action: Any, place: int = 10, **conditions: Any) -> dict[str, Any]:
    """A rule as the desk sends it; `action`: its kind, or all of it."""
    does = {"kind": action} if isinstance(action, str) else action
    return {"name": name, "place": place, "conditions": conditions, "action": does}


@asynccontextmanager
async def two_leads(house: House) -> AsyncIterator[tuple[StaffClient, StaffClient]]:
    """Who writes, and who approves."""
    async with (
        signed_in(house, "li.lead", "supervisor") as li,
        signed_in(house, "wang.lead", "supervisor") as wang,
    ):
        yield li, wang


async def live(house: House, leads: tuple[StaffClient, StaffClient], *rules: dict[str, Any]) -> None:
    """Has rules apply, in the memory of the hub, too."""
    writer, approver = leads
    for each in rules:
        written = await writer.ask("POST", RULES, {"rule": each})
        assert written.status == 200, written.body
        (one,) = [
            row for row in written.body["rules"] if row["draft"] and row["draft"]["name"] == each["name"]
        ]
        path = f"{RULES}/{one['rule_id']}/approve"
        assert (await approver.ask("POST", path, {"revision": one["revision"]})).status == 200
    (part,) = [run.__self__ for run in house.hub.background if run.__qualname__ == "KnownRules.run"]
    count = len((await writer.ask("GET", RULES)).body["rules"])

    async def known() -> int:
        return len(part.rules)

    await eventually(known, count)


async def said(client: WebchatClient, words: str, count: int) -> str:
    """Says something, and gives all that is answered."""
    await client.acked(await client.send(words))
    replies = await client.replies(count)
    return "\n".join(each["text"] for each in replies[count - 1]["segments"] if "text" in each)


async def test_a_rule_is_approved_by_another_and_applies_until_it_is_stopped(house: House) -> None:
    house.bot.answer = echo
    async with two_leads(house) as (li, wang), house.client() as client:
        assert await said(client, "网点几点开门", 1) == "echo: 网点几点开门", "without rules all is as it was"
        self_service = {"kind": "self_service", "words": "请在这里查看。", "link_title": "网点"}
        body = rule("网点自助", self_service | {"link_url": "https://bank.example/branches"})
        one = (await li.ask("POST", RULES, {"rule": body})).body["rules"][0]
        path = f"{RULES}/{one['rule_id']}"
        own = await li.ask("POST", f"{path}/approve", {"revision": 1})
        assert (own.status, own.code) == (403, "own_work")
        seen = await li.ask("POST", "/staff/diversion/try", {"last": 10})
        assert [(each["words"], each["now"], each["then"]) for each in seen.body["otherwise"]] == [
            ("网点几点开门", "", "网点自助")
        ]
        assert await rows(house, diversion_fired) == [], "a try writes nothing"
        assert (await wang.ask("POST", f"{path}/approve", {"revision": 1})).status == 200
        count = 1

        async def answer() -> str:
            nonlocal count
            count += 1
            return await said(client, "网点几点开门", count)

        await eventually(answer, "请在这里查看。")
        kinds = [segment["type"] for segment in client.outgoing[-1]["segments"]]
        assert kinds == ["text", "link", "choices"], "a person is offered all the same"
        assert (await said(client, "别再机器人了，叫个人来", count + 1)).startswith("echo"), (
            "the bot hears the wish"
        )
        logged = (await li.ask("GET", "/staff/diversion/log")).body["fired"][0]
        assert (logged["name"], logged["action"], logged["version"]) == ("网点自助", "self_service", 1)
        assert logged["seen"]["channel"] == "webchat"
        assert (await li.ask("POST", f"{path}/stop", {"revision": 1})).status == 409
        assert (await li.ask("POST", f"{path}/stop", {"revision": 2})).status == 200
        count += 1  # the wish has been answered in between
        await eventually(answer, "echo: 网点几点开门")
    actions = [row.action for row in await rows(house, audit) if row.action.startswith("diversion.")]
    assert actions == ["diversion.drafted", "diversion.approved", "diversion.stopped"]


async def complains(ask: dict[str, Any]) -> tuple[int, Any]:
    """A bot that understands complaints, wishes for a person, and not much else."""
    words = ask["input"]["text"]
    if "人工" in words:
        command = {"type": "request_person", "reason": words}
        intents = [{"name": "request_person", "confidence": 0.9}]
        return 200, done(ask, {"type": "text", "text": "好的"}, commands=[command], intents=intents)
    name = "complain" if "投诉" in words else "mortgage" if "房贷" in words else "ask"
    return 200, done(
        ask, {"type": "text", "text": f"bot: {words}"}, intents=[{"name": name, "confidence": 0.9}]
    )


async def test_a_complaint_meets_the_bot_once_and_a_wish_is_never_lost(house: House) -> None:
    house.bot.answer = complains
    async with two_leads(house) as leads:
        await live(
            house,
            leads,
            rule("投诉找人", "person", 1, earlier=["complain"]),
            rule("房贷专席", {"kind": "queue", "queue": "loans"}, 2, intents=["mortgage"]),
            rule("一律自助", {"kind": "self_service", "words": "请自助办理。"}, 3),
        )
        async with house.client() as client:
            assert await said(client, "我要投诉柜台", 1) == "请自助办理。", "rules in their order"
            await settled(house)
        async with house.client() as client:
            assert await said(client, "转人工", 1) == "好的", "no rule puts off who wants a person"
            await settled(house)
        assert [row.reason for row in await rows(house, task)] == ["转人工"]
        async with house.client() as client:
            answer = await said(client, "我想问房贷", 1)
            assert answer.startswith("bot: 我想问房贷")
            assert "转接" in answer
            await settled(house)
        assert {row.reason for row in await rows(house, task)} == {"转人工", "分流：房贷专席"}


async def test_the_second_word_of_a_complaint_reaches_a_person(house: House) -> None:
    house.bot.answer = complains
    async with two_leads(house) as leads:
        await live(house, leads, rule("投诉找人", "person", 1, earlier=["complain"]))
        async with house.client() as client:
            assert await said(client, "我要投诉柜台", 1) == "bot: 我要投诉柜台"
            assert "已为您优先转接人工客服" in await said(client, "就是昨天那位", 2)
            assert "已经转给人工客服" in await said(client, "还有一件事", 3)
            assert "不再为您安排" in await said(client, "不用人工了", 4)
            assert await said(client, "网点几点开门", 5) == "bot: 网点几点开门", (
                "who took it back is left alone"
            )
            await settled(house)
    assert len(house.bot.asks) == 2
    assert [row.action for row in await rows(house, diversion_fired)] == ["person", "person"]
    assert [row.state for row in await rows(house, turn)] == ["answered"] * 5


async def test_rules_that_break_change_nothing(house: House) -> None:
    house.bot.answer = echo
    async with two_leads(house) as leads:
        await live(house, leads, rule("都找人", "person"))
        async with house.client() as client:
            assert "转接人工" in await said(client, "你好", 1)
            await settled(house)
            async with house.database.write() as connection:
                await connection.execute(text("ALTER TABLE diversion_fired RENAME TO diversion_gone"))
            assert await said(client, "网点几点开门", 2) == "echo: 网点几点开门"
            await settled(house)


async def test_older_customers_reach_a_person_at_once(
    tmp_path: Path, bot: TestBot, database_url: str
) -> None:
    bot.answer = echo
    async with running_bank(tmp_path / "bank.db", SystemClock()) as bank:
        number = bank.open()
        age = bank.profile(number)["age"]
        settings = make_settings(
            database_url,
            tmp_path,
            bot.port,
            bank_url=bank.url,
            bank_secret=SecretStr(SECRET),
            data_keys=SecretStr(new_data_keys("k1")),
        )
        async with running_house(settings, bot) as house, two_leads(house) as leads:
            async with house.client() as client:
                assert await said(client, "你好", 1) == "echo: 你好"
                (known,) = await rows(house, identity)
                with bank.database.transaction() as books:
                    bound = (known.channel, known.external_id, number)
                    books.execute("INSERT INTO binding VALUES (?, ?, ?)", bound)
                await live(house, leads, rule("年长客户", "person", age_from=age))
                assert "转接人工" in await said(client, "查一下", 2)
            bank.faults.add("/customers/find", BankFault("status", 503), times=10)
            async with house.client() as stranger:
                assert await said(stranger, "你好", 1) == "echo: 你好", "an unknown age is none"
            assert [row.reason for row in await rows(house, task)] == ["分流：年长客户"]
            (fired,) = await rows(house, diversion_fired)
            assert fired.seen["age"] == f"{age // 10 * 10}-{age // 10 * 10 + 9}", "its ten years, no more"
