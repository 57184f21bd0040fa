"""Beside a conversation: the customer's panel, reveals, suggested answers, typing, files, satisfaction."""

import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
import zxingcpp
from PIL import Image

from handoff.store import tasks
from handoff.store.schema_customers import satisfaction
from hub.store.schema_staff import audit
from kb import index, load
from tests.flow.test_desk import house
from tests.support.desk import DeskClient, open_desk, send_file
from tests.support.house import House
from tests.support.looking import rows
from tests.support.staff import StaffClient, make_account, staff_client
from tests.support.webchat import WebchatClient, text_of

__all__ = ["house"]

PHONE = "我的手机号是13812345678"


@dataclass
class Served:
    """An agent with a customer's conversation in hand."""

    browser: StaffClient
    desk: DeskClient
    customer: WebchatClient
    task: str

    @property
    def path(self) -> str:
        """Where the panel's routes are."""
        return f"/staff/tasks/{self.task}"


@asynccontextmanager
async def served(house: House, *said: str) -> AsyncIterator[Served]:
    """The customer said something, asked for a person, and the agent took it."""
    await make_account(house.hub.staff, "li.ming")
    async with staff_client(house.settings.staff_port) as browser, house.client() as customer:
        assert (await browser.sign_in("li.ming")).status == 200
        async with open_desk(browser) as desk:
            await desk.wish("status", status="available")
            for number, text in enumerate(said, 1):
                await customer.acked(await customer.send(text))
                await customer.replies(number)
            await customer.acked(await customer.send("找人工"))
            yield Served(browser, desk, customer, await desk.accept())


def picture(words: str = "") -> bytes:
    """A PNG, with a QR code of these words."""
    image = Image.new("RGB", (400, 400), "white")
    if words:
        code = zxingcpp.create_barcode(words, zxingcpp.BarcodeFormat.QRCode)
        image.paste(Image.fromarray(code.to_image(scale=5)), (40, 40))
    written = io.BytesIO()
    image.save(written, "PNG")
    return written.getvalue()


async def test_what_is_masked_is_revealed_once_asked_for_and_the_audit_knows(house: House) -> None:
    async with served(house, PHONE) as one:
        assert all("13812345678" not in heard for heard in one.desk.heard)
        answer = await one.browser.ask("POST", f"{one.path}/reveal", {"conversation": 1, "seq": 1})
        assert answer.body == {"texts": [PHONE]}
        nothing = await one.browser.ask("POST", f"{one.path}/reveal", {"conversation": 1, "seq": 99})
        assert nothing.status == 404
        await make_account(house.hub.staff, "wang.fang")
        async with staff_client(house.settings.staff_port) as other:
            await other.sign_in("wang.fang")
            foreign = await other.ask("POST", f"{one.path}/reveal", {"conversation": 1, "seq": 1})
            assert foreign.status == 404
    entries = [row for row in await rows(house, audit) if row.action == "message.revealed"]
    assert sorted(row.result for row in entries) == ["done", "refused"]
    assert "13812345678" not in str(entries)


async def test_tags_and_past_conversations_and_what_was_rated(house: House) -> None:
    async with served(house) as one:
        tagged = await one.browser.ask("POST", f"{one.path}/tags", {"tag": "老客户"})
        assert tagged.body["tags"] == ["老客户"]
        assert tagged.body["past"] == []
        await one.desk.wish("end", task=one.task)
        await one.desk.wish("complete", task=one.task, disposition="solved", summary="手机 13812345678 已改")
        await one.customer.until(lambda: "打分" in text_of(one.customer.outgoing[-1]))
        options = one.customer.outgoing[-1]["segments"][0]["options"]
        assert options[4]["label"].startswith("★★★★★")
        await one.customer.send_segment({"type": "choice", **options[3]})
        await one.customer.until(lambda: text_of(one.customer.outgoing[-1]) == "感谢您的评价。")
        assert [ask["input"]["text"] for ask in house.bot.asks] == ["找人工"], "the bot is not asked"
        await one.customer.acked(await one.customer.send("找人工"))
        task = await one.desk.accept()
        shown = (await one.browser.ask("GET", f"/staff/tasks/{task}/customer")).body
        assert shown["tags"] == ["老客户"]
        (past,) = [each for each in shown["past"] if each["disposition"]]
        assert (past["channel"], past["score"], past["summary"]) == ("webchat", 4, "手机 138****5678 已改")
        read = await one.browser.ask("GET", f"/staff/tasks/{task}/past?past={past['past']}")
        assert "找人工" in str(read.body["messages"])
        foreign = await one.browser.ask("GET", f"/staff/tasks/{task}/past?past={'0' * 24}.1")
        assert foreign.status == 404
        gone = await one.browser.ask("POST", f"/staff/tasks/{task}/tags", {"tag": "老客户", "on": False})
        assert gone.body["tags"] == []
    (row,) = [each for each in await rows(house, satisfaction) if each.score is not None]
    assert (row.score, row.channel, row.conversation) == (4, "webchat", 1)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_an_open_request_is_shown(house: House) -> None:
    async with served(house) as one:
        identity = one.task.split(".")[0]
        async with house.database.write() as connection:
            await tasks.add_if_absent(
                connection,
                identity_key=identity,
                conversation=1,
                turn=1,
                kind="complaint",
                medium="chat",
                reason="turn 1",
                state="queued",
                created_at=house.hub.clock.now(),
            )
        shown = (await one.browser.ask("GET", f"{one.path}/customer")).body
        assert [(each["kind"], each["channel"]) for each in shown["requests"]] == [("complaint", "webchat")]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_typing_is_shown_both_ways(house: House) -> None:
    async with served(house) as one:
        await one.customer.say({"type": "typing"})
        await one.desk.until(lambda desk: desk.typing == [one.task])
        before = len(one.customer.events_so_far("typing"))
        await one.desk.socket.send_json({"type": "typing", "task": one.task})
        await one.customer.until(lambda: len(one.customer.events_so_far("typing")) > before)


async def test_a_picture_of_an_agent_reaches_the_customer(house: House) -> None:
    async with served(house) as one:
        kept = await send_file(one.browser, one.task, picture())
        assert kept["type"] == "kept"
        media = kept["media"]["media"]
        assert (await one.desk.wish("send_file", task=one.task, media=media))["type"] == "done"
        await one.customer.until(lambda: one.customer.outgoing[-1]["segments"][0]["type"] == "image")
        url = one.customer.outgoing[-1]["segments"][0]["url"]
        async with one.browser.session.get(url) as answer:
            assert (answer.status, answer.content_type) == (200, "image/png")
        await one.desk.until(
            lambda desk: any("url" in s for m in desk.opened["messages"] for s in m["segments"])
        )
        missing = await one.desk.wish("send_file", task=one.task, media="0" * 64)
        assert missing["code"] == "not_found"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_picture_with_a_code_is_stopped_unless_its_address_is_listed(house: House) -> None:
    async with served(house) as one:
        kept = await send_file(one.browser, one.task, picture("https://u.wechat.com/MySelf"))
        wish = {"task": one.task, "media": kept["media"]["media"]}
        refused = await one.desk.wish("send_file", **wish)
        assert [(each["kind"], each["words"]) for each in refused["found"]] == [
            ("qr_code", "https://u.wechat.com/MySelf")
        ]
        await make_account(house.hub.staff, "zhang.wei", ["supervisor"])
        async with staff_client(house.settings.staff_port) as boss:
            await boss.sign_in("zhang.wei")
            rule = {"kind": "link", "words": ["u.wechat.com"], "branch_id": "head"}
            assert (await boss.ask("POST", "/staff/word-rules", rule)).status == 200
        assert (await one.desk.wish("send_file", **wish))["type"] == "done"


@pytest.mark.parametrize("content", [b"<script>alert(1)</script>", b"MZ" + b"\0" * 200])
async def test_a_file_that_customers_could_not_send_agents_cannot_either(
    house: House, content: bytes
) -> None:
    async with served(house) as one:
        refused = await send_file(one.browser, one.task, content, name="a.png")
        assert (refused["type"], refused["code"]) == ("refused", "media_type")
        assert await send_file(one.browser, "0" * 24 + ".1.1", picture()) is None


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_hints_are_shown_for_what_the_customer_says(house: House) -> None:
    await make_account(house.hub.staff, "zhang.wei", ["supervisor"])
    async with staff_client(house.settings.staff_port) as boss, served(house, "我想提前还款") as one:
        await boss.sign_in("zhang.wei")
        hint = {"kind": "hint", "product": "房贷", "words": [], "cues": ["提前还款"], "say": "先核对违约金"}
        assert (await boss.ask("POST", "/staff/word-rules", hint | {"branch_id": "head"})).status == 200
        await one.desk.until(
            lambda desk: desk.opened["hints"] == [{"product": "房贷", "say": "先核对违约金"}]
        )
        assert one.desk.opened["quota"] is None, "the web chat is free"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_the_state_is_told_when_it_has_changed_and_not_each_second(house: House) -> None:
    async with served(house) as one:
        await one.desk.until(lambda desk: desk.state["tasks"] and not desk.state["tasks"][0]["unread"])
        count = sum('"type":"state"' in heard for heard in one.desk.heard)
        # Four looks of the hub, told apart by what a ping in between is answered.
        for _ in range(4):
            heard = len(one.desk.heard)
            await one.desk.socket.send_json({"type": "ping"})
            await one.desk.until(lambda desk, heard=heard: len(desk.heard) > heard)
            await one.desk.wish("open", task=one.task)
        assert sum('"type":"state"' in heard for heard in one.desk.heard) <= count + 1
        task = one.desk.state["tasks"][0]
        assert task["unanswered_since"] is not None
        await one.desk.wish("say", task=one.task, text="您好")
        await one.desk.until(lambda desk: desk.state["tasks"][0]["unanswered_since"] is None)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_suggested_answers_come_from_articles_and_are_not_sent(house: House, tmp_path: Path) -> None:
    async with served(house, "银行卡丢了怎么挂失") as one:
        path = f"{one.path}/suggestions"
        assert (await one.browser.ask("GET", path)).body == {
            "answers": [],
            "available": False,
            "answered": [],
        }
        await fill(house, tmp_path)
        found = (await one.browser.ask("GET", path)).body
        assert [each["article"] for each in found["answers"]] == ["loss"]
        assert found["answers"][0]["title"] == "银行卡丢失怎么挂失"
        assert found["answers"][0]["text"] == "请马上挂失。"
        assert "请马上挂失" not in str(one.customer.frames)


async def fill(house: House, folder: Path) -> None:
    """One article in the house's knowledge base."""
    article = {
        "id": "loss",
        "title": "银行卡丢失怎么挂失",
        "questions": ["银行卡丢了怎么挂失", "卡丢了怎么办", "挂失银行卡", "丢卡了要先做什么"],
        "answer": "请马上挂失。",
        "effective_from": date(2026, 1, 1),
    }
    files = folder / "files" / "articles"
    files.mkdir(parents=True)
    (files.parent / "values.yml").write_text("[]", "utf-8")
    content: dict[str, Any] = {"topic": "cards", "articles": [article]}
    (files / "cards.yml").write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
    now = house.hub.clock.now()
    await load.load(house.database, files.parent, now=now, approved_by="test")
    await index.rebuild(house.database, house.settings.index_dir, today=now.date())
