"""Decides where a turn goes: the first rule in order that holds. Pure: no database, no clock.

Total and deterministic: every set of rules gives one answer for every turn. A rule that asks for what nobody
has looked for yet stops the search, since a later rule must not overtake it.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import time
from enum import Enum

from diversion.facts import NOT_YET, NotLooked, TurnSeen
from diversion.rules import PUT_OFF, TO_PEOPLE, Conditions, DiversionRule, Hours, LiveRule

_LATER = {"earlier": (), "urgencies": (), "mood_from": None, "failures_from": None}
"""The conditions on the conversation before the turn, taken out."""


class NeededFact(Enum):
    """What has to be looked for before it can be decided."""

    AGE = "age"
    INTENT = "intent"


def decide(rules: Sequence[LiveRule], seen: TurnSeen) -> LiveRule | NeededFact | None:
    """The rule that applies; what it takes to tell; or None, which is as without rules. `rules`: in order."""
    for each in rules:
        holds = _holds(each.rule, seen)
        if isinstance(holds, NeededFact):
            return holds
        if holds:
            return each
    return None


def may_hold(rule: DiversionRule, seen: TurnSeen, *, turns_before: int) -> bool:
    """Whether a rule can apply once the conversation is read; what is `seen` so far is of the turn alone.

    The mood rises by one at most, where the same was written before; what nobody looked for may be anything.
    """
    asks = rule.conditions
    if rule.action.kind in PUT_OFF and (seen.wish or seen.busy):
        return False
    of_turn = asks.model_copy(update=_LATER)
    return (
        all(_known(of_turn, seen))
        and _looked_up(of_turn, seen) is not False
        and (asks.mood_from is None or seen.mood + 1 >= asks.mood_from)
        and (turns_before > 0 or not (asks.earlier or asks.urgencies))
        and turns_before >= (asks.failures_from or 0)
    )


def may_act(rule: DiversionRule, seen: TurnSeen) -> bool:
    """Whether a rule may do what it says with this customer, whatever its conditions are.

    The wish for a person is never lost: who has it is put off by no rule. Nor is who is in the midst of a
    step; and who took the wish back, or was served, is not sent to a person again by a rule.
    """
    kind = rule.action.kind
    if kind in PUT_OFF:
        return not seen.wish and not seen.busy
    if kind in TO_PEOPLE:
        return seen.wish or not seen.left
    return True


def _holds(rule: DiversionRule, seen: TurnSeen) -> bool | NeededFact:
    """Whether it applies; where a known condition fails, the unknown ones are not looked for."""
    if not may_act(rule, seen):
        return False
    if not all(_known(rule.conditions, seen)):
        return False
    return _looked_up(rule.conditions, seen)


def _known(conditions: Conditions, seen: TurnSeen) -> Iterator[bool]:
    yield _one_of(conditions.channels, seen.channel)
    yield _one_of(conditions.segments, seen.segment)
    yield _one_of(conditions.tiers, seen.tier)
    yield not conditions.languages or _speaks(seen.language, conditions.languages)
    yield not conditions.earlier or not seen.earlier.isdisjoint(conditions.earlier)
    yield not conditions.urgencies or not seen.urgencies.isdisjoint(conditions.urgencies)
    yield conditions.mood_from is None or seen.mood >= conditions.mood_from
    yield conditions.waited_from_s is None or seen.waited_s >= conditions.waited_from_s
    yield conditions.failures_from is None or seen.failures >= conditions.failures_from
    yield conditions.hours is None or within(conditions.hours, seen)


def _looked_up(conditions: Conditions, seen: TurnSeen) -> bool | NeededFact:
    """The conditions on what has to be looked up: the age first, which is known before the bot is asked."""
    lookups: list[tuple[bool, object, NeededFact, Callable[[], bool]]] = [
        (
            conditions.age_from is not None or conditions.age_to is not None,
            seen.age,
            NeededFact.AGE,
            lambda: _old_enough(conditions, seen.age),
        ),
        (
            bool(conditions.intents),
            seen.intent,
            NeededFact.INTENT,
            lambda: seen.intent in conditions.intents,
        ),
    ]
    for asked, value, wanted, holds in lookups:
        if asked and value is NOT_YET:
            return wanted
        if asked and not holds():
            return False
    return True


def _one_of(allowed: tuple[str, ...], value: str | None) -> bool:
    return not allowed or value in allowed


def _speaks(language: str | None, languages: tuple[str, ...]) -> bool:
    """Whether a tag is one of these or a kind of it: `zh-HK` is `zh`."""
    if language is None:
        return False
    tag = language.lower()
    return any(tag == each.lower() or tag.startswith(f"{each.lower()}-") for each in languages)


def _old_enough(conditions: Conditions, age: int | NotLooked | None) -> bool:
    if not isinstance(age, int):
        return False
    least = 0 if conditions.age_from is None else conditions.age_from
    most = age if conditions.age_to is None else conditions.age_to
    return least <= age <= most


def within(hours: Hours, seen: TurnSeen) -> bool:
    """Whether a time lies within hours; those that go over midnight belong to the day on which they begin."""
    start, end, now = time.fromisoformat(hours.start), time.fromisoformat(hours.end), seen.at.time()
    today = seen.at.isoweekday()
    days = hours.days or tuple(range(1, 8))
    if start <= end:
        return today in days and start <= now < end
    yesterday = (today - 2) % 7 + 1
    return (today in days and now >= start) or (yesterday in days and now < end)
