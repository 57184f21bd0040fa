"""Two people keep a destination; customers are led there, asked whether it helped, and counted."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

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
