"""The editors' list of synonyms: what is wrong in one, what differs between two, how one is published."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.errors import Conflict, NotFound, TooLarge
from hub.staff.four_eyes import By, OwnWork
from kb import index
from kb.search import statistics
from kb.store import articles as article_store
from kb.store import synonyms as store
from kb.studio import synonyms
from kb.studio.drafts import DraftNotReady, DraftState, VersionSeen
from kb.studio.synonym_checks import (
    COMMON_FROM,
    MOST_BYTES,
    MOST_FINDINGS,
    MOST_GROUPS,
    MOST_WORDS,
    problems_in_list,
    warnings_in_list,
)
from kb.studio.synonym_difference import changed_groups
from kb.synonyms import Synonyms
from kb.text import SYNONYMS, normalise, read_synonyms, shipped_synonyms, tokens
from tests.support.synonyms import publish_synonyms
from tests.unit.kb.conftest import NOON, Bank, article

LI, WANG = By("li", NOON), By("wang", NOON)
NOTHING_SEEN = VersionSeen(0, 0)


def codes(text: str) -> list[tuple[int, str]]:
    return [(found.line, found.code) for found in problems_in_list(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("密码 口令\n\n# 备注\n挂失 报失 # 卡片", []),
        ("密码", [(1, "alone")]),
        ("密码 密碼", [(1, "alone")]),
        ("密码 口令\n挂失 口令", [(2, "twice")]),
        ("密码 口令\n挂失 報失\n报失 丢卡", [(3, "twice")]),
        ("密码 ＡＰＰ\n客户端 app", [(2, "twice")]),
        ("密码 ——", [(1, "empty")]),
        ("密码 k", [(1, "letter")]),
        ("密码 ７", [(1, "letter")]),
        ("丢 掉", []),
        ("密码,口令 暗号", [(1, "separator")]),
        ("密码 " + "长" * 31, [(1, "long")]),
    ],
)
def test_what_is_wrong_is_told_by_line(text: str, found: list[tuple[int, str]]) -> None:
    assert codes(text) == found


def test_the_first_line_of_a_word_that_stands_twice_is_named() -> None:
    (found,) = problems_in_list("密码 口令\n挂失 口令")
    assert (found.word, found.number, found.stops) == ("口令", 1, True)


def test_a_list_has_limits() -> None:
    assert codes(" ".join(f"词{number}" for number in range(MOST_WORDS + 1))) == [(1, "many_words")]
    pairs = [f"甲{number} 乙{number}" for number in range(MOST_GROUPS + 5)]
    assert codes("\n".join(pairs)) == [(MOST_GROUPS + 1, "many_groups")]
    assert len(problems_in_list("\n".join("单" for _ in range(1000)))) == MOST_FINDINGS


def test_the_shipped_list_has_nothing_wrong() -> None:
    assert problems_in_list(SYNONYMS.read_text("utf-8")) == []
    assert len(shipped_synonyms().groups) > 50


@given(st.lists(st.lists(st.text("甲乙丙丁ABab１1 ", min_size=1, max_size=4), max_size=4), max_size=6))
def test_a_list_without_problems_has_each_word_in_one_group(lines: list[list[str]]) -> None:
    text = "\n".join(" ".join(line) for line in lines)
    if problems_in_list(text):
        return
    words = [word for group in read_synonyms(text).groups for word in set(group)]
    assert len(words) == len(set(words))
    assert all(len(set(group)) > 1 for group in read_synonyms(text).groups)


@given(st.lists(st.sampled_from("甲乙丙丁戊己"), max_size=30), st.integers(1, 3))
def test_the_longest_word_is_found_at_each_place(letters: list[str], size: int) -> None:
    words = ["甲乙", "甲乙丙", "丁", "戊己", "己甲"][: size + 2]
    found = Synonyms(tuple((word, word + "等") for word in words)).words_in("".join(letters))
    left = "".join(letters)
    for word in found:  # read from left to right, what was skipped begins no word
        before, _, left = left.partition(word)
        assert not any(each in before for each in words)
        assert not any((word + left).startswith(each) for each in words if len(each) > len(word))
    assert not any(each in left for each in words)


def test_common_words_and_short_latin_ones_are_warned_of_where_they_are_new() -> None:
    known = read_synonyms("密码 口令")
    documents = [tokens("密码 怎么改" if number % 2 else "卡片", known) for number in range(COMMON_FROM)]
    counted = statistics.count(documents, known)
    found = warnings_in_list("密码 口令 怎么 不常见\nic卡 ic", known, counted)
    assert [(each.line, each.code, each.word, each.number) for each in found] == [
        (1, "common", "怎么", COMMON_FROM // 2),
        (2, "within", "ic", 0),
    ]
    assert not any(each.stops for each in found)
    few = statistics.count(documents[: COMMON_FROM - 1], known)
    assert warnings_in_list("密码 怎么", known, few) == []


def test_groups_are_compared_by_their_words() -> None:
    one = "密码 口令\n挂失 报失\n转账 汇款"
    other = "转账 汇款 打款\n口令 密码\n白名单 名单"
    assert [(each.kind, each.before, each.after) for each in changed_groups(one, other)] == [
        ("changed", ("转账", "汇款"), ("转账", "汇款", "打款")),
        ("changed", ("密码", "口令"), ("口令", "密码")),
        ("new", (), ("白名单", "名单")),
        ("gone", ("挂失", "报失"), ()),
    ]
    assert changed_groups(one, "挂失 報失\n\n密码 口令 # 备注\n转账 汇款") == []


def test_a_fingerprint_is_of_the_groups_and_not_of_remarks() -> None:
    assert read_synonyms("密码 口令 # 甲").digest == read_synonyms("# 乙\n密码 口令", 7).digest
    assert read_synonyms("密码 口令").digest != read_synonyms("口令 密码").digest


@given(st.text(max_size=60))
def test_no_text_is_too_strange_for_a_list(text: str) -> None:
    for found in problems_in_list(text):
        assert 1 <= found.line <= len(text.splitlines())
    assert all(word == normalise(word) for group in read_synonyms(text).groups for word in group)


async def test_a_draft_is_published_by_somebody_else(bank: Bank) -> None:
    await bank.load([article("a", title="密码", questions=["密码"], answer="好。")])
    async with bank.database.write() as connection:
        begun = await synonyms.save(connection, NOTHING_SEEN, "密码 口令 暗号\x00\r\n\u2028挂失 报失 ", LI)
        assert begun.text == "密码 口令 暗号\n\n挂失 报失"
        handed_in = await synonyms.submit(connection, begun.revision, "客户这样说", LI)
        assert handed_in.state is DraftState.REVIEW
        with pytest.raises(OwnWork):
            await synonyms.approve(connection, handed_in.revision, LI)
        with pytest.raises(Conflict):
            await synonyms.approve(connection, begun.revision, WANG)
        before = await article_store.change_number(connection)
        assert await synonyms.approve(connection, handed_in.revision, WANG) == 1
        assert await article_store.change_number(connection) == before + 1
        assert await synonyms.read(connection) is None
        (row,) = await store.version_rows(connection, 10)
        assert (row.number, row.authors, row.approved_by, row.comment) == (1, ["li"], "wang", "客户这样说")
        in_force = await store.in_force(connection)
    assert (in_force.number, in_force.groups[0]) == (1, ("密码", "口令", "暗号"))
    assert await index.is_stale(bank.database, bank.index_dir)
    await bank.rebuild()
    assert not await index.is_stale(bank.database, bank.index_dir)


async def test_a_draft_that_was_handed_in_is_a_draft_again_where_it_changes(bank: Bank) -> None:
    async with bank.database.write() as connection:
        draft = await synonyms.save(connection, NOTHING_SEEN, "密码 口令", LI)
        draft = await synonyms.submit(connection, draft.revision, "甲", LI)
        draft = await synonyms.give_back(connection, draft.revision, "乙", WANG)
        assert (draft.state, draft.returned) == (DraftState.DRAFT, "乙")
        draft = await synonyms.submit(connection, draft.revision, "甲", LI)
        assert draft.returned == ""
        draft = await synonyms.save(connection, VersionSeen(draft.revision, 0), "密码 口令 暗号", WANG)
        assert (draft.state, draft.authors) == (DraftState.DRAFT, ("li", "wang"))
        draft = await synonyms.submit(connection, draft.revision, "甲", LI)
        with pytest.raises(OwnWork):
            await synonyms.approve(connection, draft.revision, WANG)
        await synonyms.drop(connection, draft.revision)
        assert await synonyms.newest_number(connection) == 0
        assert await store.in_force(connection) is shipped_synonyms()


async def test_who_hands_in_what_another_wrote_does_not_approve_it(bank: Bank) -> None:
    async with bank.database.write() as connection:
        draft = await synonyms.save(connection, NOTHING_SEEN, "密码 口令", LI)
        draft = await synonyms.submit(connection, draft.revision, "甲", WANG)
        with pytest.raises(OwnWork):
            await synonyms.approve(connection, draft.revision, WANG)


async def test_nobody_writes_over_what_they_did_not_see(bank: Bank) -> None:
    async with bank.database.write() as connection:
        await synonyms.save(connection, NOTHING_SEEN, "密码 口令", LI)
        for seen in (NOTHING_SEEN, VersionSeen(2, 0), VersionSeen(1, 1)):
            with pytest.raises(Conflict):
                await synonyms.save(connection, seen, "挂失 报失", WANG)
        with pytest.raises(Conflict):
            await synonyms.roll_back(connection, 0, WANG)
        await synonyms.drop(connection, 1)
    await publish_synonyms(bank.database, now=NOON, instead="密码 口令")
    async with bank.database.write() as connection:
        with pytest.raises(Conflict):
            await synonyms.save(connection, NOTHING_SEEN, "挂失 报失", LI)


async def test_what_is_wrong_or_the_same_is_not_handed_in(bank: Bank) -> None:
    async with bank.database.write() as connection:
        draft = await synonyms.save(connection, NOTHING_SEEN, "密码 口令\n口令 暗号", LI)
        with pytest.raises(DraftNotReady) as refused:
            await synonyms.submit(connection, draft.revision, "甲", LI)
        assert refused.value.fields["problems"] == ["twice"]
        shipped = await synonyms.text_of(connection, 0)
        draft = await synonyms.save(connection, VersionSeen(draft.revision, 0), shipped + "\n# 备注", LI)
        with pytest.raises(DraftNotReady) as refused:
            await synonyms.submit(connection, draft.revision, "甲", LI)
        assert refused.value.fields["problems"] == ["same"]
        seen = VersionSeen(draft.revision, 0)
        with pytest.raises(TooLarge):
            await synonyms.save(connection, seen, "长" * (MOST_BYTES // 3 + 1), LI)


async def test_an_older_version_comes_back_as_a_draft(bank: Bank) -> None:
    await publish_synonyms(bank.database, now=NOON, instead="密码 口令")
    await publish_synonyms(bank.database, now=NOON, instead="密码 口令 暗号")
    async with bank.database.write() as connection:
        with pytest.raises(NotFound):
            await synonyms.roll_back(connection, 3, LI)
        draft = await synonyms.roll_back(connection, 1, LI)
        assert draft.text == "密码 口令"
        draft = await synonyms.submit(connection, draft.revision, "太多", LI)
        assert await synonyms.approve(connection, draft.revision, WANG) == 3
        assert (await store.in_force(connection)).groups == (("密码", "口令"),)
        assert await synonyms.text_of(connection, 2) == "密码 口令 暗号"


async def test_it_is_told_that_the_shipped_list_moved_on(bank: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    await publish_synonyms(bank.database, now=NOON, instead="密码 口令")
    async with bank.database.read() as connection:
        assert not await synonyms.shipped_moved_on(connection)
        another = replace(shipped_synonyms(), groups=(("密码", "口令"),))
        monkeypatch.setattr("kb.studio.synonyms.shipped_synonyms", lambda: another)
        assert await synonyms.shipped_moved_on(connection)
