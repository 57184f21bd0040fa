"""Categories: a name means its id, and where an administrator says so no literal rate or fee goes further."""

from datetime import date

import pytest
from sqlalchemy import true

from hub.errors import Conflict
from hub.staff import ObjectPlace
from kb.exchange.columns import Row
from kb.exchange.folder import FolderImport, report_of
from kb.exchange.plan import Fate, carry_out, make_plan
from kb.formats import LoadError
from kb.model import CategoryName
from kb.store import articles as version_store
from kb.store import categories as store
from kb.store import drafts as draft_store
from kb.studio import categories, drafts, waiting
from kb.studio.drafts import DraftNotReady, VersionSeen, Work
from tests.unit.kb.conftest import Bank, article
from tests.unit.kb.test_drafts import LI, TODAY, WANG, approved, content, published, studio

__all__ = ["studio"]

STRICT = "存款"
LITERAL = "年利率 3.5%，收 10 元。"
VALUED = "收取 {{fee:card.replacement}}。"


@pytest.fixture
async def strict(studio: Bank) -> Bank:
    """A knowledge base with a value, and one category in which literal figures are refused."""
    await studio.load([article()])
    async with studio.database.write() as connection:
        await store.set_strict(connection, STRICT, True)
    return studio


async def begun(bank: Bank, **fields: object) -> Work:
    async with bank.database.write() as connection:
        return await drafts.begin(connection, content(**fields), LI)


async def refused(bank: Bank, step: str, work: Work, **more: object) -> DraftNotReady:
    async with bank.database.write() as connection:
        with pytest.raises(DraftNotReady) as caught:
            await getattr(drafts, step)(connection, work.article_id, work.revision, WANG, **more)
    assert "literal_refused" in caught.value.fields["problems"]
    return caught.value


@pytest.mark.parametrize(
    "fields",
    [
        {"answer": LITERAL},
        {"answer": "收取 **10** 元。"},
        {"title": "5 万元以上怎么转"},
        {"links": [{"title": "手续费 10 元", "url": "https://bank.example/"}]},
        {"answer": LITERAL, "answer_format": "plain"},
    ],
)
async def test_a_literal_figure_is_not_handed_in(strict: Bank, fields: dict[str, object]) -> None:
    work = await begun(strict, topic=STRICT, **fields)
    error = await refused(strict, "submit", work)
    assert "改成数值" in error.detail
    async with strict.database.write() as connection:
        other = await drafts.begin(connection, content(**fields), LI)
        assert (await drafts.submit(connection, other.article_id, other.revision, LI)).state == "review"


async def test_each_figure_is_named_with_what_to_do(strict: Bank) -> None:
    error = await refused(strict, "submit", await begun(strict, topic=STRICT, answer=LITERAL))
    assert "“利率 3.5%”" in error.detail
    assert "“10 元”" in error.detail


async def test_a_value_and_days_are_no_literal_figure(strict: Bank) -> None:
    work = await begun(strict, topic=STRICT, answer=f"{VALUED}3 个工作日内到账，拨打 95588。")
    async with strict.database.write() as connection:
        assert (await drafts.submit(connection, work.article_id, work.revision, LI)).state == "review"


@pytest.mark.parametrize("step", ["approve", "publish"])
async def test_what_was_handed_in_before_goes_no_further(strict: Bank, step: str) -> None:
    async with strict.database.write() as connection:
        work = await drafts.begin(connection, content(topic="贷款", answer=LITERAL), LI)
        work = await drafts.submit(connection, work.article_id, work.revision, LI)
        if step == "publish":
            work = await drafts.approve(connection, work.article_id, work.revision, WANG)
        await store.set_strict(connection, "贷款", True)
    await refused(strict, step, work, **({"today": TODAY} if step == "publish" else {}))
    async with strict.database.write() as connection:
        await store.set_strict(connection, "贷款", False)
        if step == "publish":
            assert await drafts.publish(connection, work.article_id, work.revision, LI, today=TODAY) == 1
        else:
            assert (await drafts.approve(connection, work.article_id, work.revision, WANG)).approved_by


async def test_a_version_of_a_later_day_is_no_way_round(strict: Bank) -> None:
    work = await approved(strict, answer=LITERAL, topic="贷款", effective_from=date(2026, 9, 1))
    async with strict.database.write() as connection:
        await store.set_strict(connection, "贷款", True)
    await refused(strict, "publish", work, today=TODAY)


@pytest.mark.parametrize("name", [STRICT, "存款产品", "Ｄeposits "])
async def test_moving_an_article_there_is_no_way_round(strict: Bank, name: str) -> None:
    article_id = await published(strict, answer=LITERAL)
    async with strict.database.write() as connection:
        await store.save_name(connection, STRICT, CategoryName("存款产品", "Deposits"))
        moved = content(answer=LITERAL, topic=name.strip())
        work = await drafts.save(connection, article_id, VersionSeen(0, 1), moved, LI)
    assert work.content.topic == STRICT
    await refused(strict, "submit", work)


async def test_a_name_that_comes_later_counts_for_a_draft_that_is_there(strict: Bank) -> None:
    work = await begun(strict, topic="存款产品", answer=LITERAL)
    assert work.content.topic == "存款产品"
    async with strict.database.write() as connection:
        await store.save_name(connection, STRICT, CategoryName("存款产品", "Deposits"))
    await refused(strict, "submit", work)


async def test_rolling_back_is_no_way_round(strict: Bank) -> None:
    article_id = await published(strict, answer=LITERAL, topic="贷款")
    async with strict.database.write() as connection:
        await store.set_strict(connection, "贷款", True)
        work = await drafts.roll_back(connection, article_id, 1, 0, LI)
    await refused(strict, "submit", work)


async def test_a_gap_is_no_way_round(strict: Bank) -> None:
    article_id = await published(strict, answer=LITERAL, topic="贷款")
    async with strict.database.write() as connection:
        await store.set_strict(connection, "贷款", True)
        work = await drafts.add_questions(connection, article_id, ["存多少利息"], LI)
    await refused(strict, "submit", work)


async def test_what_is_published_stays_and_is_marked(strict: Bank) -> None:
    article_id = await published(strict, answer=LITERAL, topic="贷款")
    clean = await published(strict, answer=VALUED, topic="贷款", title="另一篇", questions=("另一个",))
    async with strict.database.write() as connection:
        assert await waiting.with_figures(connection, TODAY) == {}, "nobody refuses them yet"
        await store.set_strict(connection, "贷款", True)
        assert await waiting.with_figures(connection, TODAY) == {article_id: "贷款"}
        assert await waiting.with_figures(connection, TODAY, [clean]) == {}
    await strict.rebuild()
    answer = await strict.answerer.article(article_id)
    assert "3.5%" in answer.text  # type: ignore[union-attr]
    async with strict.database.write() as connection:
        mended = content(answer=VALUED, topic="贷款")
        work = await drafts.save(connection, article_id, VersionSeen(0, 1), mended, LI)
        work = await drafts.submit(connection, article_id, work.revision, LI)
        work = await drafts.approve(connection, article_id, work.revision, WANG)
        await drafts.publish(connection, article_id, work.revision, LI, today=TODAY)
        assert await waiting.with_figures(connection, TODAY) == {}


async def test_a_version_that_is_over_is_not_marked(strict: Bank) -> None:
    await published(strict, answer=LITERAL, topic="贷款", effective_to=date(2026, 3, 2))
    async with strict.database.write() as connection:
        await store.set_strict(connection, "贷款", True)
        assert len(await waiting.with_figures(connection, TODAY)) == 1
        assert await waiting.with_figures(connection, date(2026, 3, 3)) == {}


async def everywhere(_place: ObjectPlace) -> bool:
    return True


async def test_an_import_tells_of_the_row_and_writes_a_draft_that_stays_one(strict: Bank) -> None:
    rows = [
        Row(2, {"title": "利率多少", "topic": STRICT, "answer": LITERAL, "questions": "利率"}),
        Row(3, {"title": "怎么存", "topic": STRICT, "answer": "到网点办理。", "questions": "存钱"}),
    ]
    async with strict.database.write() as connection:
        plan = await make_plan(connection, rows, everywhere, today=TODAY)
        first, second = plan.rows
        assert [(each.code, each.stops, each.figure) for each in first.problems] == [
            ("literal_refused", True, "利率 3.5%"),
            ("literal_refused", True, "10 元"),
        ]
        assert second.problems == ()
        assert await carry_out(connection, plan, plan.mark, LI) == 2
        listed = await draft_store.listed(connection, true(), today=TODAY)
        (row,) = [each for each in listed if each.title == "利率多少"]
        work = await drafts.read(connection, row.article_id)
    assert work is not None
    await refused(strict, "submit", work)


async def test_a_folder_tells_of_the_figure_in_its_report(strict: Bank) -> None:
    folder = strict.folder / "documents"
    folder.mkdir()
    path = folder / "利率.csv"
    path.write_text(f"标题,分类,相似问,答案\n利率多少,{STRICT},利率,{LITERAL}\n", "utf-8")
    bringing = FolderImport(strict.database, folder, today=TODAY, topic="", by=LI)
    (report,) = await bringing.run([path], lambda: None)
    assert (report.is_wrong, report.written) == (False, 1)
    assert "literal_refused" in report_of([report]).decode()


async def test_an_imported_category_may_be_called_by_its_name(strict: Bank) -> None:
    article_id = await published(strict, topic="cards")
    async with strict.database.write() as connection:
        await store.save_name(connection, "cards", CategoryName("借记卡", "Debit cards"))
        rows = [
            Row(2, {"id": article_id, "topic": "借记卡"}),
            Row(3, {"title": "新", "topic": "debit cards"}),
        ]
        plan = await make_plan(connection, rows, everywhere, today=TODAY)
    assert [each.fate for each in plan.rows] == [Fate.UNCHANGED, Fate.NEW]
    assert plan.rows[1].content is not None
    assert plan.rows[1].content.topic == "cards"


async def test_files_for_measuring_let_no_figure_into_a_strict_category(strict: Bank) -> None:
    line = {"id": "rate", "title": "利率", "topic": STRICT, "answer": "年利率 3.5%。"}
    with pytest.raises(
        LoadError, match=r"article rate: literal figure “利率 3\.5%”.*as this category demands"
    ):
        await strict.load_lines([line], check_numbers=False)
    assert (await strict.load_lines([line | {"topic": "贷款"}], check_numbers=False)).new == 1
    with pytest.raises(LoadError, match="as this category demands"):  # the same words, moved there
        await strict.load_lines([line], check_numbers=False)


async def test_a_file_means_the_category_of_this_name(strict: Bank) -> None:
    async with strict.database.write() as connection:
        await store.save_name(connection, "deposits", CategoryName("储蓄", "Deposits"))
    await strict.load_lines([{"id": "a", "title": "怎么存", "topic": "储蓄", "answer": "到网点。"}])
    async with strict.database.read() as connection:
        versions = await version_store.versions_of(connection, "a")
    assert versions[0].topic == "deposits"


async def test_a_name_means_its_category(studio: Bank) -> None:
    async with studio.database.write() as connection:
        await categories.rename(connection, "cards", CategoryName("借记卡", "Debit cards"))
        for written in ("cards", "借记卡", " debit Cards", "ＤＥＢＩＴ cards"):
            assert await categories.meant(connection, written) == "cards"
        assert await categories.meant(connection, "信用卡") == "信用卡"
        work = await drafts.begin(connection, content(topic="借记卡"), LI)
        assert work.content.topic == "cards"


async def test_an_id_that_is_known_is_never_anothers_name(studio: Bank) -> None:
    async with studio.database.write() as connection:
        await draft_store.save_category(connection, "东区", "east")
        await store.set_strict(connection, STRICT, True)
        for taken in ("东区", STRICT):
            with pytest.raises(Conflict):
                await categories.rename(connection, "cards", CategoryName(taken, "Cards"))
            await store.save_name(
                connection, "cards", CategoryName(taken, "Cards")
            )  # as a file may have done
            assert await categories.meant(connection, taken) == taken


async def test_two_categories_are_not_called_the_same(studio: Bank) -> None:
    async with studio.database.write() as connection:
        await categories.rename(connection, "cards", CategoryName("银行卡", "Cards"))
        await categories.rename(connection, "cards", CategoryName("银行卡", "Bank cards"))
        with pytest.raises(Conflict):
            await categories.rename(connection, "debit", CategoryName("借记卡", "bank CARDS"))
        assert "debit" not in await store.names(connection)


async def test_drafts_wait_for_who_did_not_write_in_them(studio: Bank) -> None:
    async with studio.database.write() as connection:
        work = await drafts.begin(connection, content(), LI)
        assert await waiting.to_review(connection, true(), "wang") == set()
        work = await drafts.submit(connection, work.article_id, work.revision, LI)
        assert await waiting.to_review(connection, true(), "wang") == {work.article_id}
        assert await waiting.to_review(connection, true(), "li") == set()
        await drafts.approve(connection, work.article_id, work.revision, WANG)
        assert await waiting.to_review(connection, true(), "wang") == set()


async def test_the_list_is_kept_to_some_ids(studio: Bank) -> None:
    async with studio.database.write() as connection:
        one = await drafts.begin(connection, content(title="一"), LI)
        await drafts.begin(connection, content(title="二"), LI)
        for only, titles in ((None, ["一", "二"]), ({one.article_id}, ["一"]), (set(), [])):
            rows = await draft_store.listed(connection, true(), today=TODAY, only=only)
            assert sorted(row.title for row in rows) == titles
