"""Two people keep a destination; customers are led there, asked whether it helped, and counted."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import yaml

from navigation.labelling import examples_of, write
from navigation.store import utterances
from navigation.web.destinations import EXAMPLE
from tests.support.bot import TestBot, done
from tests.support.house import House, make_settings, running_house
from tests.support.staff import StaffClient, make_account, staff_client
from tests.support.waiting import eventually
from tests.support.webchat import text_of

ONE = "/staff/destinations/branches"


async def located(ask: dict[str, Any]) -> tuple[int, Any]:
    """A bot that takes everything for the wish to find a branch."""
    intents = [{"name": "branch_location", "confidence": 0.9}]
    return 200, done(ask, {"type": "text", "text": "在人民路。"}, intents=intents)


@asynccontextmanager
async def signed_in(house: House, login: str, role: str) -> AsyncIterator[StaffClient]:
    await make_account(house.hub.staff, login, [role])
    async with staff_client(house.settings.staff_port, origin=house.settings.staff_origins[0]) as client:
        assert (await client.sign_in(login)).status == 200
        yield client


async def test_from_the_desk_to_the_customer_and_back(
    database_url: str, tmp_path: Path, bot: TestBot
) -> None:
    bot.answer = located
    settings = make_settings(database_url, tmp_path, bot.port, navigation_ask_after_s=0.2)
    async with (
        running_house(settings, bot) as house,
        signed_in(house, "li.editor", "editor") as li,
        signed_in(house, "wang.lead", "supervisor") as wang,
    ):
        new = {"name": "branches", "content": EXAMPLE}
        written = await li.ask("POST", "/staff/destinations", new)
        assert (written.status, written.body["live"]) == (200, None)
        assert (await li.ask("POST", f"{ONE}/approve", {"version": 1})).code == "not_allowed"
        own = {"question": "网点几点下班", "channels": ["webchat"], "pages": ["/branches"]}
        assert (await wang.ask("POST", "/staff/openings", own)).status == 200
        everywhere = {"question": "怎样激活银行卡"}
        assert (await li.ask("POST", "/staff/openings", everywhere)).status == 200
        approved = await wang.ask("POST", f"{ONE}/approve", {"version": 1})
        assert approved.body["live"] == 1

        async def card() -> list[dict[str, Any]]:
            async with house.client() as client:
                await client.acked(await client.send("网点在哪里"))
                (reply,) = await client.replies(1, timeout_s=30)
                assert reply["segments"][0]["text"] == "在人民路。"
                return list(reply["segments"][1:])

        action = {"type": "open_page", "label": "查找网点", "url": "https://bank.example/branches"}
        await eventually(lambda: led(card), [action], timeout_s=40)
        async with house.client() as client:
            await client.acked(await client.send("网点在哪里"))
            _, question = await client.replies(2, timeout_s=40)
            (asked,) = question["segments"]
            helped = asked["options"][0]
            chosen = {"type": "choice", "id": helped["id"], "label": helped["label"]}
            await client.acked(await client.send_segment(chosen))
            replies = await client.replies(3, timeout_s=30)
            assert "很高兴" in text_of(replies[2])
        counted = (await li.ask("GET", "/staff/navigation/outcomes?days=1")).body["outcomes"]
        (row,) = counted
        assert (row["intent"], row["destination_id"], row["solved"]) == ("branch_location", "branches", 1)
        assert row["diverted"] >= 2
        shown = (await li.ask("GET", "/staff/destinations")).body["destinations"]
        assert shown[0]["newest"]["own"], "she wrote it"
        withdrawn = await li.ask("POST", f"{ONE}/withdraw")
        assert withdrawn.body["live"] is None


async def unsure(ask: dict[str, Any]) -> tuple[int, Any]:
    """A bot that takes nothing for sure."""
    intents = [{"name": "ask", "confidence": 0.9}, {"name": "check_balance", "confidence": 0.18}]
    return 200, done(ask, {"type": "text", "text": "您想了解什么？"}, intents=intents)


async def test_what_the_bot_was_unsure_of_is_labelled_and_becomes_an_example(
    database_url: str, tmp_path: Path, bot: TestBot
) -> None:
    bot.answer = unsure
    settings = make_settings(database_url, tmp_path, bot.port)
    async with running_house(settings, bot) as house, signed_in(house, "li.editor", "editor") as li:
        for words in ("看下那个数，我的号 13912345678", "看下那个数，我的号 13912345678"):
            async with house.client() as client:
                await client.acked(await client.send(words))
                await client.replies(1, timeout_s=30)

        async def kept() -> list[dict[str, Any]]:
            return list((await li.ask("GET", "/staff/utterances")).body["utterances"])

        await eventually(lambda: texts(kept), ["看下那个数，我的号 139****5678"], timeout_s=30)
        (utterance,) = await kept()
        assert [each["name"] for each in utterance["intents"]] == ["check_balance"]
        label = {"utterance_id": utterance["utterance_id"], "label": "no_such_intent"}
        assert (await li.ask("POST", "/staff/utterances/label", label)).code == "bad_input"
        label["label"] = "check_balance"
        assert (await li.ask("POST", "/staff/utterances/label", label)).status == 204
        page = (await li.ask("GET", "/staff/utterances?state=labelled")).body
        assert (page["waiting"], page["labelled"]) == (0, 1)
        assert page["utterances"][0]["label"] == "check_balance"
        async with house.database.read() as connection:
            rows = await utterances.every_labelled(connection)
    write(examples_of((row.label, row.text) for row in rows), tmp_path / "labelled.yml")
    (block,) = yaml.safe_load((tmp_path / "labelled.yml").read_text("utf-8"))["nlu"]
    assert block == {"intent": "check_balance", "examples": "- 看下那个数，我的号 139 5678\n"}


async def texts(kept: Any) -> list[str]:
    """The words that were kept."""
    return [each["text"] for each in await kept()]


async def led(ask: Any) -> Any:
    """What the button of a new customer's answer does."""
    segments = await ask()
    return segments[0]["actions"] if segments else None


async def test_what_the_page_is_about_reaches_the_bot_signed(
    database_url: str, tmp_path: Path, bot: TestBot
) -> None:
    content = EXAMPLE | {
        "kind": "product",
        "subject": "消费贷款",
        "ways": [{"url": "https://b.example/loans"}],
    }
    async with (
        running_house(make_settings(database_url, tmp_path, bot.port), bot) as house,
        signed_in(house, "li.editor", "editor") as li,
        signed_in(house, "wang.lead", "supervisor") as wang,
    ):
        for wrong in ("/restart", "消费 贷款", "{x}", "<b>"):
            body = {"name": "loans", "content": content | {"subject": wrong}}
            assert (await li.ask("POST", "/staff/destinations", body)).status == 400
        await li.ask("POST", "/staff/destinations", {"name": "loans", "content": content})
        await wang.ask("POST", "/staff/destinations/loans/approve", {"version": 1})

        async def product(page: str) -> str | None:
            async with house.client(page=page) as client:
                await client.acked(await client.send("这个产品的利率是多少"))
                await client.replies(1)
            found: str | None = bot.asks[-1]["facts"].get("product")
            return found

        async def known() -> str | None:
            return await product("/loans/apply")

        await eventually(known, "消费贷款")
        assert await product("/loansharks") is None
        assert await product("/") is None
        async with house.client(page="/loans") as client:
            await client.acked(await client.send("你好"))
            await client.replies(1)
            await client.disconnect()
            client.page = "/"
            await client.connect()
            await client.acked(await client.send("你好"))
            await client.replies(2)
            assert [ask["facts"].get("product") for ask in bot.asks[-2:]] == ["消费贷款", None]
