"""How fast the house answers is told from answers given, and an outage is not slowness."""

import pytest

from hub.admission.rate import MEMORY_S, SILENCE_S, AnswerRate

STEP_S = 0.25


def steps(rate: AnswerRate, seconds: float, answers: int) -> None:
    for _ in range(round(seconds / STEP_S)):
        rate.busy(answers, STEP_S)


def test_until_something_was_seen_the_guess_holds() -> None:
    rate = AnswerRate(16)
    assert rate.per_s == 16
    steps(rate, 1, 0)
    assert rate.per_s == 16


def test_the_first_busy_span_says_how_fast_the_house_is() -> None:
    rate = AnswerRate(16)
    rate.busy(10, STEP_S)
    assert rate.per_s == 40


def test_a_house_that_gets_slower_is_seen_to_be_slower() -> None:
    rate = AnswerRate(16)
    steps(rate, 10, 10)
    steps(rate, 2 * MEMORY_S, 2)
    assert 8 < rate.per_s < 13


def test_pauses_between_slow_answers_count() -> None:
    rate = AnswerRate(16)
    for _ in range(10):
        steps(rate, 2 - STEP_S, 0)
        rate.busy(2, STEP_S)
    assert rate.per_s == pytest.approx(1, rel=0.01)


def test_an_outage_leaves_what_is_known_as_it_was() -> None:
    rate = AnswerRate(16)
    steps(rate, 10, 10)
    steps(rate, SILENCE_S - STEP_S, 0)
    assert not rate.silent
    steps(rate, 60, 0)
    assert rate.silent
    assert rate.per_s == pytest.approx(40)
    rate.busy(10, STEP_S)
    assert not rate.silent
    assert rate.per_s == pytest.approx(40)


def test_a_free_hand_ends_the_silence_and_is_no_evidence() -> None:
    rate = AnswerRate(16)
    steps(rate, SILENCE_S, 0)
    rate.idle()
    assert not rate.silent
    rate.busy(10, STEP_S)
    assert rate.per_s == 40


def test_a_process_that_stood_still_does_not_take_itself_for_an_outage() -> None:
    rate = AnswerRate(16)
    rate.busy(0, 4 * SILENCE_S)
    assert not rate.silent
