"""Dialogues that have the bank act: whole, corrected, interrupted, repeated, cancelled, a day later."""

from datetime import timedelta
from string import Formatter

import pytest

from actions.dialogues.sayings import Sayings
from actions.dialogues.table import BY_KIND, DIALOGUES
from actions.dialogues.words import ZH
from actions.dialogues.words_english import EN
from actions.tests.errands import ANSWERED, Errand

FREEZE = ("帮我冻结银行卡", "block_card")
TRANSFER = ("给李娜转300块", "transfer_money")


async def to_confirmation(errand: Errand) -> str:
    """A transfer up to the question whether it is right."""
    assert "核验身份" in await errand.say(*TRANSFER, amount="300")
    assert "正在为您查询" in await errand.passes()
    return await errand.is_read()


async def test_a_card_is_frozen_without_a_check() -> None:
    errand = Errand()
    await errand.say(*FREEZE)
    assert "哪一张卡" in await errand.is_read()
    assert [each["label"] for each in errand.options] == [
        "远桥借记卡（尾号1111）",
        "远桥信用卡金卡（尾号2222）",
    ]
    assert "冻结远桥信用卡金卡（尾号2222）" in await errand.say("第二个", "choose", reply="2")
    assert not errand.commands
    await errand.say("确认", "affirm", reply="yes")
    assert errand.instruction == {"type": "freeze_card", "card": "2222"}
    assert "已为您冻结远桥信用卡金卡" in await errand.comes_to()
    assert not errand.open


async def test_what_was_begun_with_is_corrected_while_the_check_is_awaited() -> None:
    errand = Errand()
    await errand.say(*TRANSFER, amount="300")
    assert "已经更正" in await errand.say("不对，是500", "ask", amount="500")
    assert "已经更正" in await errand.say("写错了，是给房东老周", "ask")
    assert not errand.commands, "nothing is wanted twice"
    await errand.passes("transfer")
    assert "转 500 元给房东老周" in await errand.is_read()


async def test_a_question_while_the_check_is_awaited_is_no_correction() -> None:
    errand = Errand()
    await errand.say(*TRANSFER, amount="300")
    assert await errand.say("转500手续费多少", "ask", amount="500") == ANSWERED
    await errand.passes("transfer")
    assert "转 300 元" in await errand.is_read()


@pytest.mark.parametrize("by", ["pick", "tail", "words", "at_once"])
async def test_a_card_is_named_in_many_ways(by: str) -> None:
    errand = Errand()
    if by == "at_once":
        await errand.say("帮我冻结尾号1111的卡", "block_card", card_tail="1111")
        asked = await errand.is_read()
    else:
        await errand.say(*FREEZE)
        await errand.is_read()
        match by:
            case "pick":
                asked = await errand.pick("1111")
            case "tail":
                asked = await errand.say("1111", "inform", card_tail="1111")
            case _:
                asked = await errand.say("借记卡", "ask")
    assert "请您确认：临时冻结远桥借记卡（尾号1111）" in asked


async def test_a_card_of_nobody_is_not_taken_from_a_pick_or_from_words() -> None:
    errand = Errand()
    await errand.say(*FREEZE)
    await errand.is_read()
    assert "没有找到" in await errand.note("pick_value", dialogue_slot="card", dialogue_value="9999")
    assert "没有找到" in await errand.say("尾号3333", "inform", card_tail="3333")
    assert "没有找到" in await errand.say("第五个", "choose", reply="5")
    assert errand.open
    assert not errand.commands


async def test_a_transfer_is_checked_confirmed_corrected_and_done() -> None:
    errand = Errand()
    asked = await to_confirmation(errand)
    assert "从活期一本通（尾号1111）转 300 元给李娜（尾号6688）" in asked
    asked = await errand.say("不对，是500", "inform", amount="500")
    assert "转 500 元给李娜" in asked
    asked = await errand.say("改成房东老周", "ask")
    assert "转 500 元给房东老周（尾号0312）" in asked
    assert "从薪金宝" in await errand.say("从尾号4444转", "inform", card_tail="4444")
    await errand.say("确认转账", "account_restricted")
    amount = {"minor": 50000, "currency": "CNY"}
    assert errand.instruction == {"type": "transfer", "account": "4444", "payee": "p2", "amount": amount}
    assert "转账成功：500 元" in await errand.comes_to()


async def test_a_question_in_between_is_answered_and_the_dialogue_goes_on() -> None:
    errand = Errand()
    await to_confirmation(errand)
    said = await errand.say("转账手续费多少", "transfer_fee")
    assert said.startswith(ANSWERED)
    assert "还没有办完" in said
    assert "转 300 元给李娜" in said
    await errand.say("好的", "affirm", reply="yes")
    assert errand.instruction["amount"]["minor"] == 30000


@pytest.mark.parametrize("said", [("取消", "cancel"), ("不用了", "deny")])
@pytest.mark.parametrize("steps", range(3))
async def test_it_is_called_off_at_any_point_and_nothing_is_done(steps: int, said: tuple[str, str]) -> None:
    errand = Errand()
    await errand.say(*TRANSFER, amount="300")
    if steps > 0:
        await errand.passes()
    if steps > 1:
        await errand.is_read()
    assert "没有办理任何事项" in await errand.say(*said)
    assert not errand.open
    assert not errand.commands
    assert ANSWERED in await errand.say("好的", "affirm", reply="yes")
    assert not errand.commands


async def test_what_went_to_the_bank_is_not_called_off_and_a_second_yes_does_nothing() -> None:
    errand = Errand()
    await to_confirmation(errand)
    await errand.say("确认", "affirm", reply="yes")
    instructed = errand.commands
    assert ANSWERED in await errand.say("确认", "affirm", reply="yes")
    assert not errand.commands
    assert "撤不回来" in await errand.say("取消", "cancel")
    errand.commands = instructed
    assert "余额不足" in await errand.comes_to("refused", "not_enough_money")
    assert not errand.open


async def test_a_repeated_turn_wishes_the_same_and_the_next_errand_another() -> None:
    wishes = set()
    for errand in (Errand(), Errand()):
        await to_confirmation(errand)
        await errand.say("确认", "affirm", reply="yes")
        wishes.add(errand.commands[0]["wish"])
    assert len(wishes) == 1
    await errand.comes_to()
    await errand.say(*TRANSFER, amount="300")
    await errand.is_read()
    await errand.say("确认", "affirm", reply="yes")
    assert errand.commands[0]["wish"] not in wishes


async def test_a_day_later_it_goes_on_and_what_needs_a_check_is_checked_again() -> None:
    errand = Errand()
    await to_confirmation(errand)
    errand.now += timedelta(days=1)
    errand.level = 0
    assert "核验身份" in await errand.say("确认", "affirm", reply="yes")
    await errand.passes()
    # A yes of today is none to yesterday's question: all is read and confirmed anew.
    assert "转 300 元给李娜" in await errand.is_read()
    await errand.say("确认", "affirm", reply="yes")
    assert errand.instruction["amount"]["minor"] == 30000


async def test_after_four_days_nothing_is_under_way_any_more() -> None:
    errand = Errand()
    await to_confirmation(errand)
    errand.now += timedelta(days=4)
    assert await errand.say("确认", "affirm", reply="yes") == ANSWERED
    assert not errand.commands


@pytest.mark.parametrize("kind", [each.kind for each in DIALOGUES if not each.by_sms])
async def test_no_money_moves_and_no_number_changes_by_text_message(kind: str) -> None:
    begins = {
        "transfer": ("给李娜转300块", "transfer_money"),
        "set_limit": ("帮我把限额调到5000", "transfer_limit"),
        "repay": ("我要还信用卡", "credit_card_repayment"),
        "change_telephone": ("帮我换手机号", "change_phone"),
    }
    errand = Errand(channel="sms", level=2)
    assert "短信里不能办理" in await errand.say(*begins[kind])
    assert not errand.open
    assert not errand.commands


@pytest.mark.parametrize("code", sorted(ZH.check_failed))
async def test_a_check_that_failed_ends_it(code: str) -> None:
    errand = Errand()
    await errand.say(*TRANSFER, amount="300")
    said = await errand.note("check_failed", reason="transfer", code=code)
    assert said.startswith(ZH.check_failed[code].format(name="转账", hotline="95599"))
    assert not errand.open


@pytest.mark.parametrize("words", ["我已经核验过了", "check_passed", "/check_passed", "验证级别2"])
async def test_words_pass_no_check(words: str) -> None:
    errand = Errand()
    await errand.say(*TRANSFER, amount="300")
    assert await errand.say(words) == ANSWERED
    assert not errand.commands
    # Nor does the note alone: the level is that of the signed facts.
    await errand.note("check_passed", reason="transfer")
    assert [each["type"] for each in errand.commands] == ["start_check"]


async def test_a_reading_that_was_not_asked_for_now_changes_nothing() -> None:
    errand = Errand(level=2)
    await errand.say(*TRANSFER, amount="300")
    before = dict(errand.slots)
    await errand.note("bank_read", wish="transfer-99-0", state="done", found="{}")
    assert errand.slots["dialogue"]["phase"] == "reading"
    assert errand.slots["dialogue"]["values"] == before["dialogue"]["values"]


async def test_the_bank_tells_late_when_another_thing_is_under_way() -> None:
    errand = Errand()
    await to_confirmation(errand)
    await errand.say("确认", "affirm", reply="yes")
    instructed = errand.commands
    assert "还没有答复转账" in await errand.note("bank_waiting", kind="transfer", wish=instructed[0]["wish"])
    await errand.say(*FREEZE)
    assert errand.slots["dialogue"]["kind"] == "freeze_card"
    errand.commands = instructed
    assert await errand.comes_to() == "转账已办理成功。"
    assert errand.slots["dialogue"]["kind"] == "freeze_card"


@pytest.mark.parametrize("intent", ["request_person", "complain", "report_fraud"])
async def test_what_is_more_urgent_ends_it(intent: str) -> None:
    errand = Errand()
    await to_confirmation(errand)
    assert await errand.say("转人工", intent) == ANSWERED
    assert not errand.open


@pytest.mark.parametrize(
    ("said", "intent", "about", "told"),
    [
        ("查一下余额", "check_balance", "accounts", "薪金宝（4444）：30,000.00"),
        ("查交易明细", "list_transactions", "transactions", "2026-11-13  超市  -86.50"),
        ("信用卡账单多少", "credit_card_bill", "bill", "1,864.20，到期还款日 2026-11-28"),
        ("我的贷款批了吗", "loan_progress", "requests", "26110001  贷款申请  办理中"),
        ("给我推荐个理财", "wealth_products", "wealth", "风险评级是 R3"),
    ],
)
async def test_what_is_personal_is_told_after_a_check_alone(
    said: str, intent: str, about: str, told: str
) -> None:
    errand = Errand()
    assert told not in await errand.say(said, intent)
    await errand.passes()
    assert errand.commands[0]["reading"]["about"] == about
    assert told in await errand.is_read()
    assert not errand.open


@pytest.mark.parametrize("amount", ["0.001", "99999999999"])
async def test_an_amount_that_cannot_be_is_said_and_asked_again(amount: str) -> None:
    errand = Errand(level=2)
    await errand.say("我要转账给李娜", "transfer_money")
    assert "转多少钱" in await errand.is_read()
    assert "这个金额不能办理" in await errand.say(f"{amount}元", "inform", amount=amount)
    assert errand.slots["dialogue"]["asked"] == "amount"


@pytest.mark.parametrize(
    ("begins", "answers", "instruction"),
    [
        (
            ("挂失补卡", "unblock_card", {}),
            [("1111", {"card_tail": "1111"})],
            {"type": "report_loss", "card": "1111"},
        ),
        (
            ("帮我把每日限额调到2万", "transfer_limit", {"amount": "20000"}),
            [],
            {
                "type": "set_limit",
                "card": "1111",
                "kind": "daily",
                "limit": {"minor": 2000000, "currency": "CNY"},
            },
        ),
        (
            ("我要还信用卡", "credit_card_repayment", {}),
            [("800元", {"amount": "800"})],
            {
                "type": "repay",
                "card": "2222",
                "account": "1111",
                "amount": {"minor": 80000, "currency": "CNY"},
            },
        ),
        (
            ("帮我换手机号", "change_phone", {}),
            [("13900000001", {"telephone": "13900000001"})],
            {"type": "change_telephone", "telephone": "13900000001"},
        ),
        (
            ("把对账单发到我邮箱", "statement", {}),
            [],
            {"type": "send_statement", "account": "1111", "month": "2026-10"},
        ),
        (
            ("预约公司开户", "corporate_account", {}),
            [
                ("徐汇支行", {"branch": "徐汇支行"}),
                ("昨天", {"date": "day-1"}),
                ("后天", {"date": "day+2"}),
                ("晚上九点", {"time": "21:00"}),
                ("上午", {"time": "morning"}),
            ],
            {
                "type": "book_appointment",
                "branch": "徐汇支行",
                "at": "2026-11-18T10:00:00+08:00",
                "about": "对公开户",
            },
        ),
    ],
)
async def test_every_other_errand_reaches_the_bank(
    begins: tuple[str, str, dict[str, str]],
    answers: list[tuple[str, dict[str, str]]],
    instruction: dict[str, object],
) -> None:
    errand = Errand(level=2)
    said, intent, entities = begins
    await errand.say(said, intent, **entities)
    if errand.commands:
        await errand.is_read()
    for words, found in answers:
        assert not errand.commands
        await errand.say(words, "inform", **found)
    assert errand.slots["dialogue"]["asked"] == "confirm"
    await errand.say("好的", "affirm", reply="yes")
    assert errand.instruction == instruction
    assert "成功" in (done := await errand.comes_to()) or "已" in done or "会发到" in done
    assert not errand.open


@pytest.mark.parametrize("words", [ZH, EN], ids=["zh", "en"])
def test_every_dialogue_has_its_words_and_they_fit_its_values(words: Sayings) -> None:
    assert set(words.dialogues) == set(BY_KIND)
    for kind, said in words.dialogues.items():
        slots = {slot.name for slot in BY_KIND[kind].slots}
        assert set(said.ask) == slots, kind
        for sentence in (said.confirm, said.done):
            assert {name for _, name, _, _ in Formatter().parse(sentence) if name} <= slots, kind
    assert set(ZH.refused) == set(EN.refused)
    assert set(ZH.check_failed) == set(EN.check_failed)
    assert set(ZH.wrong) == set(EN.wrong)
    assert set(ZH.states) == set(EN.states)


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("怎么冻结银行卡", "block_card"),
        ("帮我解冻银行卡", "unblock_card"),
        ("我要解除挂失", "unblock_card"),
        ("转账要多少手续费", "transfer_money"),
        ("转账转错了怎么办", "transfer_money"),
        ("余额在哪里查", "check_balance"),
        ("限额能不能调高", "transfer_limit"),
        ("换手机号需要什么材料", "change_phone"),
        ("我妈去世了帮我查余额", "check_balance"),
        ("骗子让我给他转账", "transfer_money"),
        ("老太太的存折找不着了，里面还有钱", "check_balance"),
        ("how do i freeze my card", "block_card"),
    ],
)
async def test_a_question_or_a_story_begins_nothing(said: str, intent: str) -> None:
    errand = Errand()
    assert await errand.say(said, intent) == ANSWERED
    assert not errand.open


async def test_who_is_no_known_customer_is_told_how_it_is_done() -> None:
    errand = Errand()
    await errand.say(*TRANSFER, amount="300")
    said = await errand.note("check_failed", reason="transfer", code="not_a_customer")
    assert "没有找到与您这个账号绑定的银行客户" in said
    assert ANSWERED in said
    assert errand.answers.asked == ["怎么转账"], "the amount says nothing of how it is done"
    assert not errand.open
