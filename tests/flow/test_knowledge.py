"""The knowledge base in the web chat: verdicts, suggestions and hot questions, through a running hub."""

import uuid
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import select

from hub.clock import SystemClock
from hub.errors import StoreUnavailable
from kb.index import rebuild
from kb.load import load
from kb.store.schema import rating
from tests.support.bot import TestBot, done
from tests.support.house import House, make_settings, running_house
from tests.support.webchat import WebchatClient

NAMES = {
    "loss": ("银行卡丢失怎么挂失", ["卡丢了怎么办"]),
    "limit": ("信用卡额度怎么查", ["我的额度是多少"]),
    "repay": ("信用卡怎么还款", ["还信用卡"]),
}


async def answers_from_an_article(ask: dict[str, Any]) -> tuple[int, Any]:
    """Answers from the article that the question names, `loss` for any other."""
    named = [name for name, (title, _) in NAMES.items() if ask["input"]["text"] == title]
    article_id = named[0] if named else "loss"
    source = {"article_id": article_id, "version": 1, "title": "t", "effective_from": "2026-01-01"}
    return 200, done(ask, {"type": "text", "text": "请到网点办理。", "source": source})


async def load_articles(house: House, folder: Path) -> None:
    """The articles of `NAMES`, published and indexed."""
    (folder / "articles").mkdir(parents=True)
    fields = {"answer": "请到网点办理。", "effective_from": "2026-01-01"}
    listed = [{"id": name, "title": t, "questions": q} | fields for name, (t, q) in NAMES.items()]
    content = yaml.safe_dump({"topic": "cards", "articles": listed}, allow_unicode=True)
    (folder / "articles" / "cards.yml").write_text(content, "utf-8")
    now = SystemClock().now()
    await load(house.database, folder, now=now, approved_by="test")
    await rebuild(house.database, house.settings.index_dir, today=now.date())


@pytest.fixture
async def bank(database_url: str, tmp_path: Path, bot: TestBot) -> AsyncIterator[House]:
    """A running hub with three articles, once on each database."""
    bot.answer = answers_from_an_article
    async with running_house(make_settings(database_url, tmp_path, bot.port), bot) as house:
        await load_articles(house, tmp_path / "files")
        yield house


async def answered(client: WebchatClient, kind: str, number: Any) -> dict[str, Any]:
    """The frame of a kind, or the refusal, that answers to an id."""

    def found() -> list[dict[str, Any]]:
        return [f for f in client.frames if f["type"] in (kind, "refused") and f.get("id") == number]

    await client.until(found)
    return found()[0]


async def rate(client: WebchatClient, seq: int, verdict: str = "up", **more: Any) -> dict[str, Any]:
    number = str(uuid.uuid4())
    frame = {"type": "rate", "id": number, "conversation": 1, "seq": seq, "verdict": verdict}
    await client.say(frame | more)
    return await answered(client, "rated", number)


async def suggest(client: WebchatClient, number: int, text: str) -> list[str]:
    await client.say({"type": "suggest", "id": number, "text": text})
    return list((await answered(client, "suggestions", number))["questions"])


async def verdicts(house: House) -> list[tuple[str, str, str | None, str]]:
    columns = (rating.c.article_id, rating.c.verdict, rating.c.reason, rating.c.comment)
    async with house.database.read() as connection:
        return [tuple(row) for row in await connection.execute(select(*columns))]


async def test_a_verdict_is_kept_changed_and_taken_back(bank: House) -> None:
    async with bank.client() as client:
        await client.send("卡丢了怎么办")
        (answer,) = await client.replies(1)
        assert (await rate(client, answer["seq"]))["type"] == "rated"
        assert await verdicts(bank) == [("loss", "up", None, "")]
        comment = "说的是旧卡 4111 1111 1111 1111，打 13812345678 也没用"
        await rate(client, answer["seq"], "down", reason="outdated", comment=comment)
        ((article_id, verdict, reason, kept),) = await verdicts(bank)
        assert (article_id, verdict, reason) == ("loss", "down", "outdated")
        assert kept == "说的是旧卡 [卡号 尾号 1111]，打 138****5678 也没用"
        await rate(client, answer["seq"], "none")
        assert await verdicts(bank) == []


async def test_only_ones_own_answers_can_be_rated(bank: House) -> None:
    async with bank.client() as client, bank.client() as other:
        await client.send("卡丢了怎么办")
        (answer,) = await client.replies(1)
        for who, seq in ((client, 1), (client, 99), (other, answer["seq"])):
            refused = await rate(who, seq)
            assert (refused["type"], refused["code"]) == ("refused", "bad_input")
        assert await verdicts(bank) == []


async def test_suggestions_are_an_editors_own_words_and_leave_no_trace(
    bank: House, capfd: pytest.CaptureFixture[str]
) -> None:
    async with bank.client() as client:
        assert await suggest(client, 1, "信用卡") == ["信用卡怎么还款", "信用卡额度怎么查"]
        assert await suggest(client, 2, "还款信用卡") == ["信用卡怎么还款"]
        assert await suggest(client, 3, "今天天气真好呀") == []
        assert len(client.messages) == 0
        written = capfd.readouterr()
        assert "天气" not in written.out + written.err
    database = bank.settings.var_dir / "yuanqiao.db"
    for path in (database, database.with_name("yuanqiao.db-wal")):
        assert not path.exists() or "天气".encode() not in path.read_bytes()


async def test_who_types_faster_than_is_searched_gets_at_least_the_last(bank: House) -> None:
    async with bank.client() as client:
        for number in range(15):
            await client.say({"type": "suggest", "id": number, "text": "信用卡额度怎"[: number % 6 + 1]})
        assert await suggest(client, 99, "信用卡额度") == ["信用卡额度怎么查"]


async def test_without_index_and_articles_one_can_chat(house: House) -> None:
    async with house.client() as client:
        assert await suggest(client, 1, "信用卡") == []
        assert client.frames[0]["hot"] == []
        await client.send("你好")
        await client.replies(1)


async def test_a_verdict_that_cannot_be_stored_is_asked_for_again(
    bank: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> Any:
        raise StoreUnavailable("as told")

    async with bank.client() as client:
        await client.send("卡丢了怎么办")
        (answer,) = await client.replies(1)
        with monkeypatch.context() as broken:
            broken.setattr(bank.database, "write", away)
            refused = await rate(client, answer["seq"])
        assert (refused["code"], refused["retry_after_s"] > 0) == ("unavailable", True)
        assert (await rate(client, answer["seq"]))["type"] == "rated"


async def test_what_is_answered_most_greets_the_next_customers(
    database_url: str, tmp_path: Path, bot: TestBot
) -> None:
    bot.answer = answers_from_an_article
    titles = [NAMES[name][0] for name in ("repay", "limit", "repay")]
    async with running_house(make_settings(database_url, tmp_path, bot.port), bot) as house:
        await load_articles(house, tmp_path / "files")
        async with house.client() as client:
            for count, title in enumerate(titles, 1):
                await client.send(title)
                await client.replies(count)
            assert client.frames[0]["hot"] == []
    # What was counted is written when a hub stops.
    settings = make_settings(database_url, tmp_path, bot.port)
    async with running_house(settings, bot) as house, house.client() as client:
        await client.until(lambda: client.frames)
        assert client.frames[0]["hot"] == ["信用卡怎么还款", "信用卡额度怎么查"]
