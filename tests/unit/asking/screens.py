"""Screens for the tests of the judge, made of what the hub sends."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from hub.messages import Choices, Link, Notice, NoticeCode, Option, Segment, Source, Text
from yuanqiao.asking.cases import AnswerOutcome, Want
from yuanqiao.asking.judge import Looked, TurnVerdict, judge
from yuanqiao.asking.screen import AnswerScreen

HOTLINE = "95XXX"
TITLES = {
    "借记卡丢了怎么挂失": "debit-card-loss-report",
    "信用卡丢了怎么挂失": "credit-card-loss-report",
    "怎么申请信用卡": "credit-card-apply",
    "信用卡逾期了怎么办": "credit-card-overdue",
    "房贷怎么提前还款": "mortgage-prepay",
}


def said(words: str) -> Text:
    """Something in the house's own words."""
    return Text(text=words)


def article(article_id: str, words: str = "请在手机银行办理。") -> Text:
    """An article's answer."""
    source = Source(article_id=article_id, version=1, title="题", effective_from=date(2026, 1, 1))
    return Text(text=words, source=source)


def choice(*labels: str, prompt: str = "请选择：") -> Choices:
    """Options to choose from."""
    options = tuple(Option(id=f"o{place}", label=label) for place, label in enumerate(labels))
    return Choices(prompt=prompt, options=options)


def notice(code: NoticeCode, words: str = "…") -> Notice:
    """What the house says of itself."""
    return Notice(code=code, text=words)


def link(url: str) -> Link:
    """A link."""
    return Link(title="办理", url=url)


def screen(*segments: Segment) -> AnswerScreen:
    """What stands on the screen after a turn."""
    return AnswerScreen(segments, TITLES)


def verdict(
    shown: Sequence[Segment],
    *accept: AnswerOutcome,
    before: Sequence[AnswerScreen] = (),
    several: bool = False,
    **wanted: Any,
) -> TurnVerdict:
    """What the judge says of it."""
    want = Want(accept=accept, **wanted)
    return judge(Looked(screen(*shown), want, HOTLINE, tuple(before), several))
