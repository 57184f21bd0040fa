"""What was told when is judged here: silence is found, and a word that stands on the screen is none."""

from tests.faults.answers import Answers
from tests.faults.load import Kind, Question
from tests.faults.record import CustomerRecord, Place, Shown, Sign
from tests.faults.telling import Patience, tellings, told_too_late

ONE, TWO = (Question(Kind.PLAIN, 1, number, "问题") for number in (1, 2))
PATIENCE = Patience(waiting_s=8, late_s=15, given_up_s=135, tolerance_s=2)


def asked(*questions: tuple[Question, int, float]) -> CustomerRecord:
    record = CustomerRecord(1, echoed=False)
    for question, seq, at in questions:
        record.sent[str(seq)] = question
        record.accepted[str(seq)] = Place(1, seq)
        record.accepted_at[str(seq)] = at
    return record


def show(record: CustomerRecord, seq: int, at: float, *notices: str) -> None:
    author = "system" if notices else "bot"
    record.shown[Place(1, seq)] = Shown("out", author, "x", notices)
    record.shown_at[Place(1, seq)] = at


def answers(**by_seq: Question) -> Answers:
    shown = {Place(1, int(seq.removeprefix("at"))): [question] for seq, question in by_seq.items()}
    return Answers(shown, shown)


def test_an_answer_in_time_needs_no_word() -> None:
    record = asked((ONE, 1, 100.0))
    show(record, 2, 109.0)
    assert told_too_late(record, answers(at2=ONE), PATIENCE) == []


def test_silence_is_found() -> None:
    record = asked((ONE, 1, 100.0))
    assert told_too_late(record, answers(), PATIENCE)
    show(record, 2, 111.0)
    assert told_too_late(record, answers(at2=ONE), PATIENCE)
    assert told_too_late(record, answers(), PATIENCE), "a message that answers nothing is no answer"


def test_a_sign_and_then_a_notice_are_what_was_promised() -> None:
    record = asked((ONE, 1, 100.0))
    record.signs.append(Sign(1, 108.0))
    show(record, 3, 130.0)
    (sentence,) = told_too_late(record, answers(at3=ONE), PATIENCE)
    assert "no notice" in sentence
    show(record, 2, 115.1, "late")
    assert told_too_late(record, answers(at3=ONE), PATIENCE) == []
    (telling,) = tellings(record, answers(at3=ONE))
    assert (telling.word_s, telling.by_word) == (8.0, True)


def test_a_notice_that_stands_is_told_to_what_comes_after_it() -> None:
    record = asked((ONE, 1, 100.0), (TWO, 3, 116.0))
    record.signs.append(Sign(1, 108.0))
    show(record, 2, 115.0, "late")
    show(record, 4, 150.0)
    both = Answers({}, {Place(1, 4): [ONE, TWO]})
    assert told_too_late(record, both, PATIENCE) == []


def test_who_waits_behind_another_turn_has_seen_its_answer() -> None:
    record = asked((ONE, 1, 100.0), (TWO, 2, 101.0))
    show(record, 3, 107.0)
    show(record, 4, 116.0)
    assert told_too_late(record, answers(at3=ONE, at4=TWO), PATIENCE) == []


def test_a_late_notice_settles_nothing() -> None:
    record = asked((ONE, 1, 100.0))
    record.signs.append(Sign(1, 108.0))
    show(record, 2, 115.0, "late")
    (sentence,) = told_too_late(record, answers(), PATIENCE)
    assert "nor given up" in sentence
