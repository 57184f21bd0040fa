"""Near neighbours of the demo bank: articles that differ in one attribute, each for its own variant alone."""

import re
from functools import cache

import pytest

from hub.settings import ROOT
from kb.formats import read
from kb.model import ArticleDraft

GROUPS = {
    "reporting a loss": {
        "debit-card-loss-report": "借记卡",
        "credit-card-loss-report": "信用卡",
        "deposit-slip-lost": "存单",
    },
    "undoing a report of loss": {"debit-card-loss-cancel": "借记卡", "credit-card-loss-cancel": "信用卡"},
    "a new card for a lost one": {"debit-card-replace": "借记卡", "credit-card-replace": "信用卡"},
    "a card that ran out": {"debit-card-expired": "借记卡", "credit-card-expired": "信用卡"},
    "activating a card": {
        "debit-card-activate": "借记卡",
        "credit-card-activate": "信用卡",
        "social-card-activate": "社保卡",
    },
    "a card's password": {"debit-card-pin-reset": "借记卡", "credit-card-pin": "信用卡"},
    "yearly fee": {"debit-card-annual-fee": "借记卡", "credit-card-annual-fee": "信用卡"},
    "a card abroad": {"debit-card-overseas": "借记卡", "credit-card-overseas": "信用卡"},
    "a card used by others": {"debit-card-fraud": "借记卡", "credit-card-fraud": "信用卡"},
    "a card swallowed": {"debit-card-swallowed": "借记卡", "credit-card-swallowed": "信用卡"},
    "no password for small sums": {
        "debit-card-contactless": "借记卡",
        "credit-card-contactless": "信用卡",
    },
    "a card in another house's app": {"debit-card-bind-pay": "借记卡", "credit-card-bind-pay": "信用卡"},
    "closing": {
        "account-close": "借记卡",
        "credit-card-close": "信用卡",
        "account-class2-close": "二类户",
    },
    "opening an account": {
        "account-open": "个人",
        "account-open-minor": "未成年人",
        "account-class2-open": "二类户",
        "business-account-open": "公司",
    },
    "how much may be transferred": {
        "transfer-limit-app": "手机银行",
        "transfer-limit-web": "网上银行",
        "transfer-limit-counter": "柜台",
        "account-class2-limit": "二类户",
    },
    "what a transfer costs": {
        "transfer-fee-online": "手机银行",
        "transfer-fee-counter": "柜台",
        "transfer-fee-atm": "ATM",
        "remit-abroad-fee": "境外",
    },
    "when a transfer arrives": {
        "transfer-same-bank-time": "本行",
        "transfer-interbank-time": "跨行",
        "remit-abroad-time": "境外",
    },
    "the password to log in": {"app-forgot-password": "手机银行", "web-bank-password": "网"},
    "taking cash": {
        "debit-card-atm-limit": "ATM",
        "branch-cash-below-limit": "不超过",
        "branch-cash-booking": "超过",
        "fx-cash-withdraw": "外币",
    },
    "what taking cash costs": {
        "fee-atm-interbank": "境内",
        "debit-card-overseas": "境外",
        "credit-card-cash-advance": "信用卡",
    },
    "bringing cash": {"branch-atm-deposit": "自助存", "branch-counter-deposit": "柜台"},
    "when a branch is open": {"branch-hours": "周末", "branch-holiday": "法定节假日"},
    "the rate of a fixed deposit": {
        "deposit-time-rate": "人民币",
        "deposit-usd-rate": "美元",
        "deposit-cd": "大额存单",
        "deposit-notice": "通知存款",
    },
    "what the dead leave": {"deposit-inherit": "不超过", "deposit-inherit-large": "超过"},
    "the rate of a loan": {
        "loan-consumer-rate": "快贷",
        "loan-business-rate": "经营贷",
        "mortgage-rate": "房贷",
    },
    "asking for a loan": {
        "loan-consumer-apply": "消费贷",
        "loan-business-owner": "经营贷",
        "mortgage-apply": "房贷",
    },
    "paying back early": {
        "loan-consumer-prepay": "消费贷",
        "loan-business-prepay": "经营贷",
        "mortgage-prepay": "房贷",
        "credit-card-installment-settle": "分期",
    },
    "paying late": {
        "loan-overdue": "消费贷",
        "loan-business-overdue": "经营贷",
        "mortgage-late": "房贷",
        "credit-card-overdue": "信用卡",
    },
    "the down payment": {
        "mortgage-down-payment-first-home": "首套",
        "mortgage-down-payment-second-home": "二套",
    },
    "paying by instalments": {
        "credit-card-installment": "账单分期",
        "credit-card-installment-purchase": "单笔消费分期",
    },
    "the day of payment": {"credit-bill-date-change": "账单", "mortgage-due-date": "还款"},
    "ETC": {"etc-apply": "手机银行", "etc-apply-company": "单位"},
    "selling before the end": {"wealth-redeem-arrival": "理财", "fund-redeem": "基金"},
    "money from and to abroad": {"remit-abroad": "境外汇款", "remit-inward": "汇款人"},
}
"""Of each group: its articles, and the word by which the first sentence says whom it speaks for."""


@cache
def articles() -> dict[str, ArticleDraft]:
    """The demo bank's articles by their ids."""
    return {draft.article_id: draft for _, draft in read(ROOT / "kb" / "demo").articles}


def first_sentence(draft: ArticleDraft) -> str:
    """The answer up to its first full stop, or its first line."""
    return re.split(r"[。\n]", draft.answer, maxsplit=1)[0]


def test_there_are_enough_groups_of_few_articles() -> None:
    assert len(GROUPS) >= 25
    assert {len(group) for group in GROUPS.values()} <= {2, 3, 4}


@pytest.mark.parametrize("group", GROUPS.values(), ids=GROUPS)
def test_the_first_sentence_says_for_which_variant_it_speaks(group: dict[str, str]) -> None:
    sentences = {name: first_sentence(articles()[name]) for name in group}
    assert {name: said for name, said in sentences.items() if group[name] not in said} == {}


@pytest.mark.parametrize("group", GROUPS.values(), ids=GROUPS)
def test_neighbours_can_be_told_apart_by_their_titles(group: dict[str, str]) -> None:
    titles = [articles()[name].title for name in group]
    assert len(set(titles)) == len(titles)
    assert all(len(title) <= 24 for title in titles)


def test_the_hot_questions_are_six_short_questions() -> None:
    pinned = {draft.pinned: draft.title for draft in articles().values() if draft.pinned is not None}
    assert sorted(pinned) == [1, 2, 3, 4, 5, 6]
    assert all(len(title) <= 14 for title in pinned.values())
