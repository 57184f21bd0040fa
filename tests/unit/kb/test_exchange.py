"""Files of articles: out and back unchanged, no formula runs, and what is wrong is told by row."""

import csv
import io
import zipfile
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from hub.errors import BadInput, Conflict
from hub.staff import ObjectPlace
from kb.exchange.columns import Row, from_cells, to_cells
from kb.exchange.files import FORMS, FileKind
from kb.exchange.plan import Fate, ImportPlan, WrongRows, carry_out, make_plan
from kb.studio import drafts
from kb.studio.content import ArticleContent, LinkContent
from tests.support.hostile_payloads import formulas, payloads
from tests.unit.kb.conftest import Bank
from tests.unit.kb.test_drafts import LI, TODAY, WANG, content, published, studio  # noqa: F401  (a fixture)

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", "'=1", '=HYPERLINK("http://evil.example")')
FULL = ArticleContent(
    topic="卡片",
    title="怎么销卡",
    questions=("怎么注销信用卡", "不想要这张卡了"),
    answer="1. 打开手机银行\n2. 选择**注销**\n\n---\n\\---\n| 甲 | 乙 |\n|---|---|\n| 一 | 二 |",
    effective_from=date(2026, 1, 1),
    effective_to=date(2026, 12, 31),
    channels=("webchat", "sms"),
    links=(LinkContent(title="网点", url="https://bank.example/?a=1", description="附近 | 网点"),),
    pinned=3,
    audiences=("staff",),
    regions=("sh",),
    segments=("vip",),
    note="先核实身份。\n\n= 超过 5 万元请转主管 | 不对客户说",
)


def read_back(kind: FileKind, *contents: ArticleContent) -> list[ArticleContent]:
    """What comes back of articles that were written into a file."""
    data = FORMS[kind].write([to_cells("", each) for each in contents])
    # Word has a form of its own for what Markdown says: an answer that says the same stays as it was.
    before = contents if kind is FileKind.DOCX else [None] * len(contents)
    rows = FORMS[kind].read(data)
    found = [from_cells(row.cells, each, TODAY) for row, each in zip(rows, before, strict=True)]
    assert all(isinstance(each, ArticleContent) for each in found), found
    return [each for each in found if isinstance(each, ArticleContent)]


@pytest.mark.parametrize("kind", FileKind)
def test_an_article_comes_back_as_it_went(kind: FileKind) -> None:
    assert read_back(kind, FULL, content()) == [FULL, content()]


WORDS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"), include_characters="=+-@'#|`*\\\""),
    min_size=1,
    max_size=40,
).map(str.strip)


@settings(max_examples=25, deadline=None)
@given(title=WORDS.filter(bool), answer=WORDS, kind=st.sampled_from(FileKind))
def test_any_words_come_back(title: str, answer: str, kind: FileKind) -> None:
    wanted = content(title=title, answer=answer)
    assert read_back(kind, wanted) == [wanted]


def test_no_spreadsheet_runs_what_an_editor_wrote() -> None:
    texts = [*FORMULAS, *payloads(), *(each.strip() for each in formulas())]
    cells = [to_cells("", content(title=text, answer=text)) for text in texts]
    table = FORMS[FileKind.CSV].write(cells).decode("utf-8-sig")
    written = [cell for line in csv.reader(io.StringIO(table)) for cell in line]
    assert len(written) > 2 * len(texts)
    assert not [cell for cell in written if cell.startswith(tuple("=+-@＝\t"))]
    book = load_workbook(io.BytesIO(FORMS[FileKind.XLSX].write(cells)))
    kinds = {cell.data_type for row in book.worksheets[0].iter_rows() for cell in row if cell.value}
    assert kinds == {"s"}


def workbook(*rows: Sequence[Any]) -> bytes:
    book, data = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    book.save(data)
    return data.getvalue()


def faults_of(rows: Sequence[Row]) -> list[tuple[int, str, str]]:
    found = []
    for row in rows:
        content = from_cells(row.cells, None, TODAY)
        told = [*row.faults, *(content if isinstance(content, list) else ())]
        found += [(row.number, fault.column, fault.code) for fault in told]
    return found


def test_what_is_wrong_is_told_by_row() -> None:
    data = workbook(
        ["标题", "分类", "生效日期", "链接", "置顶"],
        ["甲", "卡片", "2026-01-01", "", ""],
        ["=1+1", "卡片", "2026/1/31", "", 3],
        [],
        ["", "卡片", "一月一日", "网点", "最前"],
        ["长" * 201, "", date(2026, 1, 1), "网点 | javascript:alert(1)", ""],
    )
    assert faults_of(FORMS[FileKind.XLSX].read(data)) == [
        (3, "title", "formula"),
        (5, "effective_from", "bad_date"),
        (5, "links", "bad_link"),
        (5, "pinned", "bad_value"),
        (6, "topic", "missing"),
        (6, "title", "too_long"),
        (6, "links", "bad_value"),
    ]
    head = "---\nid: *a\n---\n\n---\n标题: 甲\n价格: 1\n---\n答案\n".encode()
    assert [fault.code for row in FORMS[FileKind.MARKDOWN].read(head) for fault in row.faults] == [
        "bad_head",
        "unknown_column",
    ]


def bomb() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/sharedStrings.xml", b"a" * 31_000_000)
    return data.getvalue()


def with_entities() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        packed.writestr("[Content_Types].xml", b'<!DOCTYPE a [<!ENTITY b "c">]><Types/>')
    return data.getvalue()


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (FileKind.XLSX, b""),
        (FileKind.XLSX, b"PK\x03\x04 no workbook"),
        (FileKind.XLSX, bomb()),
        (FileKind.XLSX, with_entities()),
        (FileKind.XLSX, workbook()),
        (FileKind.XLSX, workbook(["标题", "价格"])),
        (FileKind.CSV, b"\xff\xfe\xff"),
        (FileKind.CSV, "分类\n卡片".encode()),
        (FileKind.CSV, "标题,标题\n甲,乙".encode()),
        (FileKind.CSV, ("标题\n" + "甲\n" * 501).encode()),
        (FileKind.MARKDOWN, "没有开头".encode()),
        (FileKind.MARKDOWN, b"\xff"),
    ],
)
def test_what_is_no_file_of_articles_is_refused(kind: FileKind, data: bytes) -> None:
    with pytest.raises(BadInput):
        FORMS[kind].read(data)


def test_a_note_of_windows_has_the_lines_of_any_other() -> None:
    before = content(note="旧的")
    after = from_cells({"note": " 先核实。\r\n再挂失。 "}, before, TODAY)
    assert isinstance(after, ArticleContent)
    assert after.note == "先核实。\n再挂失。"
    emptied = from_cells({"note": ""}, before, TODAY)
    assert isinstance(emptied, ArticleContent)
    assert emptied.note == ""


def test_a_table_of_chinese_windows_is_read() -> None:
    (row,) = FORMS[FileKind.CSV].read("标题\t分类\r\n卡丢了\t卡片\r\n".encode("gb18030"))
    assert (row.number, row.cells) == (2, {"title": "卡丢了", "topic": "卡片"})


async def everywhere(_place: ObjectPlace) -> bool:
    return True


async def planned(bank: Bank, rows: Sequence[Row]) -> ImportPlan:
    async with bank.database.read() as connection:
        return await make_plan(connection, rows, everywhere, today=TODAY)


async def test_a_dry_run_tells_what_is_then_written(studio: Bank) -> None:  # noqa: F811
    article_id = await published(studio)
    rows = [
        Row(2, {"id": article_id, "title": "信用卡怎么注销"}),
        Row(3, {"id": "", "title": "信用卡怎么销卡", "topic": "卡片"}),
    ]
    plan = await planned(studio, rows)
    assert [(row.fate, list(row.changes), row.duplicate) for row in plan.rows] == [
        (Fate.CHANGED, ["title"], False),
        (Fate.NEW, [], True),
    ]
    assert [each.code for each in plan.rows[1].problems] == ["no_questions", "no_answer"]
    async with studio.database.write() as connection:
        again = await make_plan(connection, rows, everywhere, today=TODAY)
        assert await carry_out(connection, again, plan.mark, LI) == 2
        work = await drafts.read(connection, article_id)
    assert work is not None
    assert work.content == content(title="信用卡怎么注销"), "columns that were left out stay"
    after = await planned(studio, rows[:1])
    assert [row.fate for row in after.rows] == [Fate.UNCHANGED]


async def test_nothing_is_written_that_was_not_shown(studio: Bank) -> None:  # noqa: F811
    article_id = await published(studio)
    rows = [Row(2, {"id": article_id, "title": "信用卡怎么注销"})]
    plan = await planned(studio, rows)
    async with studio.database.write() as connection:
        work = await drafts.add_questions(connection, article_id, ["销卡要多久"], WANG)
        moved = await make_plan(connection, rows, everywhere, today=TODAY)
        with pytest.raises(Conflict):
            await carry_out(connection, moved, plan.mark, LI)
        assert await drafts.read(connection, article_id) == work
    wrong = await planned(studio, [*rows, *rows, Row(4, {"id": "a-none", "title": "甲", "topic": "乙"})])
    assert [[fault.code for fault in row.faults] for row in wrong.rows] == [
        ["twice"],
        ["twice"],
        ["not_found"],
    ]
    async with studio.database.write() as connection:
        with pytest.raises(WrongRows):
            await carry_out(connection, wrong, wrong.mark, LI)


async def test_what_lies_elsewhere_is_as_if_it_were_not_there(studio: Bank) -> None:  # noqa: F811
    article_id = await published(studio)

    async def nowhere(_place: ObjectPlace) -> bool:
        return False

    async with studio.database.read() as connection:
        rows = [Row(2, {"id": article_id, "title": "甲", "topic": "卡片"})]
        plan = await make_plan(connection, rows, nowhere, today=TODAY)
    assert [[fault.code for fault in row.faults] for row in plan.rows] == [["not_found"]]
