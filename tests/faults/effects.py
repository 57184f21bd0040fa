"""What a turn does besides answering: tasks for people and gaps of the knowledge base, once or never."""

from collections.abc import Iterator

from tests.faults.load import Kind
from tests.faults.record import CustomerRecord
from tests.faults.stored import StoredIdentity, StoredTurn


def wrong_effects(record: CustomerRecord, stored: StoredIdentity) -> Iterator[str]:
    """A sentence for each effect that is there twice, is missing, or belongs to no answered turn."""
    for (kind, conversation, turn), times in stored.effects.items():
        if times > 1:
            yield f"turn {turn} of conversation {conversation} left {times} times {kind!r}"
    turns = {(turn.conversation, turn.turn): turn for turn in stored.turns}
    for kind, conversation, number in stored.effects:
        turn = turns.get((conversation, number))
        if turn is None or (turn.state != "answered" and kind != "person"):
            yield f"turn {number} of conversation {conversation} left {kind!r} and was not answered"
    for turn in stored.turns:
        wanted = _wanted(turn, record, stored) if turn.state == "answered" else ""
        if wanted and not stored.effects[wanted, turn.conversation, turn.turn]:
            yield f"turn {turn.turn} of conversation {turn.conversation} left no {wanted!r}"


def _wanted(turn: StoredTurn, record: CustomerRecord, stored: StoredIdentity) -> str:
    if turn.intent == "complain":
        return "complaint"
    asked = [
        record.sent[message.provider_id].kind
        for message in stored.messages
        if message.provider_id in record.sent and turn.covers(message.place)
    ]
    return "gap" if asked == [Kind.GAP] and turn.intent == "ask" else ""
