"""An index that grows by what changed is the one that a build of everything makes."""

import os
import random
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest

from hub.errors import Conflict
from kb import index
from kb.articles import withdraw
from kb.search import pointer, statistics
from kb.search.embedded import EmbeddedSearch
from kb.search.embedded_growing import grow
from kb.search.embedded_schema import STATISTICS_FILE
from kb.search.port import Filters
from tests.unit.kb.conftest import Bank, article

THINGS = ("借记卡", "信用卡", "存折", "社保卡", "网银盾", "支票本", "保管箱", "国债")
ASKED = ("挂失", "怎么补办", "密码忘了", "年费多少", "在哪里领", "注销", "国债怎么买")
TODAY = date(2026, 3, 1)


@pytest.fixture(autouse=True)
def grows_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small houses grow, too, and by any share."""
    monkeypatch.setattr(index, "GROWS_FROM", 1)
    monkeypatch.setattr(index, "MOST_GROWN", 1_000.0)


async def up_to_date(bank: Bank) -> pointer.Pointer:
    return await index.bring_up_to_date(bank.database, bank.index_dir, today=TODAY)


def drawn(chance: random.Random, number: int) -> dict[str, object]:
    thing, ask = chance.choice(THINGS), chance.choice(ASKED)
    more = {"effective_to": date(2026, 6, 30)} if chance.random() < 0.2 else {}
    more |= {"channels": ["sms"]} if chance.random() < 0.2 else {}
    return article(f"a-{number}", title=f"{thing}{ask}", questions=[f"{thing}{chance.choice(ASKED)}"], **more)


async def found(folder: Path) -> dict[tuple[str, str], set[tuple[str, int]]]:
    search = EmbeddedSearch(folder)
    return {
        (asked, str(filters)): {
            (hit.article_id, hit.version) for hit in await search.candidates(asked, 100, filters)
        }
        for asked in (*ASKED, *THINGS)
        for filters in (Filters(TODAY), Filters(date(2026, 9, 1)), Filters(TODAY, "webchat"))
    }


@pytest.mark.parametrize("seed", range(3))
async def test_after_any_changes_it_holds_what_a_whole_build_holds(
    bank: Bank, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    kept = {number: drawn(chance, number) for number in range(30)}
    await bank.load(kept.values())
    await up_to_date(bank)
    for _ in range(6):
        for number in chance.sample(range(40), 5):
            kept[number] = drawn(chance, number)
        await bank.load(kept.values())
        gone = f"a-{chance.choice(sorted(kept))}"
        async with bank.database.write() as connection:
            await withdraw(connection, gone, day=TODAY, now=bank.clock.now())
        grown = await up_to_date(bank)
        assert grown.grown, "it was not built anew"
        assert not await index.is_stale(bank.database, bank.index_dir)
    whole = await index.rebuild(bank.database, tmp_path / "whole", today=TODAY)
    assert await found(bank.index_dir) == await found(tmp_path / "whole")
    of_grown = statistics.load(grown.folder(bank.index_dir) / STATISTICS_FILE)
    of_whole = statistics.load(whole.folder(tmp_path / "whole") / STATISTICS_FILE)
    assert of_grown.frequencies == of_whole.frequencies
    assert of_grown.documents == of_whole.documents == grown.documents == whole.documents


async def test_readers_of_the_version_before_go_on(bank: Bank) -> None:
    await bank.load([article(f"a-{number}") for number in range(5)])
    first = await up_to_date(bank)
    before = {file.name: file.read_bytes() for file in first.folder(bank.index_dir).iterdir()}
    reader = EmbeddedSearch(bank.index_dir)
    reader._opened = reader._open((0, 0))
    await bank.load([article(f"a-{number}", title="国债怎么买") for number in range(5)])
    await up_to_date(bank)
    after = {file.name: file.read_bytes() for file in first.folder(bank.index_dir).iterdir()}
    assert after == before, "nothing of it was written to"
    assert len(await reader.candidates("国债", 10, Filters(TODAY))) == 5


async def test_much_that_changed_is_built_anew(bank: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "MOST_GROWN", 0.5)
    await bank.load([article(f"a-{number}") for number in range(10)])
    await up_to_date(bank)
    grown = []
    for title in ("国债怎么买", "理财怎么买", "存折怎么办"):
        await bank.load(
            [
                *(article(f"a-{number}", title=title) for number in range(3)),
                *(article(f"a-{number}") for number in range(3, 10)),
            ]
        )
        grown.append((await up_to_date(bank)).grown)
    assert grown == [3, 0, 3]


@pytest.mark.parametrize("damaged", ["*.term", "meta.json", "statistics.json", "*"])
async def test_one_that_is_damaged_is_built_anew(bank: Bank, damaged: str) -> None:
    await bank.load([article(f"a-{number}") for number in range(5)])
    first = await up_to_date(bank)
    for file in first.folder(bank.index_dir).glob(damaged):
        file.unlink()
    await bank.load([article(f"a-{number}", title="国债怎么买") for number in range(5)])
    mended = await up_to_date(bank)
    assert (mended.grown, mended.documents) == (0, 5)
    assert len(await EmbeddedSearch(bank.index_dir).candidates("国债", 10, Filters(TODAY))) == 5


async def test_who_is_late_does_not_put_an_older_version_in_place(bank: Bank) -> None:
    await bank.load([article("a")])
    first = await up_to_date(bank)
    await bank.rebuild()
    with pytest.raises(Conflict):
        grow(bank.index_dir, first, [], change=99)


async def test_a_copy_that_was_cut_off_is_left_aside(bank: Bank) -> None:
    await bank.load([article("a")])
    first = await up_to_date(bank)
    copytree(first.folder(bank.index_dir), bank.index_dir / "v2", copy_function=os.link)
    (bank.index_dir / "v2" / "meta.json").unlink()
    await bank.load([article("a", title="国债怎么买")])
    assert (await up_to_date(bank)).number == 3
    assert len(await EmbeddedSearch(bank.index_dir).candidates("国债", 10, Filters(TODAY))) == 1
