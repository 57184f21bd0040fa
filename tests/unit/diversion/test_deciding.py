"""The rules by themselves: total, deterministic, in order; and no rule takes the wish for a person away."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diversion.deciding import NeededFact, decide, may_hold
from diversion.facts import NOT_YET, TurnSeen
from diversion.mood import mood_of
from diversion.rules import PUT_OFF, TO_PEOPLE, Action, Conditions, DiversionRule, LiveRule, in_order
from diversion.wishes import may_wish_person
from hub.conversation.standing import wishes_person_in_words

ZONE = ZoneInfo("Asia/Shanghai")
WORKDAY = datetime(2026, 11, 27, 10, 30, tzinfo=ZONE)  # a Friday
SEEN = TurnSeen(channel="webchat", at=WORKDAY)

WORDS = st.sampled_from(["webchat", "wechat", "sms", "gold", "senior", "zh", "en", "complain", "card_lost"])
LISTS = st.lists(WORDS, max_size=2).map(tuple)
CONDITIONS = st.builds(
    Conditions,
    channels=LISTS,
    segments=LISTS,
    tiers=LISTS,
    languages=LISTS,
    intents=LISTS,
    earlier=LISTS,
    urgencies=LISTS,
    age_from=st.none() | st.integers(0, 90),
    mood_from=st.none() | st.integers(1, 3),
    waited_from_s=st.none() | st.floats(0.5, 600),
    failures_from=st.none() | st.integers(1, 5),
    hours=st.none()
    | st.fixed_dictionaries(
        {
            "days": st.lists(st.integers(1, 7), max_size=3).map(tuple),
            "start": st.sampled_from(["00:00", "08:30", "21:00"]),
            "end": st.sampled_from(["00:00", "12:00", "23:59"]),
        }
    ),
)
ACTIONS = st.sampled_from(
    [
        Action(kind="queue", queue="loans") if kind == "queue" else Action(kind=kind, words="请看")
        for kind in ("bot", "person", "queue", "self_service", "callback", "leave_message", "video")
    ]
)
RULES = st.lists(st.tuples(st.integers(1, 50), CONDITIONS, ACTIONS), max_size=8).map(
    lambda drawn: in_order(
        [
            LiveRule(
                rule_id=f"r{number}",
                version=1,
                rule=DiversionRule(name=f"规则{number}", place=place, conditions=conditions, action=action),
            )
            for number, (place, conditions, action) in enumerate(drawn)
        ]
    )
)
SEENS = st.builds(
    TurnSeen,
    channel=WORDS,
    at=st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(ZONE)),
    segment=st.none() | WORDS,
    tier=st.none() | WORDS,
    language=st.none() | st.sampled_from(["zh", "zh-HK", "en"]),
    age=st.none() | st.integers(0, 150) | st.just(NOT_YET),
    intent=st.none() | WORDS | st.just(NOT_YET),
    earlier=st.frozensets(WORDS, max_size=2),
    urgencies=st.frozensets(WORDS, max_size=2),
    mood=st.integers(0, 3),
    waited_s=st.floats(0, 1000),
    failures=st.integers(0, 20),
    wish=st.booleans(),
    busy=st.booleans(),
    left=st.booleans(),
)


def rule(kind: str = "person", place: int = 10, rule_id: str = "r1", **conditions: Any) -> LiveRule:
    """A rule that applies; a queue and words where the action has to have some."""
    action = {"kind": kind, "queue": "loans" if kind == "queue" else "", "words": "请看"}
    made = {"name": rule_id, "place": place, "conditions": conditions, "action": action}
    return LiveRule(rule_id=rule_id, version=1, rule=DiversionRule.model_validate(made))


@settings(max_examples=60, deadline=None)
@given(rules=RULES, seen=SEENS)
def test_every_turn_has_one_answer_and_always_the_same(rules: tuple[LiveRule, ...], seen: TurnSeen) -> None:
    found = decide(rules, seen)
    assert found == decide(rules, seen)
    assert found is None or isinstance(found, LiveRule | NeededFact)
    known = replace(
        seen,
        age=None if seen.age is NOT_YET else seen.age,
        intent=None if seen.intent is NOT_YET else seen.intent,
    )
    assert not isinstance(decide(rules, known), NeededFact), "what is unknown decides, too: it does not hold"


@settings(max_examples=60, deadline=None)
@given(rules=RULES, seen=SEENS)
def test_what_is_decided_early_is_what_everything_known_would_decide(
    rules: tuple[LiveRule, ...], seen: TurnSeen
) -> None:
    early = decide(rules, replace(seen, age=NOT_YET, intent=NOT_YET))
    if not isinstance(early, NeededFact):
        for age in (None, 30, 80):
            for intent in (None, "complain"):
                assert decide(rules, replace(seen, age=age, intent=intent)) == early


@settings(max_examples=200, deadline=None)
@given(rules=RULES, seen=SEENS, turns_before=st.integers(0, 20), repeats=st.booleans())
def test_what_was_before_a_turn_is_read_wherever_it_could_decide(
    rules: tuple[LiveRule, ...], seen: TurnSeen, turns_before: int, *, repeats: bool
) -> None:
    alone = replace(seen, earlier=frozenset(), urgencies=frozenset(), failures=0, left=False)
    read = replace(alone, mood=min(3, seen.mood + repeats), left=seen.left)
    if turns_before:
        read = replace(
            read,
            earlier=seen.earlier,
            urgencies=seen.urgencies,
            failures=min(seen.failures, turns_before),
        )
    candidates = tuple(each for each in rules if may_hold(each.rule, alone, turns_before=turns_before))
    assert decide(candidates, read) == decide(rules, read)


@settings(max_examples=60, deadline=None)
@given(rules=RULES, seen=SEENS)
def test_no_set_of_rules_puts_off_who_wants_a_person(rules: tuple[LiveRule, ...], seen: TurnSeen) -> None:
    found = decide(rules, replace(seen, wish=True))
    if isinstance(found, LiveRule):
        assert found.rule.action.kind in TO_PEOPLE | {"bot"}
    busy = decide(rules, replace(seen, busy=True))
    assert not (isinstance(busy, LiveRule) and busy.rule.action.kind in PUT_OFF)


def test_the_first_that_holds_decides_and_waits_for_nobody_behind_it() -> None:
    first, second = rule("bot", 1, "r1", channels=["sms"]), rule("person", 2, "r2", age_from=65)
    assert decide((first, second), replace(SEEN, channel="sms")) == first
    assert decide((first, second), SEEN) is NeededFact.AGE
    assert decide((first, second), replace(SEEN, age=71)) == second
    assert decide((first, second), replace(SEEN, age=None)) is None, "unknown does not hold"
    asks = rule("queue", 1, "r0", intents=["mortgage"])
    assert decide((asks, second), replace(SEEN, age=71)) is NeededFact.INTENT, "no later rule overtakes it"


@pytest.mark.parametrize(
    ("conditions", "holds", "fails"),
    [
        ({"channels": ["webchat"]}, {}, {"channel": "sms"}),
        ({"segments": ["senior"]}, {"segment": "senior"}, {}),
        ({"tiers": ["gold"]}, {"tier": "gold"}, {"tier": "standard"}),
        ({"languages": ["zh"]}, {"language": "zh-HK"}, {"language": "en"}),
        ({"intents": ["complain"]}, {"intent": "complain"}, {"intent": "ask"}),
        ({"earlier": ["complain"]}, {"earlier": frozenset({"complain"})}, {}),
        ({"urgencies": ["scam"]}, {"urgencies": frozenset({"scam"})}, {}),
        ({"age_from": 60, "age_to": 70}, {"age": 60}, {"age": 71}),
        ({"mood_from": 2}, {"mood": 2}, {"mood": 1}),
        ({"waited_from_s": 60}, {"waited_s": 60.0}, {"waited_s": 59.0}),
        ({"failures_from": 2}, {"failures": 2}, {"failures": 1}),
        (
            {"hours": {"days": [5], "start": "22:00", "end": "06:00"}},
            {"at": datetime(2026, 11, 28, 5, 59, tzinfo=ZONE)},
            {"at": datetime(2026, 11, 28, 22, 0, tzinfo=ZONE)},
        ),
        ({"hours": {"start": "08:30", "end": "17:00"}}, {}, {"at": WORKDAY.replace(hour=17)}),
    ],
)
def test_each_condition_holds_and_fails(
    conditions: dict[str, Any], holds: dict[str, Any], fails: dict[str, Any]
) -> None:
    one = rule(**conditions)
    assert decide((one,), replace(SEEN, **holds)) == one
    assert decide((one,), replace(SEEN, **fails)) in (None, NeededFact.AGE, NeededFact.INTENT)


def test_who_took_the_wish_back_is_not_sent_to_a_person_again() -> None:
    assert decide((rule(),), replace(SEEN, left=True)) is None
    assert decide((rule(),), replace(SEEN, left=True, wish=True)) == rule()


@pytest.mark.parametrize(
    "action",
    [
        {"kind": "queue"},
        {"kind": "self_service"},
        {"kind": "bot", "link_url": "https://bank.example/"},
        {"kind": "self_service", "words": "请看", "link_title": "页面", "link_url": "javascript:alert(1)"},
    ],
)
def test_an_action_that_says_too_little_is_refused(action: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"missing|title|address"):
        Action.model_validate(action)


def test_mood_counts_words_shouting_and_repeating() -> None:
    assert mood_of("查一下余额") == 0
    assert mood_of("查一下余额！！") == 1
    assert mood_of("查一下余额", ["查一下余额。"]) == 1
    assert mood_of("你们太差了") == 2
    assert mood_of("垃圾银行，骗子！！！") == 3


WISHES = [
    "转人工",
    "人 工",
    "我要人工！！",
    "有没有人啊",
    "叫你们经理来",
    "別再機器人了",
    "能不能找个真人跟我说话，这个问题说了三遍了",
    "机器人听不懂，换个人",
    "i want to talk to a real human please",
    "get me your manager now",
]


@pytest.mark.parametrize("words", WISHES)
def test_a_wish_for_a_person_is_one_in_any_wording(words: str) -> None:
    assert may_wish_person(words)


def test_what_alone_is_a_wish_is_one_here_too() -> None:
    said = ["转人工", "人工", "接真人", "找人工客服", "真人", "a human please", "agent", "talk to someone"]
    assert [each for each in said if not wishes_person_in_words(each)] == []
    assert [each for each in said if not may_wish_person(each)] == []
    assert not may_wish_person("查一下我的余额")
