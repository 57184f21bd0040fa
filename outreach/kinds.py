"""What the bank tells customers of without being asked, and what is said unless people write it anew."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Purpose = Literal["security", "service"]
"""Security is told whoever refused and at any hour; service within quiet hours, caps and consent."""


@dataclass(frozen=True, slots=True)
class OutreachChoice:
    """What a customer may press: what it says, and the intent that it means to the bot."""

    label: str
    label_en: str
    intent: str


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """One kind of event; `needs` are the facts without which it cannot be told."""

    name: str
    purpose: Purpose
    label: str
    text: str
    text_en: str
    needs: frozenset[str]
    choices: tuple[OutreachChoice, ...] = field(default=())


_PERSON = OutreachChoice("转人工", "Talk to a person", "request_person")
_NOT_ME = OutreachChoice("不是我本人操作的", "It was not me", "report_fraud")

KINDS: Mapping[str, NoticeKind] = {
    kind.name: kind
    for kind in (
        NoticeKind(
            "card_arrived",
            "service",
            "新卡已送达",
            "您的新卡（尾号 {card}）已经送达。请在使用前激活：我可以告诉您怎么做。",
            "Your new card ending in {card} has arrived. Please activate it before you use it.",
            frozenset({"card"}),
            (OutreachChoice("怎么激活银行卡", "How do I activate my card?", "ask"),),
        ),
        NoticeKind(
            "payment_due",
            "service",
            "还款提醒",
            "您的信用卡（尾号 {card}）应还 {amount}，到期日 {due_on}。按时还款不产生利息。",
            "Your credit card ending in {card} has {amount} due on {due_on}.",
            frozenset({"card", "amount", "due_on"}),
            (OutreachChoice("信用卡怎么还款", "How do I pay my card?", "ask"), _PERSON),
        ),
        NoticeKind(
            "limit_reached",
            "service",
            "限额已用完",
            "您的银行卡（尾号 {card}）今天的限额 {amount} 已经用完，今天不能再支付或转账。",
            "Today's limit of {amount} on your card ending in {card} is used up.",
            frozenset({"card", "amount"}),
            (OutreachChoice("怎么调整转账限额", "How do I change my limit?", "ask"), _PERSON),
        ),
        NoticeKind(
            "failed_sign_in",
            "security",
            "登录失败",
            "有人在 {at} 多次输错您的手机银行登录密码。如果不是您本人，请马上告诉我们。",
            "At {at} the password of your mobile banking was typed wrong several times. Was it you?",
            frozenset({"at"}),
            (_NOT_ME, OutreachChoice("忘记登录密码怎么办", "I forgot my password", "ask")),
        ),
        NoticeKind(
            "unusual_debit",
            "security",
            "异常扣款",
            "您尾号 {card} 的银行卡在 {at} 有一笔 {amount} 的交易，和平时不一样。是您本人操作的吗？",
            "Your card ending in {card} was charged {amount} at {at}, which is unusual. Was it you?",
            frozenset({"card", "amount", "at"}),
            (_NOT_ME, _PERSON),
        ),
    )
}
"""By name."""

FACTS = ("card", "amount", "due_on", "at")
"""What a text may name in braces."""
