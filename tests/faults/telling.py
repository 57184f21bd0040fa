"""When each customer was told something true: an answer, or an honest word that it takes longer (G5)."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from tests.faults.answers import Answers
from tests.faults.record import CustomerRecord, Place, Shown

NEVER = float("inf")
FAR = 60
"""More messages than one turn answers."""


class Patience(NamedTuple):
    """The spans that the hub is set to, in seconds, and how much later the customer may see it."""

    waiting_s: float = 7.5
    late_s: float = 15.0
    given_up_s: float = 135.0
    tolerance_s: float = 2.0


class Telling(NamedTuple):
    """How long one message was without any word, without a message, and without an answer or the end of all
    trying; infinite where none came.

    `by_word`: the first word was no answer but an honest "it takes longer".
    """

    place: Place
    word_s: float
    message_s: float
    settled_s: float
    by_word: bool


def tellings(record: CustomerRecord, answers: Answers) -> Iterator[Telling]:
    """One for each accepted message, from its acknowledgement on (or from the answer to an earlier turn)."""
    places = sorted(record.shown)
    screen = _screen(record)
    for client_id, place in record.accepted.items():
        since = record.accepted_at[client_id]
        question = record.sent[client_id]
        behind = [at for at in _behind(places, place) if record.shown[at].direction == "out"]
        told = [at for at in behind if record.shown[at].notices or question in answers.shown.get(at, ())]
        # Whoever waits behind another turn sees its answer: the silence begins there.
        since = max([since, *(record.shown_at[at] for at in behind if told and at < told[0])])
        message_s = record.shown_at[told[0]] - since if told else NEVER
        settled_s = next(
            (record.shown_at[at] - since for at in told if not _only_late(record.shown[at])), NEVER
        )
        words = screen[place.conversation]
        now = bisect_right(words, (since, ""))
        standing = words[now - 1][1] if now else ""
        sign_s = next((at for at, kind in words[now:] if kind == "waiting"), NEVER) - since
        word_s = 0.0 if standing else max(0.0, min(message_s, sign_s))
        yield Telling(place, word_s, 0.0 if standing == "late" else message_s, settled_s, word_s < message_s)


def told_too_late(record: CustomerRecord, answers: Answers, patience: Patience) -> list[str]:
    """A sentence for each message that was left without a word, or without a message, for too long."""
    sentences = []
    for telling in tellings(record, answers):
        place = f"the message at {telling.place} of customer {record.customer}"
        if telling.word_s > patience.waiting_s + patience.tolerance_s:
            sentences.append(f"{place} was left without a word for {telling.word_s:.1f} s")
        elif telling.message_s > patience.late_s + patience.tolerance_s:
            sentences.append(f"{place} had no answer and no notice for {telling.message_s:.1f} s")
        elif telling.settled_s > patience.given_up_s + patience.tolerance_s:
            sentences.append(f"{place} was neither answered nor given up for {telling.settled_s:.1f} s")
    return sentences


def _behind(places: list[Place], place: Place) -> Iterator[Place]:
    """The next places of the same conversation: an answer is among them, or none comes."""
    first = bisect_right(places, place)
    return (at for at in places[first : first + FAR] if at.conversation == place.conversation)


def _only_late(shown: Shown) -> bool:
    return shown.notices == ("late",)


def _screen(record: CustomerRecord) -> defaultdict[int, list[tuple[float, str]]]:
    """What came upon the screen, by conversation: each word stands until the next message."""
    words: defaultdict[int, list[tuple[float, str]]] = defaultdict(list)
    for place, shown in record.shown.items():
        if shown.direction == "out":
            kind = "late" if "late" in shown.notices else ""
            words[place.conversation].append((record.shown_at[place], kind))
    for sign in record.signs:
        words[sign.conversation].append((sign.at, "waiting"))
    for said in words.values():
        said.sort()
    return words
