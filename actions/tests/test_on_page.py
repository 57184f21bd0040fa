"""A question that names no product is about that of the bank's page, where it is one of its kind."""

import json
from typing import Any

import pytest

from actions.on_page import asked_of, named
from actions.tests.bank import action_call, token
from actions.tests.conftest import Client


@pytest.mark.parametrize(
    ("text", "product", "asked"),
    [
        ("这款理财的赎回要多久", "现金管理理财", "现金管理理财的赎回要多久"),
        ("这个产品的利率是多少", "消费贷款", "消费贷款的利率是多少"),
        ("该产品能提前还款吗", "消费贷款", "消费贷款能提前还款吗"),
        ("这张卡密码忘了怎么办", "借记卡", "借记卡密码忘了怎么办"),
        ("这款理财的赎回要多久", "消费贷款", "这款理财的赎回要多久"),
        ("这个怎么办", "消费贷款", "这个怎么办"),
        ("这款理财的赎回要多久", None, "这款理财的赎回要多久"),
    ],
)
def test_the_page_names_what_the_customer_points_at(text: str, product: str | None, asked: str) -> None:
    assert named(text, product) == asked


def test_a_bare_detail_is_asked_of_the_page() -> None:
    assert asked_of("要多久", "理财赎回") == "理财赎回要多久"
    assert asked_of("今天天气怎么样", "理财赎回") is None
    assert asked_of("要多久", None) is None


def on_page(text: str, product: str) -> dict[str, Any]:
    facts = {"product": product}
    signed = json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
    return action_call("action_answer", text, facts=facts, token=token(facts=signed))


async def test_the_first_answer_needs_no_name_on_the_products_page(client: Client) -> None:
    question = "这张卡密码忘了怎么重置"
    elsewhere = await client.outcome(action_call("action_answer", question))
    assert elsewhere["segments"][-1]["type"] == "choices"
    for product, article in (("借记卡", "debit-password"), ("信用卡", "credit-password")):
        told = await client.outcome(on_page(question, product))
        assert told["segments"][0]["source"]["article_id"] == article


async def test_a_page_that_is_no_words_is_refused(client: Client) -> None:
    status, _ = await client.post(on_page("你好", "/restart"))
    assert status == 400
