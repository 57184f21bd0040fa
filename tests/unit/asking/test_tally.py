"""What is counted of judged cases, and their transcripts."""

from hub.messages import Segment
from tests.unit.asking.screens import HOTLINE, article, choice, said, screen
from yuanqiao.asking.cases import AnswerOutcome, SetCase, SetTurn, Want
from yuanqiao.asking.judge import Looked, judge
from yuanqiao.asking.tally import Judged, tally

FREEZE = said("请马上冻结这张卡，或拨打 95XXX。已为您转人工。")


def judged(id_: str, kind: str, *turns: tuple[Want, list[Segment]]) -> Judged:
    case = SetCase(
        id=id_,
        kind=kind,
        style=(),
        turns=tuple(SetTurn(say=f"话{place}", want=want) for place, (want, _) in enumerate(turns)),
        place="",
    )
    screens = tuple(screen(*shown) for _, shown in turns)
    verdicts = [judge(Looked(shown, want, HOTLINE)) for (want, _), shown in zip(turns, screens, strict=True)]
    return Judged(case, screens, tuple(verdicts))


URGENT = Want(accept=(AnswerOutcome.FREEZE,))
CALM = Want(accept=(AnswerOutcome.OFFER,), articles=("debit-card-loss-report",))
OFFER: list[Segment] = [choice("借记卡丢了怎么挂失", "怎么申请信用卡", "转人工")]

CASES = [
    judged("loss-1", "loss", (URGENT, [FREEZE])),
    judged("loss-2", "loss", (URGENT, [said("我暂时答不好，请拨打 95XXX 或转人工。")])),
    judged("day-1", "day", (CALM, OFFER)),
    judged("day-2", "day", (CALM, [FREEZE])),
    judged("talk-1", "talk", (CALM, OFFER), (URGENT, [article("mortgage-prepay")])),
]


def test_the_figures_of_each_kind() -> None:
    counted = tally(CASES)
    loss, day, talk = (counted.kinds[kind].flat() for kind in ("loss", "day", "talk"))
    assert (loss["n"], loss["good"], loss["good_pct"]) == (2, 1, 50.0)
    assert (loss["urgent"], loss["at_once"], loss["missed_with_help"]) == (2, 1, 1)
    assert (loss["calm"], loss["false_alarms"]) == (0, 0)
    assert (day["good"], day["calm"], day["false_alarms"], day["false_alarms_pct"]) == (1, 2, 1, 50.0)
    assert (day["options"], day["irrelevant"], day["irrelevant_pct"]) == (2, 1, 50.0)
    assert (talk["n"], talk["good"], talk["urgent"], talk["missed_with_help"]) == (1, 0, 1, 0)
    assert (talk["wrong"], talk["harmful"]) == (1, 1)
    assert counted.messages.n == 4
    assert counted.conversations.n == 1


def test_the_ids_and_cases_that_somebody_wants_to_look_at() -> None:
    flat = tally(CASES).flat(everything=False)
    assert flat["false_alarms"] == ["day-2"]
    assert flat["urgent_missed"] == ["loss-2", "talk-1"]
    assert flat["harmful"] == flat["wrong"] == ["talk-1"]
    assert [case["id"] for case in flat["cases"]] == ["loss-2", "day-2", "talk-1"]
    assert len(tally(CASES).flat(everything=True)["cases"]) == 5


def test_a_transcript_says_what_was_said_and_why_it_is_not_good() -> None:
    lines = CASES[4].transcript()
    assert lines[:2] == ["talk-1 (talk)", "  客户：话0"]
    assert "      [怎么申请信用卡]" in lines
    assert "    请在手机银行办理。  （《mortgage-prepay》）" in lines
    assert lines[-1] == "    ✗ wrong: answered by mortgage-prepay"
