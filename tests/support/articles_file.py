"""Fifty articles of a bank as an editor has them: a workbook, with the mistakes that people make or none."""

import io
from collections.abc import Sequence
from datetime import date, timedelta

from openpyxl import Workbook

HEADING = ("分类", "标题", "相似问", "答案", "生效日期")
CARDS = ("金葵卡", "菁英卡", "社保卡", "公务卡", "旅行卡", "校园卡", "车主卡", "联名卡", "商户卡", "薪资卡")
ASKED = (
    ("怎么申请", "想办一张{card}", "1. 带身份证到任一网点\n2. 填写**{card}申请表**\n3. 七个工作日内寄到"),
    ("丢了怎么补办", "{card}找不到了", "先在手机银行**挂失**，再带身份证到网点补办{card}。"),
    ("怎么注销", "不想用{card}了", "- 先把{card}里的钱转走\n- 再到网点或手机银行办理**销户**"),
    ("忘了密码怎么办", "{card}密码记不得", "带身份证和{card}到任一网点，由柜员为您重置密码。"),
    ("可以在国外用吗", "{card}出国能刷吗", "{card}带银联标识，境外有银联标识的商户和取款机都能用。"),
)
COUNT = len(CARDS) * len(ASKED)
WRONG = {7: "日期", 23: "标题", 41: "公式"}
"""By the number of the row in the sheet, what is wrong there."""


def titles() -> list[str]:
    """The titles, in the order of the file."""
    return [f"{card}{ask}" for card in CARDS for ask, _, _ in ASKED]


def workbook(today: date, *, wrong: bool) -> bytes:
    """The file; the last article begins in two days."""
    rows = list(_rows(today))
    if wrong:
        rows[7 - 2][4] = "月底"
        rows[23 - 2][1] = ""
        rows[41 - 2][3] = "=1+1"
    book, data = Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    for row in (HEADING, *rows):
        sheet.append(list(row))
    book.save(data)
    return data.getvalue()


def _rows(today: date) -> Sequence[list[str]]:
    made = [
        [
            "银行卡",
            f"{card}{ask}",
            f"{card}{ask}\n{said.format(card=card)}",
            answer.format(card=card),
            str(today),
        ]
        for card in CARDS
        for ask, said, answer in ASKED
    ]
    made[-1][4] = str(today + timedelta(days=2))
    return made
