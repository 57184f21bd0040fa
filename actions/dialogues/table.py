"""Every dialogue as one row: what begins it, what it needs to know, and what the bank is told to do."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from zoneinfo import ZoneInfo

from actions.dialogues import values
from hub.messages.bank import (
    BookAppointment,
    ChangeTelephone,
    FreezeCard,
    Instruction,
    Repay,
    ReportLoss,
    SendStatement,
    SetLimit,
    Transfer,
)

Values = Mapping[str, str]
About = Literal["cards", "accounts", "transactions", "transfer", "bill", "requests", "wealth"]
"""What of the bank a dialogue may need (`hub/messages/bank.py`)."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a value is chosen from: a list that was read of the bank.

    `key`: what names an item in instructions; `label`: its words, as a format of the item; `only`: the items
    that may be chosen, by their field `state` or `kind`, all where it is empty. `first`: the first one is
    taken unless another is named.
    """

    items: str
    key: str
    label: str
    only: tuple[tuple[str, tuple[str, ...]], ...] = ()
    first: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """One value: where it is found in words, and how it is checked or chosen.

    `ages`: what was right yesterday may not be today (a day of a visit), so it is checked again.
    """

    name: str
    entity: str = ""
    check: Callable[[str, date], str | None] | None = None
    options: Options | None = None
    default: Callable[[date], str] | None = None
    ages: bool = False


@dataclass(frozen=True, slots=True)
class DialogueKind:
    """One dialogue. Without `instructs` it only reads, and tells what it found.

    `intents` and `begins`: a message of one of these intents, with these words in it, begins it. `asks`:
    questions begin it, too (我还有多少钱). `level`: the verification it needs (`bank/allowed.py`).
    """

    kind: str
    intents: frozenset[str]
    begins: re.Pattern[str]
    reads: About | None = None
    slots: tuple[Slot, ...] = ()
    instructs: Callable[[Values, ZoneInfo], Instruction] | None = None
    level: int = 2
    by_sms: bool = True
    asks: bool = False


CHECKED = 2

_CARD = "{product}（尾号{tail}）"
_ACTIVE = (("state", ("active",)),)
_USABLE = (("state", ("active", "frozen", "inactive")),)
_ACCOUNT = Slot("account", "card_tail", options=Options("accounts", "tail", _CARD, first=True))


def _card(*only: tuple[str, tuple[str, ...]]) -> Slot:
    return Slot("card", "card_tail", options=Options("cards", "tail", _CARD, only))


def _begins(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.I)


def _appointment(told: Values, zone: ZoneInfo) -> BookAppointment:
    at = values.moment(told["day"], told["time"], zone)
    return BookAppointment(branch=told["branch"], at=at, about="对公开户")


def _last_month(today: date) -> str:
    first = today.replace(day=1)
    return f"{date.fromordinal(first.toordinal() - 1):%Y-%m}"


DIALOGUES: tuple[DialogueKind, ...] = (
    DialogueKind(
        "report_loss",
        frozenset({"block_card", "replace_card", "unblock_card"}),
        _begins(r"^(?!.*(?:解|取消|撤)).*(?:(?:正式|书面|帮我|我要|给我|办理?).{0,6}挂失|挂失补卡)"),
        reads="cards",
        slots=(_card(*_USABLE),),
        instructs=lambda told, _: ReportLoss(card=told["card"]),
    ),
    DialogueKind(
        "freeze_card",
        frozenset({"block_card", "unblock_card"}),
        _begins(
            r"^(?!.*(?:解|取消|撤|恢复|重新|打开|\bun)).*"
            r"(?:冻|锁|停|临时挂失|别让.{0,6}刷|freeze|lock|block|suspend)"
        ),
        reads="cards",
        slots=(_card(*_ACTIVE),),
        instructs=lambda told, _: FreezeCard(card=told["card"]),
        level=0,
    ),
    DialogueKind(
        "transfer",
        frozenset({"transfer_money"}),
        _begins(
            r"^(?!.*(?:国|境外|海外|外币|美元|美金|贷))"
            r".*(?:转|汇|打(?:钱|款|给|过去)|给.{1,6}打|往.{1,8}打|transfer|send)"
        ),
        reads="transfer",
        slots=(
            Slot("payee", "card_tail", options=Options("payees", "payee", "{name}（尾号{tail}）")),
            Slot("amount", "amount", check=values.amount),
            _ACCOUNT,
        ),
        instructs=lambda told, _: Transfer(
            account=told["account"], payee=told["payee"], amount=values.money(told["amount"])
        ),
        by_sms=False,
    ),
    DialogueKind(
        "balance",
        frozenset({"check_balance"}),
        _begins(r"余额|(?:还有|剩|里有|上有).{0,4}(?:多少|钱)|balance|how much"),
        reads="accounts",
        asks=True,
    ),
    DialogueKind(
        "statement",
        frozenset({"statement", "list_transactions"}),
        _begins(r"(?:发|寄|送).{0,10}(?:邮箱|邮件|电邮)|(?:e-?)?mail me|by e-?mail|to my e-?mail"),
        reads="accounts",
        slots=(_ACCOUNT, Slot("month", "date", check=values.month, default=_last_month)),
        instructs=lambda told, _: SendStatement(account=told["account"], month=told["month"]),
    ),
    DialogueKind(
        "transactions",
        frozenset({"list_transactions"}),
        _begins(
            r"(?:查|看|最近|这个月|本月|上周|昨天).{0,8}(?:明细|交易|流水|收支|消费|支出|记录)|transactions|spending"
        ),
        reads="transactions",
        asks=True,
    ),
    DialogueKind(
        "set_limit",
        frozenset({"transfer_limit"}),
        _begins(
            r"(?:调|改|提|降|设|加|升).{0,10}(?:限额|额度|上限)|(?:限额|额度|上限).{0,8}(?:调|改|提|降|设|加|升)|limit"
        ),
        reads="cards",
        slots=(
            _card(("state", ("active",)), ("kind", ("debit",))),
            Slot("amount", "amount", check=values.amount),
        ),
        instructs=lambda told, _: SetLimit(
            card=told["card"], kind="daily", limit=values.money(told["amount"])
        ),
        by_sms=False,
    ),
    DialogueKind(
        "bill",
        frozenset({"credit_card_bill"}),
        _begins(
            r"^(?!.*(?:贷款|房贷|车贷)).*(?:账单|应还|欠.{0,3}多少|(?:要|得)还.{0,4}(?:多少|钱)|bill|owe)"
        ),
        reads="bill",
        asks=True,
    ),
    DialogueKind(
        "repay",
        frozenset({"credit_card_repayment"}),
        _begins(r"还.{0,4}(?:信用卡|款|清|钱|账单|\d)|repay|pay .*card"),
        reads="bill",
        slots=(
            Slot("card", "card_tail", options=Options("bills", "tail", _CARD)),
            Slot("amount", "amount", check=values.amount),
            _ACCOUNT,
        ),
        instructs=lambda told, _: Repay(
            card=told["card"], account=told["account"], amount=values.money(told["amount"])
        ),
        by_sms=False,
    ),
    DialogueKind(
        "loan_progress",
        frozenset({"loan_progress"}),
        _begins(r"我.{0,4}(?:贷款|申请)|(?:贷款|放款).{0,6}(?:进度|批了|下来|到哪)|progress|my loan"),
        reads="requests",
        asks=True,
    ),
    DialogueKind(
        "wealth",
        frozenset({"wealth_products"}),
        _begins(r"适合我|(?:给|帮|为)我.{0,3}(?:推荐|选|挑)|我(?:想|要|能)买|suit me|recommend me"),
        reads="wealth",
        asks=True,
    ),
    DialogueKind(
        "change_telephone",
        frozenset({"change_phone"}),
        _begins(r"(?:换|改|更|修改|变更).{0,8}(?:手机|电话|号)|(?:手机|电话|号码?).{0,6}(?:换|改|更)|change"),
        slots=(Slot("telephone", "telephone", check=values.telephone),),
        instructs=lambda told, _: ChangeTelephone(telephone=told["telephone"]),
        by_sms=False,
    ),
    DialogueKind(
        "corporate_account",
        frozenset({"corporate_account"}),
        _begins(r"预约|(?:我|我们|公司|单位).{0,4}(?:想|要|需要|准备).{0,4}开|appointment|book"),
        slots=(
            Slot("branch", "branch", check=values.branch),
            Slot("day", "date", check=values.visiting_day, ages=True),
            Slot("time", "time", check=values.visiting_time),
        ),
        instructs=_appointment,
        level=0,
    ),
)

BY_KIND: Mapping[str, DialogueKind] = {each.kind: each for each in DIALOGUES}
"""Each dialogue by its kind."""


def items_of(slot: Slot, found: Mapping[str, Any]) -> list[dict[str, str]]:
    """What may be chosen for a value, of what was read."""
    if slot.options is None:
        return []
    only = slot.options.only
    return [
        item
        for item in found.get(slot.options.items, [])
        if all(item.get(name) in allowed for name, allowed in only)
    ]


def label_of(slot: Slot, item: Mapping[str, str]) -> str:
    """An item in words."""
    return slot.options.label.format_map(item) if slot.options else ""
