"""The turn that an action works for: what came with the customer's message, checked and typed."""

import hashlib
import hmac
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from actions import asked, complaint
from actions.asked import LastQuestion
from actions.wording import AnswerWords, words_in
from hub.messages.facts import Facts, facts_digest
from kb.model import Reader, reader_of
from kb.understanding.earlier import EarlierQuestion

EARLIER_SLOT = "earlier"
"""Where the conversation keeps what was asked before (`kb.understanding.earlier`)."""

LANGUAGE_SLOT = "language"
"""Where it keeps the language of the customer's last words that showed one (`bot/components/language.py`)."""


class BadCall(Exception):
    """The call is not of the form that the hub and the bot agreed on."""


class BadToken(Exception):
    """Nobody at the hub stands behind this turn; the text says why, for the log."""


@dataclass(frozen=True, slots=True)
class ActionTurn:
    """One turn of one conversation, as the message's metadata and the conversation's slot tell it.

    `facts` hold once the token was checked: it is signed over them, too. `complaint`: how often the one that
    is open was told of, 0 for none. `words` are what is said in the
    customer's language: the one they write in, else the one that the house knows of, else Chinese.
    """

    conversation: str
    number: int
    channel: str
    at: datetime
    correlation_id: str
    token: str
    facts: Facts
    text: str
    intent: str
    entities: Mapping[str, str]
    earlier: EarlierQuestion
    asked: LastQuestion
    complaint: int
    words: AnswerWords

    @classmethod
    def of(cls, tracker: Mapping[str, Any]) -> Self:
        """Reads a tracker as Rasa sends it; raises `BadCall`."""
        try:
            message = tracker["latest_message"]
            metadata = message["metadata"]
            slots = tracker.get("slots") or {}
            facts = Facts.model_validate(metadata.get("facts") or {})
            turn = cls(
                conversation=str(tracker["sender_id"]),
                number=int(metadata["turn"]),
                channel=str(metadata["channel"]),
                at=datetime.fromisoformat(metadata["at"]),
                correlation_id=str(metadata["correlation_id"]),
                token=str(metadata["token"]),
                facts=facts,
                text=str(message.get("text") or ""),
                intent=str((message.get("intent") or {}).get("name") or ""),
                entities={str(each["entity"]): str(each["value"]) for each in message.get("entities") or ()},
                earlier=EarlierQuestion.of_slot(slots.get(EARLIER_SLOT)),
                asked=asked.of_slot(slots.get(asked.SLOT)),
                complaint=complaint.of_slot(slots.get(complaint.SLOT)),
                words=words_in(str(slots.get(LANGUAGE_SLOT) or facts.language or "")),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise BadCall(f"the call lacks what a turn needs: {type(error).__name__}") from error
        if turn.at.tzinfo is None:
            raise BadCall("the moment of the turn has no zone")
        return turn

    @property
    def reader(self) -> Reader:
        """What answers may know of who asks: the bank's signed facts."""
        return reader_of(self.facts)


def check_token(turn: ActionTurn, secret: str, now: float | None = None) -> None:
    """Raises `BadToken` unless the hub signed this turn and the token has not expired.

    The form is that of docs/bot-protocol.md: `v2.<expiry>.<hex HMAC-SHA256>`.
    """
    version, _, rest = turn.token.partition(".")
    expiry, _, signature = rest.partition(".")
    if version != "v2" or not expiry.isascii() or not expiry.isdigit() or len(expiry) > 12:
        raise BadToken("not of the form v2.expiry.signature")
    signed = f"v2\n{expiry}\n{turn.conversation}\n{turn.number}\n{facts_digest(turn.facts)}".encode()
    expected = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected.encode(), signature.encode("utf-8", "replace")):
        raise BadToken("signed for another turn, or by somebody else")
    if int(expiry) < (time.time() if now is None else now):
        raise BadToken("expired")
