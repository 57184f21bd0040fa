"""Dialogues that go on after a long silence, or on another channel: asked first, and confirmed anew."""

import json
from datetime import timedelta

import pytest

from actions.dialogues.state import OFFER_HOLDS, SLOT
from actions.tests.errands import ANSWERED, Errand
from hub.engine.history import DIALOGUE

TRANSFER = ("给李娜转300块", "transfer_money")
LEFT = {
    "kind": "transfer",
    "values": {"payee": "p1", "amount": "300", "account": "1111"},
    "said": TRANSFER[0],
}


async def to_confirmation(errand: Errand) -> None:
    await errand.say(*TRANSFER, amount="300")
    await errand.passes()
    assert "转 300 元给李娜" in await errand.is_read()


def a_day_later(errand: Errand) -> None:
    errand.now += timedelta(days=1)
    errand.level = 0


async def test_behind_an_answer_a_day_later_stands_what_was_open_and_both_answers_to_it() -> None:
    errand = Errand()
    await to_confirmation(errand)
    a_day_later(errand)
    said = await errand.say("转账手续费多少", "transfer_fee")
    assert said.startswith(ANSWERED)
    assert "您昨天办的转账（李娜（尾号6688）、300 元、活期一本通（尾号1111））还没有办完，要继续吗？" in said
    assert [each["label"] for each in errand.options] == ["继续办理", "不办了"]
    assert "核验身份" in await errand.pick("继续")
    await errand.passes()
    assert "转 300 元给李娜" in await errand.is_read()
    await errand.say("确认", "affirm", reply="yes")
    assert errand.instruction["amount"]["minor"] == 30000


@pytest.mark.parametrize("words", ["继续", "接着办吧", "好的，继续", "继续转", "go on please"])
async def test_it_goes_on_by_words(words: str) -> None:
    errand = Errand()
    await to_confirmation(errand)
    a_day_later(errand)
    assert "核验身份" in await errand.say(words)


async def test_what_is_wrong_is_corrected_as_it_goes_on() -> None:
    errand = Errand()
    await to_confirmation(errand)
    a_day_later(errand)
    await errand.say("不对，是500", "inform", amount="500")
    await errand.passes()
    assert "转 500 元给李娜" in await errand.is_read()


@pytest.mark.parametrize("way", ["pick", "cancel", "deny"])
async def test_it_is_left(way: str) -> None:
    errand = Errand()
    await to_confirmation(errand)
    a_day_later(errand)
    await errand.say("今天几点下班")
    said = await errand.pick("不办") if way == "pick" else await errand.say("不用了", way)
    assert "没有办理任何事项" in said
    assert not errand.open
    assert await errand.say("继续") == ANSWERED


async def test_an_option_of_another_question_does_nothing() -> None:
    errand = Errand()
    await to_confirmation(errand)
    a_day_later(errand)
    await errand.say("今天几点下班")
    old = errand.options
    await errand.pick("继续")
    errand.options = old
    await errand.passes()
    await errand.is_read()
    errand.options = old
    await errand.pick("继续")
    assert not errand.commands, "an old option confirms nothing"


async def test_a_payee_who_is_gone_meanwhile_is_asked_for_again() -> None:
    errand = Errand()
    await to_confirmation(errand)
    a_day_later(errand)
    await errand.say("继续")
    await errand.passes()
    accounts = [{"tail": "1111", "product": "活期一本通", "available": "1.00"}]
    others = [
        {"payee": "p3", "name": "王芳", "tail": "7777"},
        {"payee": "p4", "name": "张三", "tail": "8888"},
    ]
    found = json.dumps({"accounts": accounts, "payees": others}, ensure_ascii=False)
    assert "转给谁" in await errand.is_read(found=found)


async def test_a_day_of_a_visit_that_has_passed_is_asked_for_again() -> None:
    errand = Errand()
    await errand.say("预约公司开户", "corporate_account")
    for words, found in (("徐汇支行", {"branch": "徐汇支行"}), ("明天", {"date": "day+1"})):
        await errand.say(words, "inform", **found)
    errand.now += timedelta(days=2)
    assert "哪一天" in await errand.say("继续")


async def elsewhere(errand: Errand, channel: str = "wechat") -> str:
    return await errand.note("dialogue_left", kind="transfer", since="2026-11-15", channel=channel)


async def test_it_goes_on_on_another_channel_after_a_yes_a_check_and_a_confirmation() -> None:
    errand = Errand()
    assert "您昨天在微信办的转账还没有办完，要继续吗？" in await elsewhere(errand)
    assert "接着为您办理转账" in await errand.pick("继续")
    (command,) = errand.commands
    assert command["reading"]["about"] == "dialogue"
    told = json.dumps({"dialogue": LEFT}, ensure_ascii=False)
    wish = command["wish"]
    said = await errand.note("bank_read", kind="read_dialogue", wish=wish, state="done", code="", found=told)
    assert "核验身份" in said
    await errand.passes()
    assert "转 300 元给李娜" in await errand.is_read()
    await errand.say("确认", "affirm", reply="yes")
    assert errand.instruction["payee"] == "p1"
    assert errand.commands[0]["wish"] != wish


async def test_what_is_over_elsewhere_by_then_does_not_go_on() -> None:
    errand = Errand()
    await elsewhere(errand)
    await errand.say("好的", "affirm", reply="yes")
    (command,) = errand.commands
    wish = command["wish"]
    assert await errand.say("继续") != "", "a second yes asks for nothing more"
    assert not errand.commands
    refused = {"kind": "read_dialogue", "wish": wish, "state": "refused", "code": "nothing_left"}
    assert "已经在别处办完" in await errand.note("bank_read", **refused)
    assert not errand.open


async def test_an_offer_that_is_declined_or_passed_over_changes_nothing() -> None:
    errand = Errand()
    await elsewhere(errand)
    offered = errand.options
    assert await errand.say("今天几点下班") == ANSWERED
    errand.options = offered
    assert "先不办转账" in await errand.pick("不办")
    assert not errand.open
    await elsewhere(errand)
    errand.now += OFFER_HOLDS + timedelta(seconds=1)
    assert await errand.say("继续") == ANSWERED


async def test_an_offer_interrupts_nothing() -> None:
    errand = Errand()
    await errand.say("帮我冻结银行卡", "block_card")
    assert "还有一项业务没有办完" in await elsewhere(errand)
    assert errand.slots["dialogue"]["kind"] == "freeze_card"


async def test_where_it_stood_it_is_over_once_it_goes_on_elsewhere() -> None:
    errand = Errand()
    await to_confirmation(errand)
    said = await errand.note("dialogue_moved", kind="transfer", channel="webchat")
    assert "您的转账已改在网页聊天继续办理" in said
    assert "95599" in said
    assert await errand.say("确认", "affirm", reply="yes") == ANSWERED
    assert not errand.commands


def test_the_hub_knows_a_dialogue_by_its_slot() -> None:
    assert SLOT == DIALOGUE
