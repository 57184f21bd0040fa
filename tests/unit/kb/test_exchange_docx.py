"""Documents of Word: headings are articles, nothing is lost unsaid, and what is made to harm is refused."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from hub.errors import BadInput
from hub.staff import ObjectPlace
from kb.exchange.columns import Row, from_cells, to_cells
from kb.exchange.files import FORMS, FileKind
from kb.exchange.plan import Fate, carry_out, make_plan
from kb.studio.content import ArticleContent
from tests.support.hostile_payloads import payloads
from tests.unit.kb.conftest import Bank
from tests.unit.kb.test_drafts import LI, TODAY, content, studio  # noqa: F401  (a fixture)


def saved(document: Any) -> bytes:
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def read(document: Any) -> list[Row]:
    return FORMS[FileKind.DOCX].read(saved(document))


def banks_own() -> Any:
    """A handbook as a bank writes it."""
    document = Document()
    document.add_paragraph("零售业务问答手册", style="Title")
    document.add_heading("一、银行卡", 1)
    document.add_heading("1.1 银行卡丢失怎么挂失", 2)
    document.add_paragraph("相似问：卡丢了怎么办")
    document.add_paragraph("卡不见了", style="List Bullet")
    document.add_paragraph("生效日期：2026年1月1日")
    paragraph = document.add_paragraph("请")
    paragraph.add_run("马上").bold = True
    paragraph.add_run("挂失，收 {{fee:card.replacement}}，*号除外。")
    document.add_heading("需要的材料", 3)
    document.add_paragraph("身份证", style="List Number")
    document.add_paragraph("银行卡", style="List Number")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ("卡", "费用", "借记卡", "10 元"), strict=True):
        cell.text = text
    document.add_heading("2. 贷款", 1)
    document.add_heading("怎么提前还款", 2)
    document.add_paragraph("在手机银行办理。")
    return document


def test_headings_become_articles_with_their_fields_and_form() -> None:
    lost, loan = read(banks_own())
    assert lost.cells == {
        "title": "银行卡丢失怎么挂失",
        "topic": "银行卡",
        "questions": "卡丢了怎么办\n卡不见了",
        "effective_from": "2026年1月1日",
        "answer": "请**马上**挂失，收 {{fee:card.replacement}}，\\*号除外。\n\n**需要的材料**"
        "\n\n1. 身份证\n2. 银行卡\n\n| 卡 | 费用 |\n| --- | --- |\n| 借记卡 | 10 元 |",
    }
    assert loan.cells == {"title": "怎么提前还款", "topic": "贷款", "answer": "在手机银行办理。"}
    assert (lost.number, loan.number) == (3, 13), "the paragraph of the heading"
    made = from_cells(lost.cells, None, TODAY)
    assert isinstance(made, ArticleContent)
    assert (made.questions, made.effective_from) == (("卡丢了怎么办", "卡不见了"), date(2026, 1, 1))
    assert lost.lost == ("before_first@1",), "the title page is told of"


def test_a_document_of_one_level_and_fields_in_a_table() -> None:
    document = Document()
    document.add_heading("怎么销卡", 1)
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ("分类", "卡片", "问法", "不要卡了\n注销卡"), strict=True):
        cell.text = text
    document.add_paragraph("标准答案：到网点\n办理")
    (row,) = read(document)
    assert row.cells == {
        "title": "怎么销卡",
        "topic": "卡片",
        "questions": "不要卡了\n注销卡",
        "answer": "到网点\n办理",
    }


def test_what_is_not_taken_is_told_with_its_paragraph() -> None:
    document = banks_own()
    picture = OxmlElement("w:drawing")
    document.add_paragraph("如图").add_run()._r.append(picture)
    gone = OxmlElement("w:del")
    document.add_paragraph("改过")._p.append(gone)
    assert read(document)[1].lost == ("picture@15", "tracked_change@16")


def test_inserted_words_and_merged_cells_are_read() -> None:
    document = Document()
    document.add_heading("甲", 1)
    paragraph = document.add_paragraph("收")
    inserted = OxmlElement("w:ins")
    inserted.append(paragraph.add_run("5 元")._r)
    paragraph._p.append(inserted)
    table = document.add_table(rows=3, cols=2)
    for cell, text in zip(table._cells, ("卡", "费", "借记卡", "10", "信用卡", ""), strict=True):
        cell.text = text
    table.cell(1, 1).merge(table.cell(2, 1))
    (row,) = read(document)
    assert row.cells["answer"] == "收5 元\n\n| 卡 | 费 |\n| --- | --- |\n| 借记卡 | 10 |\n| 信用卡 | 10 |"


def test_hostile_words_stay_words() -> None:
    wanted = [content(title=name[:200], answer=name) for name in payloads()]
    data = FORMS[FileKind.DOCX].write([to_cells("", each) for each in wanted])
    rows = FORMS[FileKind.DOCX].read(data)
    assert [from_cells(row.cells, each, TODAY) for row, each in zip(rows, wanted, strict=True)] == wanted


def with_member(name: str, text: bytes) -> bytes:
    data = io.BytesIO(saved(banks_own()))
    with zipfile.ZipFile(data, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, text)
    return data.getvalue()


def replaced(name: str, change: Callable[[bytes], bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(banks_own()))) as packed, zipfile.ZipFile(written, "w") as other:
        for each in packed.namelist():
            text = packed.read(each)
            other.writestr(each, change(text) if each == name else text)
    return written.getvalue()


def related(kind: str, target: str) -> bytes:
    schemas = "http://schemas.openxmlformats.org"
    return (
        f'<Relationships xmlns="{schemas}/package/2006/relationships"><Relationship Id="rId1"'
        f' Type="{schemas}/officeDocument/2006/relationships/{kind}"'
        f' Target="{target}" TargetMode="External"/></Relationships>'
    ).encode()


def huge_table() -> bytes:
    document = Document()
    document.add_heading("甲", 1)
    table = document.add_table(rows=1, cols=60)
    first = table._tbl.tr_lst[0]
    for _ in range(90):
        table._tbl.append(OxmlElement("w:tr"))
        for _ in range(60):
            table._tbl.tr_lst[-1].append(OxmlElement("w:tc"))
    assert first is not None
    return saved(document)


BODY = "word/document.xml"
DEEP = b"<w:sdt>" * 5000 + b"</w:sdt>" * 5000


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "no document"),
        (b"PK\x03\x04 none", "no document"),
        (with_member("word/media/bomb.bin", b"a" * 31_000_000), "too large"),
        (with_member("word/vbaProject.bin", b"macro"), "macros"),
        (
            with_member("word/_rels/settings.xml.rels", related("attachedTemplate", "http://evil.example/t")),
            "elsewhere",
        ),
        (with_member("word/_rels/more.xml.rels", related("image", "file:///etc/passwd")), "elsewhere"),
        (
            replaced(BODY, lambda text: b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>' + text),
            "document type",
        ),
        (
            replaced(BODY, lambda text: text.decode().replace("<?xml", "<!doctype a><?xml").encode("utf-16")),
            "document type",
        ),
        (replaced(BODY, lambda text: text.replace(b"<w:body>", b"<w:body>" + DEEP)), "no document of Word"),
        (replaced(BODY, lambda text: text[:-20]), "no document of Word"),
        (huge_table(), "cells"),
        (saved(Document()), "no headings"),
    ],
)
def test_what_is_made_to_harm_is_refused_with_the_reason(data: bytes, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        FORMS[FileKind.DOCX].read(data)


def test_a_link_of_a_document_stays_and_others_are_words() -> None:
    document = Document()
    document.add_heading("甲", 1)
    paragraph = document.add_paragraph("见")
    for target in ("https://bank.example/a", "javascript:alert(1)"):
        link = OxmlElement("w:hyperlink")
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
        link.set(qn("r:id"), document.part.relate_to(target, kind, is_external=True))
        link.append(paragraph.add_run("这里")._r)
        paragraph._p.append(link)
    (row,) = read(document)
    assert row.cells["answer"] == "见[这里](https://bank.example/a)这里"


async def test_a_document_is_tried_then_written(studio: Bank) -> None:  # noqa: F811
    async def everywhere(_place: ObjectPlace) -> bool:
        return True

    rows = read(banks_own())
    async with studio.database.write() as connection:
        plan = await make_plan(connection, rows, everywhere, today=TODAY)
        assert [row.fate for row in plan.rows] == [Fate.NEW, Fate.NEW]
        codes = list(dict.fromkeys(each.code for each in plan.rows[0].problems))
        assert codes == ["literal_figure", "value_unknown", "not_taken"]
        assert await carry_out(connection, plan, plan.mark, LI) == 2
        again = await make_plan(connection, rows, everywhere, today=TODAY)
    assert [row.duplicate for row in again.rows] == [True, True]
