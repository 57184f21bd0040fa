"""Drafts: a second person approves, nobody overwrites anybody, versions come back as drafts."""

from datetime import date

import pytest

from hub.errors import Conflict
from hub.staff.four_eyes import By, OwnWork
from kb.articles import withdraw
from kb.store import articles as version_store
from kb.store.schema_studio import about, draft
from kb.studio import drafts
from kb.studio.content import ArticleContent
from kb.studio.difference import DifferenceLine, differences
from kb.studio.drafts import DraftNotReady, DraftState, VersionSeen, Work
from tests.unit.kb.conftest import NOON, Bank, article

TODAY = date(2026, 3, 1)
LI, WANG = By("li", NOON), By("wang", NOON)


@pytest.fixture
async def studio(bank: Bank) -> Bank:
    async with bank.database.write() as connection:
        for table in (draft, about):
            await connection.run_sync(table.create)
    return bank


def content(**fields: object) -> ArticleContent:
    usual: dict[str, object] = {
        "topic": "卡片",
        "title": "信用卡怎么销卡",
        "questions": ("怎么注销信用卡",),
        "answer": "1. 打开手机银行\n2. 选择**注销**",
        "effective_from": TODAY,
    }
    return ArticleContent.model_validate(usual | fields)


async def approved(studio: Bank, **fields: object) -> Work:
    async with studio.database.write() as connection:
        work = await drafts.begin(connection, content(**fields), LI)
        work = await drafts.submit(connection, work.article_id, work.revision, LI)
        return await drafts.approve(connection, work.article_id, work.revision, WANG)


async def published(studio: Bank, **fields: object) -> str:
    work = await approved(studio, **fields)
    async with studio.database.write() as connection:
        version = await drafts.publish(connection, work.article_id, work.revision, LI, today=TODAY)
    assert version == 1
    return work.article_id


async def test_what_somebody_else_approved_is_answered(studio: Bank) -> None:
    article_id = await published(studio)
    await studio.rebuild()
    answer = await studio.answerer.article(article_id)
    assert "选择注销" in answer.text  # type: ignore[union-attr]
    async with studio.database.read() as connection:
        assert await drafts.read(connection, article_id) is None


async def test_nobody_approves_what_they_wrote(studio: Bank) -> None:
    async with studio.database.write() as connection:
        work = await drafts.begin(connection, content(), LI)
        work = await drafts.save(
            connection, work.article_id, VersionSeen(work.revision, 0), content(answer="请致电。"), WANG
        )
        work = await drafts.submit(connection, work.article_id, work.revision, WANG)
        for author in (LI, WANG):
            with pytest.raises(OwnWork):
                await drafts.approve(connection, work.article_id, work.revision, author)
        done = await drafts.approve(connection, work.article_id, work.revision, By("zhao", NOON))
    assert (done.state, done.approved_by) == (DraftState.APPROVED, "zhao")


async def test_new_words_need_a_new_approval(studio: Bank) -> None:
    work = await approved(studio)
    async with studio.database.write() as connection:
        saved = await drafts.save(
            connection, work.article_id, VersionSeen(work.revision, 0), content(answer="别的话。"), WANG
        )
        assert (saved.state, saved.approved_by) == (DraftState.DRAFT, None)
        with pytest.raises(Conflict):
            await drafts.publish(connection, work.article_id, saved.revision, LI, today=TODAY)


async def test_who_saw_another_draft_overwrites_nothing(studio: Bank) -> None:
    async with studio.database.write() as connection:
        begun = await drafts.begin(connection, content(), LI)
        seen = VersionSeen(begun.revision, 0)
        first = await drafts.save(connection, begun.article_id, seen, content(answer="先到。"), LI)
        with pytest.raises(Conflict) as refused:
            await drafts.save(connection, begun.article_id, seen, content(answer="后到。"), WANG)
        stored = await drafts.read(connection, begun.article_id)
    assert refused.value.fields == {"revision": first.revision}
    assert stored is not None
    assert stored.content.answer == "先到。"


async def test_who_saw_an_older_version_overwrites_nothing(studio: Bank) -> None:
    """The draft that came between is gone again: its revisions alone would not tell."""
    article_id = await published(studio)
    async with studio.database.write() as connection:
        with pytest.raises(Conflict):
            await drafts.save(connection, article_id, VersionSeen(0, 0), content(answer="旧。"), LI)
        work = await drafts.save(connection, article_id, VersionSeen(0, 1), content(answer="新。"), LI)
    assert work.base_version == 1


async def test_a_version_that_came_meanwhile_is_not_replaced(studio: Bank) -> None:
    await studio.load([article("card-loss")])
    async with studio.database.write() as connection:
        work = await drafts.save(connection, "card-loss", VersionSeen(0, 1), content(), LI)
        work = await drafts.submit(connection, "card-loss", work.revision, LI)
        work = await drafts.approve(connection, "card-loss", work.revision, WANG)
    await studio.load([article("card-loss", title="新的标题")])
    async with studio.database.write() as connection:
        with pytest.raises(Conflict):
            await drafts.publish(connection, "card-loss", work.revision, LI, today=TODAY)


async def test_an_older_version_comes_back_by_the_same_way(studio: Bank) -> None:
    await studio.load([article("card-loss", title="第一版")])
    await studio.load([article("card-loss", title="第二版")])
    async with studio.database.write() as connection:
        work = await drafts.roll_back(connection, "card-loss", 1, 0, LI)
        assert (work.content.title, work.state) == ("第一版", DraftState.DRAFT)
        work = await drafts.submit(connection, "card-loss", work.revision, LI)
        work = await drafts.approve(connection, "card-loss", work.revision, WANG)
        version = await drafts.publish(connection, "card-loss", work.revision, WANG, today=TODAY)
        versions = await version_store.versions_of(connection, "card-loss")
    assert version == 3
    assert [each.title for each in versions] == ["第一版", "第二版", "第一版"]
    assert versions[-1].effective_from == TODAY  # never in the past: yesterday was answered otherwise


async def test_a_version_of_tomorrow_is_not_said_today(studio: Bank) -> None:
    await studio.load([article("card-loss")])
    async with studio.database.write() as connection:
        later = content(effective_from=date(2026, 3, 2), answer="明天起的话。")
        work = await drafts.save(connection, "card-loss", VersionSeen(0, 1), later, LI)
        work = await drafts.submit(connection, "card-loss", work.revision, LI)
        work = await drafts.approve(connection, "card-loss", work.revision, WANG)
        await drafts.publish(connection, "card-loss", work.revision, LI, today=TODAY)
    today = await studio.answerer.article("card-loss")
    assert "请马上挂失" in today.text  # type: ignore[union-attr]
    studio.clock.moment = NOON.replace(day=2)
    tomorrow = await studio.answerer.article("card-loss")
    assert tomorrow.text == "明天起的话。"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"questions": ()}, "no_questions"),
        ({"answer": ""}, "no_answer"),
        ({"answer": "<script>alert(1)</script>"}, "unreadable"),
        ({"answer": "收取 {{fee:nobody.knows}}。"}, "value_unknown"),
        ({"effective_to": date(2026, 2, 1)}, "dates"),
        ({"title": "收 {{fee:card.replacement}}"}, "value_in_title"),
        ({"regions": ("sh", "上海")}, "reader_word"),
        ({"segments": ("",)}, "reader_word"),
    ],
)
async def test_what_cannot_be_said_is_not_reviewed(
    studio: Bank, fields: dict[str, object], code: str
) -> None:
    async with studio.database.write() as connection:
        work = await drafts.begin(connection, content(**fields), LI)
        with pytest.raises(DraftNotReady) as refused:
            await drafts.submit(connection, work.article_id, work.revision, LI)
    assert refused.value.fields["problems"] == [code]


async def test_a_literal_fee_is_warned_of(studio: Bank) -> None:
    async with studio.database.write() as connection:
        work = await drafts.begin(connection, content(answer="补卡收取 10 元。"), LI)
        found = await drafts.problems(connection, work)
        assert [(each.code, each.stops) for each in found] == [("literal_figure", False)]
        assert (await drafts.submit(connection, work.article_id, work.revision, LI)).state == "review"


async def test_questions_of_gaps_join_what_is_published(studio: Bank) -> None:
    await studio.load([article("card-loss", questions=["卡丢了怎么办"])])
    async with studio.database.write() as connection:
        await drafts.add_questions(connection, "card-loss", ["卡掉了", "卡丢了怎么办"], LI)
        work = await drafts.add_questions(connection, "card-loss", ["卡没了"], WANG)
    assert work.content.questions == ("卡丢了怎么办", "卡掉了", "卡没了")
    assert work.authors == ("li", "wang")


async def test_questions_that_are_there_already_take_nothing_back(studio: Bank) -> None:
    work = await approved(studio, questions=("卡丢了怎么办", "卡没了"))
    async with studio.database.write() as connection:
        again = await drafts.add_questions(connection, work.article_id, ["卡没了"], WANG)
        assert again == work
        more = await drafts.add_questions(connection, work.article_id, ["卡掉了"], WANG)
    assert (more.state, more.authors) == (DraftState.DRAFT, ("li", "wang"))


async def test_a_withdrawn_article_may_begin_anew(studio: Bank) -> None:
    article_id = await published(studio)
    async with studio.database.write() as connection:
        await withdraw(connection, article_id, day=TODAY, now=NOON)
        work = await drafts.save(connection, article_id, VersionSeen(0, 1), content(answer="又有了。"), LI)
        work = await drafts.submit(connection, article_id, work.revision, LI)
        work = await drafts.approve(connection, article_id, work.revision, WANG)
        assert await drafts.publish(connection, article_id, work.revision, LI, today=TODAY) == 2
    answer = await studio.answerer.article(article_id)
    assert answer.text == "又有了。"  # type: ignore[union-attr]


def test_a_difference_names_fields_and_lines() -> None:
    one = content(answer="一\n二\n三")
    found = differences(one, one.model_copy(update={"answer": "一\n两\n三", "title": "新"}))
    assert found.keys() == {"title", "answer"}
    assert found["answer"] == [
        DifferenceLine("same", "一"),
        DifferenceLine("gone", "二"),
        DifferenceLine("new", "两"),
        DifferenceLine("same", "三"),
    ]
    assert differences(one, replace_questions(one)) == {}


def replace_questions(one: ArticleContent) -> ArticleContent:
    return ArticleContent.model_validate(one.model_dump(mode="json"))
