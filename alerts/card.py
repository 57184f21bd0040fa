"""The card: how many of what wait, a link to the desk, and nothing of any customer."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from alerts.causes import MANAGED, OVERDUE, URGENT
from hub.ids import identity_key
from hub.messages import Author, AuthorKind, Card, Direction, Message, OpenPage
from hub.ports import Address

CHANNEL = "wecom"
TITLE = "工作台：有事等您处理"
OPEN = "打开工作台"
LINES = {
    URGENT: "紧急客户等待人工：{} 位",
    MANAGED: "您的管户客户等待人工：{} 位",
    OVERDUE: "超过期限的工单：{} 件",
}
TEST = "这是一张测试卡片：收到它，说明提醒可以送达。"


def words_of(kinds: Iterable[str]) -> str:
    """What waits, by kind; the urgent first."""
    count = Counter(kinds)
    return "\n".join(line.format(count[kind]) for kind, line in LINES.items() if count[kind])


def card(text: str, desk: str, to: Address, since: datetime) -> Message:
    """The message for a sender; `since` numbers it, so that a repeat of it can be told."""
    return Message(
        identity=identity_key(to.channel, to.account, to.external_id),
        conversation=1,
        seq=max(1, int(since.timestamp())),
        direction=Direction.OUT,
        author=Author(kind=AuthorKind.SYSTEM),
        segments=(Card(title=TITLE, text=text, actions=(OpenPage(label=OPEN, url=desk),)),),
        correlation_id="alert",
        created_at=since,
    )
