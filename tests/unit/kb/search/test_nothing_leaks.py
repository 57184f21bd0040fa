"""A version of the future, one that is over, or one for others is never found, on both backends."""

import random
from datetime import date, timedelta
from typing import Any

from kb.articles import by_article, in_effect
from kb.model import Reader, Version
from kb.search.port import Filters
from kb.store import articles as store
from tests.unit.kb.conftest import article
from tests.unit.kb.search.conftest import Searched, today

BEGIN = date(2026, 3, 1)
DAYS = 12
ARTICLES, ROUNDS, ASKED = 40, 3, 250
WORDS = {
    "channels": ("webchat", "sms"),
    "audiences": ("customer", "agent"),
    "regions": ("sh", "bj", "gz"),
    "segments": ("retail", "private"),
}


def day(chance: random.Random) -> date:
    """A day on which something may begin or end, or beside it."""
    return BEGIN + timedelta(days=chance.randrange(DAYS))


def drawn(chance: random.Random, number: int) -> dict[str, Any]:
    """An article for some, for some time."""
    fields: dict[str, Any] = {"effective_from": day(chance), "answer": f"好 {chance.random()}。"}
    if chance.random() < 0.5:
        fields["effective_to"] = fields["effective_from"] + timedelta(days=chance.randrange(4))
    for name, words in WORDS.items():
        if chance.random() < 0.4:
            fields[name] = sorted(chance.sample(words, chance.randrange(1, len(words) + 1)))
    return article(f"a-{number}", **fields)


def asks(chance: random.Random) -> tuple[str | None, Reader]:
    """Somebody of whom more or less is known."""
    known = [chance.choice((None, None, *words)) for words in WORDS.values()]
    return known[0], Reader(*known[1:])


async def published(searched: Searched) -> dict[str, list[Version]]:
    """What the database says."""
    async with searched.bank.database.read() as connection:
        return by_article(await store.all_published_versions(connection))


async def test_what_is_found_is_what_may_be_shown(searched: Searched) -> None:
    chance = random.Random(20)
    for _ in range(ROUNDS):
        some = chance.sample(range(ARTICLES), ARTICLES * 2 // 3)
        await searched.bank.load([drawn(chance, number) for number in some])
        await searched.bring()
    versions = await published(searched)
    assert today(searched.bank) == BEGIN
    lacking = shown = 0
    for _ in range(ASKED):
        on, (channel, reader) = day(chance), asks(chance)
        filters = Filters(on, channel, reader.audience, reader.region, reader.segment)
        found = {
            (hit.article_id, hit.version)
            for hit in await searched.search.candidates("银行卡丢失怎么挂失", 2 * ARTICLES, filters)
        }
        may = {
            (article_id, version.version)
            for article_id, history in versions.items()
            if (version := in_effect(history, on, channel, reader))
        }
        assert found == may
        shown += len(may)
        lacking += len(versions) - len(may)
    assert shown > ASKED
    assert lacking > ASKED


async def test_an_answer_is_for_who_asks(searched: Searched) -> None:
    await searched.bank.load([article(segments=["private"])])
    await searched.bring()
    answerer = searched.answerer
    assert not (await answerer.rank("银行卡丢失怎么挂失")).candidates
    assert not (await answerer.rank("银行卡丢失怎么挂失", reader=Reader(segment="retail"))).candidates
    (found,) = (await answerer.rank("银行卡丢失怎么挂失", reader=Reader(segment="private"))).candidates
    assert found.version.article_id == "card-loss"


async def test_a_note_for_agents_is_not_searched(searched: Searched) -> None:
    told = article(note="密参zq7marker", questions=["卡丢了怎么办", "可搜zq8control"])
    await searched.bank.load([told])
    await searched.bring()
    assert await searched.ids("zq7marker") == []
    assert await searched.ids("zq8control") == ["card-loss"], "what is searched would be found"
