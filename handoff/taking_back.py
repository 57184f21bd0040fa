"""A customer who waits for a person takes the wish back in so many words, and goes on with the bot.

The task is cancelled in the transaction of the message; the words that say so are true, too, where nobody
was waited for. Who is being served is not affected: the agent reads it like any other message.
"""

import re
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from handoff import moving
from handoff.store import agents, changes, reservations
from hub.conversation.conversations import Conversations
from hub.conversation.owner import Owner
from hub.conversation.triage import Alert, Urgent
from hub.engine.contract import PickInput, Reply, SpokenText
from hub.messages import Message, plain_text
from hub.ports import Clock
from hub.reactions import Arrived
from hub.store import conversations as stored

WORDS = "好的，不再为您安排人工客服。您可以继续向我提问；需要人工时，请说“转人工”。"
WORDS_EN = "All right, you wait for nobody any more. Go on asking me; say “agent” when you need a person."

_NOT = r"(?:不用|不要|不需要|不必|取消|别|不)"
_TAKEN_BACK = re.compile(
    r"(?:那就|那|先|算了|我)*"
    rf"(?:{_NOT}再?(?:转|找|等|接)?人工(?:客服|服务|等候|排队)?|{_NOT}再?排队"
    rf"|{_NOT}再?(?:预约)?的?(?:回电|回访)|{_NOT}再?联系我)"
    r"(?:了|吧|啦|谢谢|多谢)*"
)
_TAKEN_BACK_EN = re.compile(
    r"(?:please )?(?:cancel|no need for|stop waiting for) (?:the |an |a )?(?:agent|person|queue|call ?back)"
)
_BETWEEN = re.compile(r"[\s，。,.!！~～]+")


def takes_back(message: Message) -> bool:
    """Whether a message says this and nothing else."""
    words = plain_text(message.segments).strip().lower()
    chinese, english = _BETWEEN.sub("", words), words.strip(" .!")
    return bool(_TAKEN_BACK.fullmatch(chinese) or _TAKEN_BACK_EN.fullmatch(english))


class TakingBack:
    """Ends the waiting; writes in the caller's transaction."""

    def __init__(self, conversations: Conversations, clock: Clock) -> None:
        self._conversations = conversations
        self._clock = clock

    async def do_arrived(self, connection: AsyncConnection, arrived: Arrived) -> None:
        """A message has arrived, perhaps one that takes the wish back."""
        if arrived.owner == Owner.AGENT or not takes_back(arrived.message):
            return
        place = (arrived.message.identity, arrived.message.conversation)
        row = await stored.lock(connection, *place)
        await do_stop_waiting(connection, *place, self._clock.now(), "taken_back")
        if row is not None and row.owner == Owner.WAITING:
            await self._conversations.do_hand_over(connection, *place, to=Owner.BOT, epoch=row.epoch)


async def do_stop_waiting(
    connection: AsyncConnection, identity: str, conversation: int, now: datetime, reason: str
) -> None:
    """Nobody is waited for any more: rescinds offers, cancels what waits, and tells the router."""
    for row in await reservations.live_of(connection, identity, conversation):
        values = {"reason": reason, "ended_at": now, "cost": 0}
        if await reservations.move(connection, row.reservation_id, "pending", "rescinded", **values):
            await agents.do_give_room(connection, row.account_id, row.cost)
            await moving.tell(connection, row)
    for key in await reservations.cancel_waiting(connection, identity, conversation, now):
        await changes.tell(connection, changes.TASK, "{}.{}.{}".format(*key))


class TakenBackTriage:
    """Implements `hub.conversation.triage.Triage`: says that nobody is waited for, with no bot."""

    def judge(
        self,
        said: Sequence[Message],
        pick: PickInput | None,
        alert: Alert | None,
        language: str | None,
    ) -> Urgent | None:
        """The answer, where the newest message takes the wish back."""
        if pick is not None or not said or not takes_back(said[-1]):
            return None
        words = WORDS_EN if (language or "").startswith("en") else WORDS
        return Urgent("taken_back", [SpokenText(text=words)], (), alert, up_to=said[-1].seq)

    def presses(self, message: Message) -> bool:
        """No: the cancelling is done when it arrives."""
        return False

    def reminder(self, alert: Alert) -> Reply | None:
        """None."""
        return None
