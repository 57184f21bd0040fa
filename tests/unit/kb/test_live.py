"""Counting what customers were shown, and comparing it with what the knowledge base alone decides."""

from kb.measuring.live import LiveQuestion, count, report
from kb.measuring.queries import Query
from kb.measuring.shown import OutcomeOnScreen, ShownKind

RIGHT = Query("卡丢了", frozenset({"card-loss"}))
ELSEWHERE = Query("明天下雨吗", frozenset())


def answered(*articles: str) -> OutcomeOnScreen:
    return OutcomeOnScreen(ShownKind.ANSWERED, articles)


def offered(*articles: str) -> OutcomeOnScreen:
    return OutcomeOnScreen(ShownKind.OFFERED, articles)


ABSTAINED = OutcomeOnScreen(ShownKind.ABSTAINED)
FAILED = OutcomeOnScreen(ShownKind.FAILED)


def asked(*shown: OutcomeOnScreen, why: str = "") -> list[LiveQuestion]:
    return [LiveQuestion(RIGHT, False, each, 10.0 * place, why) for place, each in enumerate(shown, start=1)]


def test_counts_are_those_of_kb_evaluate() -> None:
    inside = asked(answered("card-loss"), answered("limit"), offered("limit", "card-loss"), offered("limit"))
    inside += asked(ABSTAINED, FAILED)
    outside = [
        LiveQuestion(ELSEWHERE, True, answered("limit"), 90.0),
        LiveQuestion(ELSEWHERE, True, ABSTAINED, 5.0),
    ]
    found = count([*inside, *outside])
    assert (found.n, found.answered, found.answered_wrong) == (6, 2, 1)
    assert (found.offered, found.offered_with_right_one, found.abstained, found.failed) == (2, 1, 1, 1)
    assert (found.right, found.oos_n, found.oos_answered) == (2, 2, 1)
    assert found.p99_ms == 90.0
    assert found.p50_ms == 20.0, "a failed question has no time"


def test_an_offer_of_unknown_articles_is_neither_right_nor_wrong() -> None:
    shown = asked(answered("card-loss"), offered())
    found = report(shown, asked(answered("card-loss"), offered("card-loss")))
    assert found.shown.offered == 1
    assert found.shown.offered_with_right_one is None
    assert found.shown.right is None
    assert found.lost_points is None


def test_lost_points_are_what_was_lost_less_what_was_gained() -> None:
    expected = asked(answered("card-loss"), offered("card-loss"), answered("card-loss"), ABSTAINED)
    shown = asked(offered("card-loss"), ABSTAINED, answered("limit"), answered("card-loss"))
    found = report(shown, expected)
    assert found.lost_points == 25.0
    assert [each.effect for each in found.differences] == ["same", "lost", "lost", "gained"]
    assert report(expected, expected).lost_points == 0.0


def test_each_difference_names_its_reason() -> None:
    swallowed = asked(ABSTAINED, why="the intent greet (0.91) took the question")
    found = report(swallowed, asked(answered("card-loss")))
    (difference,) = found.differences
    assert difference.reason == "the intent greet (0.91) took the question"
    assert (difference.expected, difference.shown) == (ShownKind.ANSWERED, ShownKind.ABSTAINED)
    (difference,) = report(asked(answered("limit")), asked(answered("card-loss"))).differences
    assert difference.reason.startswith("another article")
    (difference,) = report(asked(ABSTAINED), asked(answered("card-loss"))).differences
    assert difference.reason.startswith("another outcome")


def test_without_a_knowledge_base_there_is_nothing_to_compare() -> None:
    found = report(asked(answered("card-loss")), None, "it is elsewhere").flat()
    assert found["n"] == found["answered"] == 1
    assert found["evaluated"] is found["lost_points"] is None
    assert found["note"] == "it is elsewhere"
    assert found["differences"] == []
