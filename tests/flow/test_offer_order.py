"""From customers who choose to the order in which the bot offers, and back by an editor."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import select

from hub.store.database import Database
from hub.store.schema_staff import audit
from kb import gathered, offer_order
from kb.store.choices import OfferPair, among
from kb.store.schema_choices import choice
from tests.flow.test_studio import content, signed_in
from tests.support.bot import Answer, TestBot, done
from tests.support.house import House, make_settings, running_house
from tests.support.looking import rows
from tests.support.staff import make_account
from tests.support.waiting import eventually

FEW = 5
"""Choices that are enough here: all of five alike are still sure."""


@pytest.fixture
async def quick(
    database_url: str, tmp_path: Any, bot: TestBot, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[House]:
    """A house that learns ten times a second, of few."""
    monkeypatch.setattr(gathered, "FLUSH_S", 0.1)
    monkeypatch.setattr(offer_order, "LEAST_CHOICES", FEW)
    async with running_house(make_settings(database_url, tmp_path, bot.port), bot) as house:
        yield house


def offering(*article_ids: str) -> Answer:
    """A bot that offers these articles and a person, as actions do."""
    picks: list[dict[str, Any]] = [
        {"intent": "pick_article", "entities": {"article_id": each}} for each in article_ids
    ]
    picks.append({"intent": "request_person", "entities": {}})
    options = [{"label": f"第 {place}", "pick": pick} for place, pick in enumerate(picks, start=1)]

    async def answer(ask: dict[str, Any]) -> tuple[int, Any]:
        if ask["input"]["kind"] == "pick":
            return 200, done(ask, {"type": "text", "text": "好的"})
        return 200, done(ask, {"type": "choices", "prompt": "您是想问", "options": options})

    return answer


async def choose(house: House, place: int) -> None:
    """A new customer asks, and picks an option."""
    async with house.client() as client:
        await client.send("密码怎么改")
        (offered,) = await client.replies(1)
        option = offered["segments"][0]["options"][place]
        await client.send_segment({"type": "choice", "id": option["id"], "label": option["label"]})
        await client.replies(2)


async def learnt(database: Database, *article_ids: str) -> set[OfferPair]:
    async with database.read() as connection:
        return await among(connection, article_ids)


async def test_what_customers_choose_comes_first_until_an_editor_takes_it_back(quick: House) -> None:
    await make_account(quick.hub.staff, "li.editor", ["editor"])
    async with signed_in(quick, "li.editor") as li:
        begun = [
            await li.ask("POST", "/staff/kb/articles", {"content": content(title=f"{kind}怎么销户")})
            for kind in ("借记卡", "信用卡")
        ]
        first, second = (each.body["article_id"] for each in begun)
        quick.bot.answer = offering(first, second)
        await choose(quick, 2)
        for _ in range(FEW):
            await choose(quick, 1)
        await eventually(lambda: learnt(quick.database, first, second), {OfferPair(second, first)})
        told = (await li.ask("GET", "/staff/kb/offer-order")).body
        assert told["learns"] is True
        (order,) = told["orders"]
        assert (order["ahead_id"], order["behind_id"]) == (second, first)
        assert order["chosen"] == order["choices"] == FEW
        pair = {"ahead_id": second, "behind_id": first}
        assert (await li.ask("POST", "/staff/kb/offer-order/end", pair)).status == 204
        assert (await li.ask("GET", "/staff/kb/offer-order")).body["orders"] == []
    assert await rows(quick, choice) == [], "what was chosen before does not count any more"
    async with quick.database.read() as connection:
        actions = list((await connection.execute(select(audit.c.action))).scalars())
    assert "offer.order_learnt" in actions
    assert "offer.order_taken_back" in actions


async def test_a_house_that_does_not_learn_counts_nothing(
    database_url: str, tmp_path: Any, bot: TestBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathered, "FLUSH_S", 0.1)
    settings = make_settings(database_url, tmp_path, bot.port, kb_learn_order=False)
    async with running_house(settings, bot) as house:
        bot.answer = offering("debit-pin", "credit-pin")
        await choose(house, 1)
        await asyncio.sleep(0.5)  # five times as long as a house that learns takes
        assert await rows(house, choice) == []
