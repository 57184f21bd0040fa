"""Keeps what the bot was unsure of, masked, for people to say what it is: beside the way of messages."""

import asyncio
import secrets
from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import StoreUnavailable
from hub.messages import AuthorKind, Message
from hub.ports import Clock
from hub.privacy import for_view
from hub.reactions import Said
from hub.store import identities
from hub.store.database import Database
from navigation.store import utterances

DEFAULT = ("ask", "out_of_scope")
"""What the bot calls words that it took for no intent of the bank's business: the knowledge base decides."""

LIKELY = 0.1
"""Least confidence of an intent that was not taken, for people to have a look."""

NOT_SURE = 0.35
"""An intent of the bank's business that was taken with less than this is looked at, too."""

GENERAL = frozenset(
    {"greet", "goodbye", "bot_challenge", "request_person", "complain", "insult", "need_help", "thanks"}
    | {"affirm", "deny", "choose", "inform", "cancel", "report_loss", "report_fraud"}
)
"""Intents that are no business: other examples teach those."""

NO_ANSWER = "no_answer"
LONGEST = 120
"""Characters: a longer message tells a story, and teaches nothing."""
SHORTEST = 2
MOST_OPEN = 2000
"""So many wait for people; what comes then is not kept."""
MOST_WAITING = 1000
PAUSE_S = 2.0
"""So long answers are gathered: looked at one by one they took a twelfth of the hub's time."""
AT_ONCE = 100
KEPT_INTENTS = 5

log = structlog.get_logger(__name__)


def candidates(intents: Sequence[Mapping[str, Any]], *, answered: bool) -> list[dict[str, Any]]:
    """The likeliest intents of what the bot was unsure of; none where it was sure.

    `answered`: whether the knowledge base knew something.
    """
    heard = [(str(each["name"]), float(each["confidence"])) for each in intents if each.get("name")]
    if not heard:
        return []
    name, confidence = heard[0]
    likely = [each for each in heard if each[0] not in (*DEFAULT, *GENERAL)]
    if name in DEFAULT:
        unsure = not answered or any(share >= LIKELY for _, share in likely)
    else:
        unsure = name not in GENERAL and confidence < NOT_SURE
    if not unsure or not likely:
        return []
    return [{"name": each, "confidence": share} for each, share in likely[:KEPT_INTENTS]]


class Unsure:
    """Told of each answer; looks at its turn a moment later."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._waiting: deque[Message] = deque(maxlen=MOST_WAITING)
        self._woken = asyncio.Event()

    def said(self, said: Said) -> None:
        """Listens for answers of the bot; in a rush the oldest that wait are left out."""
        if said.message.turn is not None and said.message.author.kind is AuthorKind.BOT:
            self._waiting.append(said.message)
            self._woken.set()

    async def run(self) -> None:
        """Works until cancelled."""
        while True:
            await self._woken.wait()
            self._woken.clear()
            await asyncio.sleep(PAUSE_S)
            try:
                await self.work_due()
            except StoreUnavailable as error:
                log.warning("navigation.unsure_left_out", cause=error.detail)
            except Exception:
                # Nobody else does this work.
                log.exception("navigation.unsure_broke")

    async def work_due(self) -> int:
        """Looks at what waits; how many were kept."""
        kept = 0
        while self._waiting:
            looked_at = [self._waiting.popleft() for _ in range(min(AT_ONCE, len(self._waiting)))]
            for message, turn, likely in await self._unsure_of(looked_at):
                text = await self._words(message, turn)
                if text:
                    async with self._database.write() as connection:
                        kept += await self._do_keep(connection, message, text, likely)
        return kept

    async def _unsure_of(
        self, messages: Sequence[Message]
    ) -> list[tuple[Message, Any, list[dict[str, Any]]]]:
        """Those of these answers whose turns are worth keeping, with their rows and likeliest intents."""
        of = {(each.identity, each.conversation, each.turn or 0): each for each in messages}
        async with self._database.read() as connection:
            turns = await utterances.answered(connection, list(of))
        found = []
        for place, turn in turns.items():
            likely = candidates(turn.intents or (), answered=turn.error_code != NO_ANSWER)
            if likely:
                found.append((of[place], turn, likely))
        return found

    async def _words(self, message: Message, turn: Any) -> str:
        """What the customer wrote, masked; empty where it is no utterance that teaches something."""
        key, conversation = message.identity, message.conversation
        async with self._database.read() as connection:
            rows = await utterances.said(connection, key, conversation, turn.first_seq, turn.last_seq)
        texts = [each for segments in rows for each in segments]
        if any(each.get("type") != "text" for each in texts):
            return ""  # what was picked, sent or noted is no utterance
        words = for_view(" ".join(str(each["text"]) for each in texts)).strip()
        return " ".join(words.split()) if SHORTEST <= len(words) <= LONGEST else ""

    async def _do_keep(
        self, connection: AsyncConnection, message: Message, text: str, likely: list[dict[str, Any]]
    ) -> bool:
        # Who was erased meanwhile has no identity any more, and nothing of theirs is kept.
        if await identities.lock(connection, message.identity) is None:
            return False
        if await utterances.count(connection, utterances.OPEN) >= MOST_OPEN:
            return False
        return await utterances.add(
            connection,
            utterance_id=f"u-{secrets.token_hex(8)}",
            identity_key=message.identity,
            conversation=message.conversation,
            turn=message.turn,
            channel=(await identities.address_of(connection, message.identity)).channel,
            text=text,
            intents=likely,
            heard_at=self._clock.now(),
            label="",
        )
