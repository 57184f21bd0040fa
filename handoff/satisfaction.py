"""How satisfied customers were: asked as a conversation with an agent ends, on every channel.

The question is the last thing that is said in the conversation: options with stars, which channels without
buttons show as a numbered list. The answer opens the next conversation, is kept before the bot is asked, and
needs no bot.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.store import satisfaction
from hub.conversation.conversations import Conversations
from hub.conversation.replies import chosen, place_of_choice
from hub.conversation.triage import Alert, Urgent
from hub.engine.contract import OfferedChoices, OfferedOption, Pick, PickInput, Reply, SpokenText
from hub.messages import Author, Message
from hub.ports import Clock
from hub.reactions import Arrived, Rated
from hub.store import identities, messages

INTENT = "rate_service"
"""What picking a score means; the bot never hears of it."""

ENDED = "本次人工服务已结束，您可以继续提问，由智能客服为您解答。请为本次人工服务打分："
THANKS = "感谢您的评价。"
SORRY = "感谢您的评价，很抱歉没有让您满意，我们会据此改进。"
LABELS = {
    1: "★☆☆☆☆ 非常不满意",
    2: "★★☆☆☆ 不满意",
    3: "★★★☆☆ 一般",
    4: "★★★★☆ 满意",
    5: "★★★★★ 非常满意",
}
"""In this order, so that the number of an option is the number of its stars."""


class Satisfaction:
    """Asks, and keeps what is answered; each `do_…` writes in the caller's transaction."""

    def __init__(self, conversations: Conversations, clock: Clock) -> None:
        self._conversations = conversations
        self._clock = clock

    async def do_ask(self, connection: AsyncConnection, row: Any, author: Author) -> None:
        """Asks in the open conversation of an agent's reservation, once."""
        place, now = (row.identity_key, row.conversation), self._clock.now()
        asked = await self._conversations.do_ask(connection, *place, _question(), author=author)
        address = await identities.address_of(connection, row.identity_key)
        await satisfaction.add(
            connection,
            identity_key=row.identity_key,
            conversation=row.conversation,
            account_id=row.account_id,
            channel=address.channel,
            seq=asked.seq,
            asked_at=now,
        )

    async def do_take(self, connection: AsyncConnection, arrived: Arrived) -> None:
        """Keeps the score where a message is one; the last one counts."""
        score = await _score_in(connection, arrived.message)
        if score is not None:
            place, value = score
            identity = arrived.message.identity
            await satisfaction.set_score(connection, identity, place, value, self._clock.now())
            await self._conversations.do_tell(connection, Rated(identity, place[0], value))


class RatingTriage:
    """Implements `hub.conversation.triage.Triage`: thanks for a score, with no bot."""

    def judge(
        self,
        said: Sequence[Message],
        pick: PickInput | None,
        alert: Alert | None,
        language: str | None,
    ) -> Urgent | None:
        """The thanks, where the newest message is a score."""
        if pick is None or pick.intent != INTENT:
            return None
        score = pick.entities.get("score")
        words = SORRY if isinstance(score, int) and score < 3 else THANKS
        return Urgent("rated", [SpokenText(text=words)], (), alert, up_to=said[-1].seq)

    def presses(self, message: Message) -> bool:
        """No: it can wait."""
        return False

    def reminder(self, alert: Alert) -> Reply | None:
        """None."""
        return None


def _question() -> OfferedChoices:
    return OfferedChoices(
        prompt=ENDED,
        options=[
            OfferedOption(label=label, pick=Pick(intent=INTENT, entities={"score": score}))
            for score, label in LABELS.items()
        ],
    )


async def _score_in(connection: AsyncConnection, message: Message) -> tuple[tuple[int, int], int] | None:
    """The place of the question and the score, where a message is an answer to one."""
    choice = chosen([message])
    place = place_of_choice(choice.id) if choice is not None else None
    if choice is None or place is None:
        return None
    picks = await messages.picks_of(connection, message.identity, *place)
    known = picks.get(choice.id, {})
    if known.get("intent") != INTENT:
        return None
    return place, int(known["entities"]["score"])
