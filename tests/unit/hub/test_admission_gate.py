"""Who is let in: the order of refusals, the free hand, the outage, and when to come again."""

import contextlib

import pytest

from hub.admission.gate import JITTER, LEFT_AT, LONGEST_RETRY_S, Gate
from hub.admission.rate import SILENCE_S
from hub.admission.waiting import KNOWN_LIMIT, MORE_OF_ONE, WaitingCustomers
from hub.errors import Overloaded
from hub.ports import Wish
from tests.support.clock import HandClock

STEP_S = 0.25
PER_S = 40
HANDS = 16


class Yard:
    """A gate that has seen how fast its house is: 40 answers a second."""

    def __init__(self, longest_wait_s: float = 3.0) -> None:
        self.clock = HandClock()
        self.gate = Gate(
            self.clock, hands=HANDS, longest_wait_s=longest_wait_s, outage_wait_s=60.0, chance=lambda: 0.0
        )
        self.see(HANDS)
        self.see(HANDS, answers=PER_S // 4)

    def see(self, backlog: float, *, answers: int = PER_S // 4, lag_s: float = 0.0) -> None:
        """A quarter of a second with so many answers, and what waits at its end."""
        for _ in range(answers):
            self.gate.answered()
        self.clock.turn(STEP_S)
        self.gate.begin_count()
        self.gate.observe(backlog, span_s=STEP_S, lag_s=lag_s)

    @property
    def refused(self) -> set[Wish]:
        found = set()
        for wish in Wish:
            try:
                self.gate.check(wish)
            except Overloaded:
                found.add(wish)
        return found

    @property
    def level(self) -> str:
        return str(self.gate.state["level"])


@pytest.mark.parametrize(
    ("wait_s", "refused"),
    [
        (0.5, {Wish.ANALYTICS}),
        (0.7, {Wish.ANALYTICS, Wish.SUGGESTION}),
        (1.4, {Wish.ANALYTICS, Wish.SUGGESTION, Wish.CHAT}),
        (2.2, {Wish.ANALYTICS, Wish.SUGGESTION, Wish.CHAT, Wish.MESSAGE}),
    ],
)
def test_what_is_refused_first_is_what_matters_least(wait_s: float, refused: set[Wish]) -> None:
    yard = Yard()
    yard.see(wait_s * PER_S)
    assert yard.refused == refused


def test_the_wait_is_what_waits_over_what_is_answered() -> None:
    yard = Yard()
    yard.see(80, lag_s=0.25)
    assert yard.gate.wait_s == pytest.approx(2.25)


def test_a_free_hand_takes_everything_however_slow_the_house_is() -> None:
    yard = Yard()
    for _ in range(100):
        yard.see(HANDS, answers=1)
    assert yard.gate.state["answers_per_s"] == pytest.approx(4)
    yard.see(HANDS - 1, answers=1)
    assert yard.refused == set()


def test_what_comes_between_two_counts_is_counted_too() -> None:
    yard = Yard()
    yard.see(0)
    let_in = 0
    with contextlib.suppress(Overloaded):
        while let_in < 1000:
            with yard.gate.entering(f"visitor {let_in}"):
                let_in += 1
    assert let_in == pytest.approx(0.7 * 3.0 * PER_S, abs=1)
    yard.gate.answered()
    assert yard.refused >= {Wish.MESSAGE}, "one answer does not open the gate again"


def test_somebody_who_writes_much_waits_for_one_turn() -> None:
    yard = Yard()
    yard.see(0)
    for _ in range(1000):
        with yard.gate.entering("one"):
            pass
    assert yard.gate.backlog == 1
    assert yard.refused == set()
    yard.gate.turn_ended("one")
    with yard.gate.entering("one"):
        pass
    assert yard.gate.backlog == 2, "what comes after the answer is a turn of its own"


def test_what_is_stored_while_it_is_counted_is_not_forgotten() -> None:
    gate = Gate(HandClock(), hands=HANDS, longest_wait_s=3.0, outage_wait_s=60.0)
    with gate.entering("one"):
        gate.begin_count()  # not stored yet: the count cannot hold it
    with gate.entering("another"):
        pass
    gate.answered()
    gate.observe(5, span_s=STEP_S, lag_s=0)
    assert gate.backlog == 5 + 2 - 1
    gate.begin_count()
    gate.observe(6, span_s=STEP_S, lag_s=0)
    assert gate.backlog == 6


def test_what_could_not_be_stored_does_not_wait() -> None:
    gate = Gate(HandClock(), hands=HANDS, longest_wait_s=3.0, outage_wait_s=60.0)
    with contextlib.suppress(OSError), gate.entering("one"):
        raise OSError
    assert gate.backlog == 0


def test_a_level_is_left_lower_than_it_is_entered() -> None:
    yard = Yard()
    yard.see(2.1 * PER_S)
    assert yard.level == "no_new_messages"
    yard.see(2.1 * PER_S * LEFT_AT + 1)
    assert yard.level == "no_new_messages"
    yard.see(2.1 * PER_S * LEFT_AT - 1)
    assert yard.level == "no_new_chats"
    yard.see(2.1 * PER_S * LEFT_AT + 1)
    assert yard.level == "no_new_chats", "and entered again only where it is entered"
    yard.see(0)
    assert yard.level == "open"


def test_a_bot_that_is_away_does_not_close_the_gate() -> None:
    yard = Yard()
    for _ in range(round(SILENCE_S / STEP_S)):
        yard.see(3.0 * PER_S, answers=0)
    assert yard.gate.state["silent"] is True
    assert yard.refused == set(), "three seconds of work are soon done when it is back"
    yard.see(59 * PER_S, answers=0)
    assert yard.refused == set(Wish), "but it does not pile up for ever"


def test_after_an_outage_the_pile_is_answered_before_more_is_taken() -> None:
    yard = Yard()
    for _ in range(round(SILENCE_S / STEP_S)):
        yard.see(4.0 * PER_S, answers=0)
    assert yard.refused == set()
    yard.see(4.0 * PER_S)
    assert Wish.MESSAGE in yard.refused
    yard.see(0)
    assert yard.refused == set(), "and it opens by itself"


def test_a_house_that_never_answered_takes_what_its_hands_could_do() -> None:
    gate = Gate(HandClock(), hands=HANDS, longest_wait_s=3.0, outage_wait_s=60.0)
    gate.observe(HANDS, span_s=STEP_S, lag_s=0)
    assert gate.wait_s == 1.0


def test_each_who_is_sent_away_is_told_a_later_time() -> None:
    yard = Yard()
    yard.see(10.0 * PER_S)
    told = _told(yard, 400)
    room_s = 10.0 - 3.0 * 0.7 * LEFT_AT
    assert told[0] == pytest.approx(room_s, abs=0.2)
    assert told == sorted(told)
    assert told[-1] - told[0] == pytest.approx(400 / PER_S, abs=0.2), "no more come at once than are answered"


def test_nobody_is_sent_away_for_longer_than_a_minute_or_shorter_than_a_second() -> None:
    yard = Yard()
    yard.see(2.2 * PER_S)
    assert min(_told(yard, 1)) >= 1.0
    assert max(_told(yard, 10_000)) == LONGEST_RETRY_S


def test_no_two_come_again_at_the_same_time() -> None:
    clock = HandClock()
    drawn = iter((0.0, 1.0))
    gate = Gate(clock, hands=1, longest_wait_s=1.0, outage_wait_s=60.0, chance=lambda: next(drawn))
    gate.observe(100, span_s=STEP_S, lag_s=0)
    waits = []
    for _ in range(2):
        with pytest.raises(Overloaded) as refused:
            gate.check(Wish.MESSAGE)
        waits.append(refused.value.retry_after_s)
    assert waits == [LONGEST_RETRY_S, LONGEST_RETRY_S * (1 + JITTER)]


@pytest.mark.parametrize("wish", [Wish.ANALYTICS, Wish.SUGGESTION])
def test_what_needs_no_turn_takes_nobodys_place(wish: Wish) -> None:
    yard = Yard()
    yard.see(2.2 * PER_S)
    for _ in range(1000):
        with pytest.raises(Overloaded):
            yard.gate.check(wish)
    assert _told(yard, 1)[0] < 2


def _told(yard: Yard, count: int) -> list[float]:
    waits = []
    for _ in range(count):
        with pytest.raises(Overloaded) as refused:
            yard.gate.check(Wish.MESSAGE)
        waits.append(refused.value.retry_after_s)
    return waits


def test_who_waits_may_add_a_little_while_nobody_else_is_let_in() -> None:
    yard = Yard()
    with yard.gate.entering("waits"):
        pass
    yard.see(2.2 * PER_S)
    assert Wish.MESSAGE in yard.refused
    for _ in range(MORE_OF_ONE):
        with yard.gate.entering("waits"):
            pass
    for identity in ("waits", "comes now"):
        with pytest.raises(Overloaded), yard.gate.entering(identity):
            raise AssertionError("let in")


def test_who_was_answered_waits_no_longer() -> None:
    yard = Yard()
    with yard.gate.entering("waits"):
        pass
    yard.gate.turn_ended("waits")
    yard.gate.turn_ended("never came here")
    yard.see(2.2 * PER_S)
    with pytest.raises(Overloaded), yard.gate.entering("waits"):
        raise AssertionError("let in")


def test_who_could_not_be_let_in_does_not_wait() -> None:
    yard = Yard()
    with contextlib.suppress(OSError), yard.gate.entering("tried"):
        raise OSError
    yard.see(2.2 * PER_S)
    with pytest.raises(Overloaded), yard.gate.entering("tried"):
        raise AssertionError("let in")


def test_those_who_wait_are_remembered_up_to_a_number() -> None:
    waiting = WaitingCustomers()
    for number in range(KNOWN_LIMIT + 1):
        waiting.add(str(number))
    assert (waiting.may_add("0"), waiting.may_add("1")) == (False, True)


def test_what_nobody_would_bring_again_is_let_in_and_counts() -> None:
    yard = Yard()
    yard.see(2.2 * PER_S)
    before = yard.gate.backlog
    with yard.gate.entering("by a provider", may_refuse=False):
        assert yard.gate.backlog == before + 1
    assert yard.gate.backlog == before + 1
    with pytest.raises(Overloaded), yard.gate.entering("by a browser"):
        raise AssertionError("let in")
