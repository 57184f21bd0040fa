"""Hot questions: pinned ones in editors' order, then what was answered most in the last seven days."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from kb.hot import DAYS, Hot
from kb.store import answered
from tests.unit.kb.conftest import Bank, article

TODAY = date(2026, 3, 1)


def hot_of(bank: Bank) -> Hot:
    return Hot(bank.database, bank.clock, ZoneInfo("Asia/Shanghai"))


async def count(bank: Bank, **counts: int) -> None:
    async with bank.database.write() as connection:
        await answered.add(connection, {(name, TODAY): number for name, number in counts.items()})


def titled(name: str, **fields: object) -> dict[str, object]:
    return article(name, title=f"题 {name}", answer="答。", **fields)


async def test_nothing_was_asked(bank: Bank) -> None:
    await bank.load([titled("a")])
    assert await hot_of(bank).hot("webchat", 6) == []


async def test_pinned_first_then_the_most_answered(bank: Bank) -> None:
    await bank.load([titled("a"), titled("b", pinned=2), titled("c", pinned=1), titled("d")])
    await count(bank, a=1, b=50, d=7)
    assert await hot_of(bank).hot("webchat", 6) == ["题 c", "题 b", "题 d", "题 a"]
    assert await hot_of(bank).hot("webchat", 3) == ["题 c", "题 b", "题 d"]


async def test_a_pin_moves_and_goes_without_a_new_version(bank: Bank) -> None:
    await bank.load([titled("a", pinned=1), titled("b", pinned=2)])
    report = await bank.load([titled("a", pinned=3), titled("b", pinned=2)])
    assert report.unchanged == 2
    assert await hot_of(bank).hot("webchat", 6) == ["题 b", "题 a"]
    await bank.load([titled("a"), titled("b", pinned=2)])
    assert await hot_of(bank).hot("webchat", 6) == ["题 b"]


async def test_only_what_is_in_effect_today_on_the_channel(bank: Bank) -> None:
    await bank.load(
        [
            titled("over", effective_to=date(2026, 2, 28), pinned=1),
            titled("to-come", effective_from=date(2026, 3, 2), pinned=2),
            titled("sms", channels=["sms"], pinned=3),
            titled("here", channels=["webchat"]),
        ]
    )
    await count(bank, gone=9, here=1)
    assert await hot_of(bank).hot("webchat", 6) == ["题 here"]
    assert await hot_of(bank).hot("sms", 6) == ["题 sms"]
    # A minute after midnight in Shanghai.
    bank.clock.moment = datetime(2026, 3, 1, 16, 1, tzinfo=UTC)
    assert await hot_of(bank).hot("sms", 6) == ["题 to-come", "题 sms"]


async def test_answers_count_for_seven_days(bank: Bank) -> None:
    await bank.load([titled("old"), titled("new")])
    async with bank.database.write() as connection:
        await answered.add(connection, {("old", TODAY - timedelta(days=DAYS)): 99, ("new", TODAY): 1})
    assert await hot_of(bank).hot("webchat", 6) == ["题 new"]
    async with bank.database.write() as connection:
        await answered.add(connection, {("old", TODAY - timedelta(days=DAYS - 1)): 2})
    assert await hot_of(bank).hot("webchat", 6) == ["题 old", "题 new"]


async def test_counts_add_up_over_days_and_calls(bank: Bank) -> None:
    yesterday = TODAY - timedelta(days=1)
    async with bank.database.write() as connection:
        for counts in ({("a", TODAY): 2, ("b", TODAY): 4}, {("a", TODAY): 1, ("a", yesterday): 2}, {}):
            await answered.add(connection, counts)
        assert await answered.most(connection, yesterday, 10) == ["a", "b"]
        assert await answered.most(connection, TODAY, 10) == ["b", "a"]
        assert await answered.most(connection, yesterday, 1) == ["a"]
