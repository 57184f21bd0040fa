"""Every dialogue with every disturbance: question, correction, no, repetition, a day, another channel."""

import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, NamedTuple

import pytest

from actions.dialogues.table import BY_KIND, DIALOGUES
from actions.tests.errands import ANSWERED, Errand

Said = tuple[str, str, dict[str, str]]


class Course(NamedTuple):
    """How a dialogue goes where nothing disturbs it, and what its customer may correct at the end."""

    begins: Said
    answers: tuple[Said, ...] = ()
    correction: Said = ("", "", {})
    changed: tuple[str, Any] = ("", None)
    told: str = ""


def yuan(amount: int) -> dict[str, Any]:
    return {"minor": 100 * amount, "currency": "CNY"}


COURSES: dict[str, Course] = {
    "freeze_card": Course(
        ("帮我冻结银行卡", "block_card", {}),
        (("尾号2222", "inform", {"card_tail": "2222"}),),
        ("不对，是尾号1111", "inform", {"card_tail": "1111"}),
        ("card", "1111"),
    ),
    "report_loss": Course(
        ("挂失补卡", "unblock_card", {}),
        (("尾号2222", "inform", {"card_tail": "2222"}),),
        ("不对，是尾号1111", "inform", {"card_tail": "1111"}),
        ("card", "1111"),
    ),
    "transfer": Course(
        ("给李娜转300块", "transfer_money", {"amount": "300"}),
        (),
        ("不对，是500", "inform", {"amount": "500"}),
        ("amount", yuan(500)),
    ),
    "set_limit": Course(
        ("帮我把每日限额调到2万", "transfer_limit", {"amount": "20000"}),
        (),
        ("改成1万", "inform", {"amount": "10000"}),
        ("limit", yuan(10_000)),
    ),
    "repay": Course(
        ("我要还信用卡", "credit_card_repayment", {}),
        (("800元", "inform", {"amount": "800"}),),
        ("不对，900", "inform", {"amount": "900"}),
        ("amount", yuan(900)),
    ),
    "change_telephone": Course(
        ("帮我换手机号", "change_phone", {}),
        (("13900000001", "inform", {"telephone": "13900000001"}),),
        ("写错了，13900000002", "inform", {"telephone": "13900000002"}),
        ("telephone", "13900000002"),
    ),
    "statement": Course(
        ("把对账单发到我邮箱", "statement", {}),
        (),
        ("要9月的", "inform", {"date": "2026-09-01"}),
        ("month", "2026-09"),
    ),
    "corporate_account": Course(
        ("预约公司开户", "corporate_account", {}),
        (
            ("徐汇支行", "inform", {"branch": "徐汇支行"}),
            ("12月1号", "inform", {"date": "2026-12-01"}),
            ("上午", "inform", {"time": "morning"}),
        ),
        ("改到浦东支行", "inform", {"branch": "浦东支行"}),
        ("branch", "浦东支行"),
    ),
    "balance": Course(("查一下余额", "check_balance", {}), told="薪金宝"),
    "transactions": Course(("查交易明细", "list_transactions", {}), told="超市"),
    "bill": Course(("信用卡账单多少", "credit_card_bill", {}), told="1,864.20"),
    "loan_progress": Course(("我的贷款批了吗", "loan_progress", {}), told="贷款申请"),
    "wealth": Course(("给我推荐个理财", "wealth_products", {}), told="R3"),
}
INSTRUCTING = [each.kind for each in DIALOGUES if each.instructs]
READING = [each.kind for each in DIALOGUES if not each.instructs]


async def say(errand: Errand, said: Said) -> str:
    words, intent, entities = said
    return await errand.say(words, intent, **entities)


async def served(errand: Errand) -> str:
    """Whatever the dialogue waits for of the house comes: the check is passed, the bank has told."""
    said = ""
    while errand.commands and errand.commands[0]["type"] in ("start_check", "read_bank"):
        is_check = errand.commands[0]["type"] == "start_check"
        said = await (errand.passes() if is_check else errand.is_read())
    return said


async def to_confirmation(errand: Errand, kind: str) -> None:
    await say(errand, COURSES[kind].begins)
    await served(errand)
    for answer in COURSES[kind].answers:
        await say(errand, answer)
    assert errand.slots["dialogue"]["asked"] == "confirm", kind


async def confirmed(errand: Errand) -> dict[str, Any]:
    """What the bank is told after a yes, once: a second yes tells it nothing."""
    await errand.say("确认", "affirm", reply="yes")
    instruction = errand.instruction
    commands = errand.commands
    await errand.say("确认", "affirm", reply="yes")
    assert not errand.commands
    errand.commands = commands
    return instruction


async def undisturbed(kind: str) -> dict[str, Any]:
    errand = Errand()
    await to_confirmation(errand, kind)
    return await confirmed(errand)


async def asks(errand: Errand, _kind: str) -> None:
    said = await errand.say("你们几点开门", "branch_hours")
    assert said.startswith(ANSWERED)
    assert "还没有办完" in said


async def repeats(errand: Errand, kind: str) -> None:
    await say(errand, COURSES[kind].begins)
    assert not errand.commands, "nothing is wanted twice"
    assert errand.slots["dialogue"]["asked"] == "confirm"


async def comes_a_day_later(errand: Errand, _kind: str) -> None:
    errand.now += timedelta(days=1)
    errand.level = 0
    assert "昨天" in await errand.say("你们几点开门", "branch_hours")
    await errand.pick("继续")
    await served(errand)


async def changes_the_channel(errand: Errand, kind: str) -> str:
    left = errand.slots.pop("dialogue")
    errand.level, errand.channel = 0, "miniprogram"
    assert "在微信办的" in await errand.note("dialogue_left", kind=kind, since="2026-11-16", channel="wechat")
    await errand.pick("继续")
    (command,) = errand.commands
    dialogue = {name: left[name] for name in ("kind", "said", "values")}
    told = json.dumps({"dialogue": dialogue}, ensure_ascii=False)
    read = await errand.note(
        "bank_read", kind="read_dialogue", wish=command["wish"], state="done", code="", found=told
    )
    return await served(errand) or read


@pytest.mark.parametrize("disturb", [asks, repeats, comes_a_day_later, changes_the_channel])
@pytest.mark.parametrize("kind", INSTRUCTING)
async def test_the_bank_is_told_the_same_once(
    kind: str, disturb: Callable[[Errand, str], Awaitable[Any]]
) -> None:
    errand = Errand()
    await to_confirmation(errand, kind)
    await disturb(errand, kind)
    assert await confirmed(errand) == await undisturbed(kind)


@pytest.mark.parametrize("kind", INSTRUCTING)
async def test_what_was_corrected_is_what_the_bank_is_told(kind: str) -> None:
    errand = Errand()
    await to_confirmation(errand, kind)
    await say(errand, COURSES[kind].correction)
    name, value = COURSES[kind].changed
    assert await confirmed(errand) == await undisturbed(kind) | {name: value}


@pytest.mark.parametrize("kind", INSTRUCTING)
async def test_a_no_ends_it_and_a_yes_afterwards_does_nothing(kind: str) -> None:
    errand = Errand()
    await to_confirmation(errand, kind)
    assert "没有办理任何事项" in await errand.say("取消", "cancel")
    await errand.say("确认", "affirm", reply="yes")
    assert not errand.commands
    assert not errand.open


@pytest.mark.parametrize("disturb", ["asks", "repeats", "comes a day later", "changes the channel"])
@pytest.mark.parametrize("kind", READING)
async def test_what_is_personal_is_told_once_the_customer_is_known(kind: str, disturb: str) -> None:
    errand, course = Errand(), COURSES[kind]
    await say(errand, course.begins)
    wanted = errand.commands
    match disturb:
        case "asks":
            assert await errand.say("你们几点开门", "branch_hours") == ANSWERED
            errand.commands = wanted
        case "repeats":
            await say(errand, course.begins)
            assert not errand.commands, "one check is enough"
            errand.commands = wanted
        case "comes a day later":
            await errand.note("check_failed", reason=kind, code="expired")
            errand.now += timedelta(days=1)
            await say(errand, course.begins)
        case _:
            assert course.told in await changes_the_channel(errand, kind)
            return
    assert course.told in await served(errand)
    assert not errand.open


@pytest.mark.parametrize("kind", READING)
async def test_a_no_while_the_check_is_awaited_has_nothing_told_after_it(kind: str) -> None:
    errand = Errand()
    await say(errand, COURSES[kind].begins)
    assert "没有办理任何事项" in await errand.say("取消", "cancel")
    said = await errand.passes(reason=kind)
    assert COURSES[kind].told not in said
    assert not errand.commands


def test_no_dialogue_is_left_out() -> None:
    assert set(COURSES) == set(BY_KIND)
