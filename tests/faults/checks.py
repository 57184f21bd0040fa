"""Compares what a customer knows with what the database holds. The same checks judge every build."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, pairwise

from tests.faults.answers import Answers
from tests.faults.effects import wrong_effects
from tests.faults.load import Kind, Question
from tests.faults.record import APOLOGIES, CustomerRecord, Place
from tests.faults.stored import StoredIdentity, StoredTurn

FAILURES_LIMIT = 5
"""So many failures end a turn (docs/reliability.md A10); its own, as the hub must not judge itself."""

TRIES_FOR_S = 120.0
"""So long the hub tries to answer a turn."""


@dataclass
class Findings:
    """What is wrong, one sentence each, by what was promised (docs/reliability.md G1 to G5).

    `lost`: acknowledged and not stored as it was, or not in the bot's own events of its answered turn.
    `unanswered`: neither answered on the customer's screen nor parked visibly, or never handed to the
    channel. `duplicated`: answered, or told the same, twice. `order_breaks`: answers or messages in another
    order than they were accepted in. `numbering`: holes in the sequence, or a screen that shows what is not
    stored. `untold`: left without an honest word for too long (G5). `effects`: what a turn was to have done
    besides, missing or done twice.
    """

    lost: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    duplicated: list[str] = field(default_factory=list)
    order_breaks: list[str] = field(default_factory=list)
    numbering: list[str] = field(default_factory=list)
    untold: list[str] = field(default_factory=list)
    effects: list[str] = field(default_factory=list)

    def add(self, other: "Findings") -> None:
        """Takes in another customer's findings."""
        for name, sentences in vars(other).items():
            getattr(self, name).extend(sentences)

    @property
    def all(self) -> list[str]:
        """Every sentence, with what it is about in front."""
        return [f"{name}: {sentence}" for name, found in vars(self).items() for sentence in found]


def check(record: CustomerRecord, stored: StoredIdentity, answers: Answers) -> Findings:
    """Everything that is wrong with one customer's conversations, once all is quiet."""
    return Findings(
        lost=[*_lost(record, stored), *_unheard(record, stored)],
        unanswered=[*_unanswered(record, stored, answers), *_unsent(stored)],
        duplicated=list(_duplicated(stored, answers)),
        order_breaks=[
            *_answers_out_of_order(record, stored, answers),
            *_questions_out_of_order(record, stored),
        ],
        numbering=[*_holes(stored), *_contradicted(record, stored)],
        effects=list(wrong_effects(record, stored)),
    )


def _lost(record: CustomerRecord, stored: StoredIdentity) -> Iterator[str]:
    by_id = {message.provider_id: message for message in stored.messages if message.provider_id}
    for client_id, place in record.accepted.items():
        question = record.sent[client_id]
        message = by_id.get(client_id)
        if message is None:
            yield f"{question.mark} was acknowledged at {place} and is not stored"
        elif message.place != place or message.text != question.text:
            yield f"{question.mark} was acknowledged at {place} and is stored otherwise at {message.place}"


def _unheard(record: CustomerRecord, stored: StoredIdentity) -> Iterator[str]:
    """What the bot will remember of a turn is what the customer wrote, once."""
    for turn in stored.turns:
        if turn.state != "answered" or turn.by_house:
            continue
        if len(turn.heard) != 1:
            yield f"turn {turn.turn} of conversation {turn.conversation} was heard {len(turn.heard)} times"
        for message in stored.messages:
            own = message.provider_id in record.sent and turn.covers(message.place)
            if own and not any(message.text in heard for heard in turn.heard):
                yield f"the message at {message.place} is not in what the bot heard in turn {turn.turn}"


def _unanswered(record: CustomerRecord, stored: StoredIdentity, answers: Answers) -> Iterator[str]:
    answered = set(chain.from_iterable(answers.stored.values()))
    seen = set(chain.from_iterable(answers.shown.values()))
    apologies = {
        (message.place.conversation, message.turn)
        for message in stored.messages
        if APOLOGIES.intersection(message.notices) and message.place in record.shown
    }
    for client_id, place in record.accepted.items():
        question = record.sent[client_id]
        if question in answered and question in seen:
            continue
        turn = _turn_of(stored, place)
        if (
            turn
            and turn.state == "failed"
            and turn.parked
            and (turn.conversation, turn.turn) in apologies
            and _may_be_given_up(turn, record)
        ):
            continue
        state = f"turn {turn.turn} is {turn.state}" if turn else "in no turn"
        yield f"{question.mark} at {place}: {state}, stored {question in answered}, seen {question in seen}"


def _may_be_given_up(turn: StoredTurn, record: CustomerRecord) -> bool:
    """Whether the stand-in bot failed on a turn for good; of the real one nobody knows what it met with.

    A question that gets an empty reply gets it once. A hub that is killed again and again may never have the
    time for a slow one.
    """
    if not record.echoed:
        return True
    kinds = Counter(record.sent[i].kind for i, place in record.accepted.items() if turn.covers(place))
    failed = kinds[Kind.POISON] or kinds[Kind.PERSON] or kinds[Kind.SILENT] >= FAILURES_LIMIT
    return bool(failed) or turn.gave_up_after_s >= TRIES_FOR_S


def _unsent(stored: StoredIdentity) -> Iterator[str]:
    for message in stored.messages:
        if message.direction == "out" and message.status not in ("sent", "delivered", "read"):
            yield f"the message at {message.place} was never handed to the channel: {message.status}"
    for place in stored.on_the_way:
        yield f"the message at {place} is still on its way"


def _duplicated(stored: StoredIdentity, answers: Answers) -> Iterator[str]:
    in_store = Counter(chain.from_iterable(answers.stored.values()))
    on_screen = Counter(chain.from_iterable(answers.shown.values()))
    for question in sorted(in_store.keys() | on_screen.keys()):
        times = max(in_store[question], on_screen[question])
        if times > 1:
            yield f"{question.mark} was answered {times} times"
    notices = Counter(
        (message.place.conversation, message.turn, code)
        for message in stored.messages
        for code in message.notices
    )
    for (conversation, turn, code), times in notices.items():
        if times > 1:
            yield f"turn {turn} of conversation {conversation} was told {code!r} {times} times"


def _answers_out_of_order(record: CustomerRecord, stored: StoredIdentity, answers: Answers) -> Iterator[str]:
    asked = {
        record.sent[message.provider_id]: message.place
        for message in stored.messages
        if message.provider_id in record.sent
    }
    in_order: defaultdict[int, list[tuple[Question, Place]]] = defaultdict(list)
    for place, questions in sorted(answers.stored.items()):
        for question in questions:
            if question not in asked or asked[question] > place:
                yield f"{question.mark} is answered at {place} before it was asked"
            else:
                in_order[place.conversation].append((question, asked[question]))
    for said in in_order.values():
        for (earlier, asked_at), (later, later_asked_at) in pairwise(said):
            if later_asked_at < asked_at:
                yield f"{later.mark} at {later_asked_at} is answered behind {earlier.mark} at {asked_at}"


def _questions_out_of_order(record: CustomerRecord, stored: StoredIdentity) -> Iterator[str]:
    numbers = [
        record.sent[message.provider_id].number
        for message in stored.messages
        # What was refused once was handed over again behind others: no promise about its place.
        if message.provider_id in record.sent and message.provider_id not in record.refused
    ]
    for earlier, later in pairwise(numbers):
        if later < earlier:
            yield f"question {later} of customer {record.customer} is stored behind question {earlier}"


def _holes(stored: StoredIdentity) -> Iterator[str]:
    held: defaultdict[int, list[int]] = defaultdict(list)
    for message in stored.messages:
        held[message.place.conversation].append(message.place.seq)
    for conversation, last_seq in stored.last_seqs.items():
        if held[conversation] != list(range(1, last_seq + 1)):
            yield f"conversation {conversation} ends at {last_seq} and holds {len(held[conversation])}"


def _contradicted(record: CustomerRecord, stored: StoredIdentity) -> Iterator[str]:
    yield from record.contradictions
    by_place = {message.place: message for message in stored.messages}
    for place, shown in record.shown.items():
        message = by_place.get(place)
        if message is None or (message.text, message.author) != (shown.text, shown.author):
            yield f"the customer saw a message at {place} that is not stored so"
    for place in by_place.keys() - record.shown.keys():
        yield f"the customer never saw the message at {place}"


def _turn_of(stored: StoredIdentity, place: Place) -> StoredTurn | None:
    for turn in stored.turns:
        if turn.covers(place):
            return turn
    return None
