"""The checks that judge the hub are judged here: each planted fault is found, and named for what it is."""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.faults.answers import by_marks
from tests.faults.checks import Findings, check
from tests.faults.load import Kind, Load, Question, questions_in
from tests.faults.record import NOWHERE, CustomerRecord, Place, Shown
from tests.faults.result import Result
from tests.faults.rows.retries import judge
from tests.faults.stored import StoredIdentity, StoredMessage, StoredTurn

ONE, TWO = (Question(Kind.PLAIN, 3, number) for number in (1, 2))
THREE = Question(Kind.POISON, 3, 3)
FAILED = "没能及时答复您"


def said(seq: int, *questions: Question, **more: Any) -> StoredMessage:
    text = " ".join(question.mark for question in questions)
    message = StoredMessage(Place(1, seq), "out", "bot", text, (), None, seq // 2, "sent")
    return message._replace(**more)


def asked(seq: int, question: Question) -> StoredMessage:
    return StoredMessage(
        Place(1, seq), "in", "customer", question.text, (), f"id-{question.number}", None, "accepted"
    )


def whole() -> StoredIdentity:
    """Two questions answered, and a third that was given up and parked."""
    apology = said(6, author="system", text=FAILED, notices=("failed",), turn=3)
    return StoredIdentity(
        messages=[asked(1, ONE), said(2, ONE), asked(3, TWO), said(4, TWO), asked(5, THREE), apology],
        turns=[
            StoredTurn(1, 1, "answered", 1, 1, False, heard=(ONE.text,)),
            StoredTurn(1, 2, "answered", 3, 3, False, heard=(TWO.text,)),
            StoredTurn(1, 3, "failed", 5, 5, True),
        ],
        last_seqs={1: 6},
    )


def known(stored: StoredIdentity) -> CustomerRecord:
    """The record of a customer who saw everything."""
    record = CustomerRecord(3)
    for message in stored.messages:
        record.shown[message.place] = Shown(message.direction, message.author, message.text, message.notices)
        if message.provider_id:
            record.sent[message.provider_id] = questions_in(message.text)[0]
            record.accepted[message.provider_id] = message.place
    return record


def test_nothing_is_found_where_nothing_is_wrong() -> None:
    stored = whole()
    record = known(stored)
    assert check(record, stored, by_marks(record, stored)) == Findings()


def _without(seq: int) -> Callable[[StoredIdentity, CustomerRecord], None]:
    def plant(stored: StoredIdentity, _record: CustomerRecord) -> None:
        stored.messages = [message for message in stored.messages if message.place.seq != seq]

    return plant


def _other(seq: int, **changes: Any) -> Callable[[StoredIdentity, CustomerRecord], None]:
    def plant(stored: StoredIdentity, record: CustomerRecord) -> None:
        stored.messages = [m._replace(**changes) if m.place.seq == seq else m for m in stored.messages]
        record.shown = known(stored).shown

    return plant


def _swapped(stored: StoredIdentity, record: CustomerRecord) -> None:
    _other(2, text=TWO.mark)(stored, record)
    _other(4, text=ONE.mark)(stored, record)


def _behind(stored: StoredIdentity, record: CustomerRecord) -> None:
    stored.messages = [asked(1, ONE), asked(2, TWO), said(3, TWO), said(4, ONE), *stored.messages[4:]]
    fresh = known(stored)
    record.shown, record.accepted = fresh.shown, fresh.accepted


def _out_of_turn(stored: StoredIdentity, record: CustomerRecord) -> None:
    first, second = record.sent["id-1"], record.sent["id-2"]
    record.sent |= {"id-1": second, "id-2": first}
    stored.messages[0] = stored.messages[0]._replace(text=second.text)
    stored.messages[2] = stored.messages[2]._replace(text=first.text)


def _not_parked(stored: StoredIdentity, _record: CustomerRecord) -> None:
    stored.turns[2] = stored.turns[2]._replace(parked=False)


def _given_up(stored: StoredIdentity, record: CustomerRecord) -> None:
    plain = THREE._replace(kind=Kind.PLAIN)
    record.sent["id-3"] = plain
    _other(5, text=plain.text)(stored, record)


def test_a_hub_may_give_a_turn_up_that_it_tried_for_two_minutes() -> None:
    for tried_s, found in ((121.0, False), (12.0, True)):
        stored = whole()
        record = known(stored)
        _given_up(stored, record)
        stored.turns[2] = stored.turns[2]._replace(gave_up_after_s=tried_s)
        assert bool(check(record, stored, by_marks(record, stored)).unanswered) is found


def _not_seen(_stored: StoredIdentity, record: CustomerRecord) -> None:
    del record.shown[Place(1, 4)]


def _on_the_way(stored: StoredIdentity, _record: CustomerRecord) -> None:
    stored.on_the_way.add(Place(1, 4))


def _seen_otherwise(_stored: StoredIdentity, record: CustomerRecord) -> None:
    record.shown[Place(1, 2)] = record.shown[Place(1, 2)]._replace(text=f"{ONE.mark}!")


def _heard(*words: str) -> Callable[[StoredIdentity, CustomerRecord], None]:
    def plant(stored: StoredIdentity, _record: CustomerRecord) -> None:
        stored.turns[1] = stored.turns[1]._replace(heard=words)

    return plant


def _left(kind: str, turn: int, times: int = 1) -> Callable[[StoredIdentity, CustomerRecord], None]:
    def plant(stored: StoredIdentity, _record: CustomerRecord) -> None:
        stored.effects[kind, 1, turn] = times

    return plant


def _complained(stored: StoredIdentity, _record: CustomerRecord) -> None:
    stored.turns[0] = stored.turns[0]._replace(intent="complain")


@pytest.mark.parametrize(
    ("plant", "expected"),
    [
        (_without(3), "lost"),
        (_other(3, place=Place(1, 7)), "lost"),
        (_other(4, text="整存整取"), "unanswered"),
        (_other(4, status="accepted"), "unanswered"),
        (_other(6, notices=()), "unanswered"),
        (_not_parked, "unanswered"),
        (_given_up, "unanswered"),
        (_not_seen, "unanswered"),
        (_on_the_way, "unanswered"),
        (_other(4, text=f"{TWO.mark} {ONE.mark}"), "duplicated"),
        (_other(4, notices=("failed",), turn=3), "duplicated"),
        (_swapped, "order_breaks"),
        (_behind, "order_breaks"),
        (_out_of_turn, "order_breaks"),
        (_without(2), "numbering"),
        (_seen_otherwise, "numbering"),
        (_heard(), "lost"),
        (_heard(TWO.text, TWO.text), "lost"),
        (_heard(ONE.text), "lost"),
        (_left("gap", 2, times=2), "effects"),
        (_left("gap", 3), "effects"),
        (_complained, "effects"),
    ],
)
def test_a_planted_fault_is_found(plant: Any, expected: str) -> None:
    stored = whole()
    record = known(stored)
    plant(stored, record)
    findings = check(record, stored, by_marks(record, stored))
    assert getattr(findings, expected), findings.all


def frame(conversation: int, seq: int, text: str = "x", **more: Any) -> dict[str, Any]:
    return {
        "conversation": conversation,
        "seq": seq,
        "direction": "out",
        "author": {"kind": "bot"},
        "segments": [{"type": "text", "text": text}],
    } | more


def test_a_customer_knows_from_where_to_resume() -> None:
    record = CustomerRecord(1)
    assert record.frontier == NOWHERE
    for conversation, seq in ((1, 1), (1, 3), (1, 4)):
        record.take_message(frame(conversation, seq))
    assert (record.frontier, record.has_gap) == (Place(1, 1), True)
    record.take_message(frame(1, 2))
    assert (record.frontier, record.has_gap) == (Place(1, 4), False)
    record.take_message(frame(2, 1))
    assert (record.frontier, record.repeated) == (Place(2, 1), 0)
    record.take_message(frame(2, 1))
    assert (record.repeated, record.contradictions) == (1, [])
    record.take_message(frame(2, 1, "y"))
    assert record.contradictions
    record.take_ack("id", Place(2, 4))
    assert record.has_gap


def test_an_apology_settles_what_was_asked_before_it() -> None:
    record = CustomerRecord(1, sent={"a": ONE, "b": TWO, "c": THREE})
    record.take_ack("a", Place(1, 1))
    record.take_ack("c", Place(1, 4))
    record.take_message(frame(1, 2, ONE.mark))
    assert record.open_questions == 2
    notice = {"type": "notice", "code": "failed", "text": FAILED}
    record.take_ack("b", Place(1, 3))
    record.take_message(frame(1, 5, segments=[notice], author={"kind": "system"}))
    assert (record.open_questions, record.waiting) == (0, [])


@pytest.mark.parametrize(
    ("heard", "found"),
    [("aba", (0, 0, 0)), ("ab", (1, 0, 0)), ("aaba", (0, 1, 0)), ("aab", (0, 0, 1)), ("abb", (1, 1, 0))],
)
def test_a_tracker_is_compared_word_for_word(heard: str, found: tuple[int, int, int]) -> None:
    result = Result("C4", 1, "none")
    judge(result, list("aba"), list(heard))
    assert (result.lost, result.duplicated, result.order_breaks) == found


def test_a_message_is_overdue_however_often_it_is_sent_again(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    record = CustomerRecord(1, sent={"a": ONE, "b": TWO})
    record.begin_waiting("a")
    now[0] += 9
    record.begin_waiting("a")
    record.begin_waiting("b")
    now[0] += 2
    assert (record.waits_since(now[0]), record.overdue(10), record.waiting) == (2.0, 1, ["a", "b"])
    record.take_refusal("a")
    record.take_ack("b", Place(1, 1))
    assert (record.overdue(10), record.overdue(11), record.waiting) == (1, 0, ["a"])


def test_questions_are_the_same_for_the_same_seed_and_name_themselves() -> None:
    load = replace(Load(), slow=0.2, silent=0.2, poison=0.2, person=0.1, urgent=0.1)
    kinds = [load.kind_of(7, 1, number) for number in range(200)]
    assert set(kinds) == {Kind.PLAIN, Kind.SLOW, Kind.SILENT, Kind.POISON, Kind.PERSON, Kind.URGENT}
    assert kinds == [load.kind_of(7, 1, number) for number in range(200)]
    question = Question(load.kind_of(7, 1, 12), 1, 12)
    assert questions_in(f"{question.text}\n{ONE.text}") == [question, ONE]
