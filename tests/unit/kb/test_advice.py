"""What agents are advised: the bot's answer with its source, or the articles that it would offer."""

from zoneinfo import ZoneInfo

from hub.messages import Facts
from kb.advice import MOST, KnownAnswers
from kb.afterwards import Afterwards
from tests.unit.kb.conftest import Bank, article
from tests.unit.kb.test_answer import pin


def advice(bank: Bank) -> KnownAnswers:
    return KnownAnswers(bank.answerer, Afterwards(bank.clock, ZoneInfo("Asia/Shanghai")), bank.database)


async def test_the_answer_comes_with_its_source_and_links(bank: Bank) -> None:
    await bank.load([article(links=[{"title": "挂失", "url": "https://bank.example/loss"}])])
    await bank.rebuild()
    (advised,) = await advice(bank).advise("银行卡不见了怎么挂失", "webchat", Facts())
    assert (
        advised.text
        == "请马上挂失。补卡收取 10 元。\n以上数值自 2026 年 1 月 1 日起执行。\n挂失 https://bank.example/loss"
    )
    assert (advised.source.article_id, advised.source.title) == ("card-loss", "银行卡丢失怎么挂失")


async def test_where_the_bot_would_offer_people_get_the_answers(bank: Bank) -> None:
    await bank.load([pin("借记卡"), pin("信用卡"), article()])
    await bank.rebuild()
    advised = await advice(bank).advise("密码忘了怎么重置", "webchat", Facts())
    assert {each.source.article_id for each in advised} == {"debit-pin", "credit-pin"}
    assert len(advised) <= MOST


async def test_nothing_is_advised_where_nothing_is_known(bank: Bank) -> None:
    await bank.load([article()])
    await bank.rebuild()
    assert await advice(bank).advise("今天天气怎么样", "webchat", Facts()) == ()


async def test_people_get_what_is_for_their_customer(bank: Bank) -> None:
    await bank.load([article(audiences=["staff"], regions=["310000"])])
    await bank.rebuild()
    asked = "银行卡不见了怎么挂失"
    for other in (Facts(), Facts(region="310000"), Facts(region="110000", audience="staff")):
        assert await advice(bank).advise(asked, "webchat", other) == ()
    (advised,) = await advice(bank).advise(asked, "webchat", Facts(region="310000", audience="staff"))
    assert advised.source.article_id == "card-loss"
