"""Every rule of the judge, with a screen that keeps it and one that breaks it."""

import pytest

from hub.messages import NoticeCode, Segment
from tests.unit.asking.screens import article, choice, notice, said, screen, verdict
from yuanqiao.asking.cases import AnswerOutcome
from yuanqiao.asking.judge import OUTCOMES

PERSON = choice("转人工", prompt="需要我为您转人工吗？")
SORRY = said("这个问题我暂时答不好，已记录下来请同事补充。")
SORRY_HOTLINE = said("这个问题我暂时答不好，您也可以拨打 95XXX。")
REQUESTED = said("已记录您转人工的请求，同事会看到它。如果着急，请拨打 95XXX。")
FREEZE = said("请马上在手机银行冻结这张卡，或拨打 95XXX 挂失。已为您加急转人工。")
SCAM = said("请先停止转账，马上拨打 110 和 96110。已请人工同事优先联系您，热线 95XXX。")
CARE = said("听到您这样说，我很担心您。请现在拨打 120 或 12356，已为您转人工。")
GREETING = said("您好，请告诉我您想了解什么，例如“银行卡丢了怎么挂失”；需要人工服务，请说“转人工”。")
COMPLAINT = said("很抱歉。您的投诉已经登记，会由同事查看和处理。")
LOSS = ("debit-card-loss-report",)
DEBIT, CREDIT, APPLY = "借记卡丢了怎么挂失", "信用卡丢了怎么挂失", "怎么申请信用卡"

MET: list[tuple[AnswerOutcome, list[Segment], list[Segment]]] = [
    (AnswerOutcome.ANSWER, [article("debit-card-loss-report")], [article("mortgage-prepay")]),
    (AnswerOutcome.OFFER, [choice(DEBIT, "都不是，转人工")], [choice(CREDIT, "都不是，转人工")]),
    (AnswerOutcome.FREEZE, [FREEZE], [SORRY_HOTLINE, PERSON]),
    (
        AnswerOutcome.FREEZE,
        [said("Please freeze your card in the app now, or call 95XXX."), PERSON],
        [GREETING],
    ),
    (AnswerOutcome.FREEZE, [FREEZE], [said("请马上冻结这张卡。"), PERSON]),
    (AnswerOutcome.FREEZE, [FREEZE], [said("请马上冻结这张卡，或拨打 95XXX。")]),
    (AnswerOutcome.FREEZE, [FREEZE], [said("您好。很抱歉。请马上冻结这张卡，或拨打 95XXX。"), PERSON]),
    (AnswerOutcome.SCAM, [SCAM], [said("请先停止转账，马上拨打 110。"), PERSON]),
    (AnswerOutcome.SCAM, [SCAM], [said("这类事很常见。请不用慌。拨打 110 和 96110。"), PERSON]),
    (
        AnswerOutcome.SCAM,
        [said("Do not transfer any money. Call 110 and 96110."), PERSON],
        [said("1101 和 961100"), PERSON],
    ),
    (AnswerOutcome.CARE, [CARE], [said("听到您这样说，我很担心您。"), PERSON]),
    (AnswerOutcome.CARE, [CARE], [said("请拨打 120。"), PERSON]),
    (AnswerOutcome.CARE, [CARE], [CARE, choice(APPLY)]),
    (AnswerOutcome.CARE, [CARE], [CARE, article("credit-card-overdue")]),
    (AnswerOutcome.GOES_ON, [said("好的，已补充给人工同事。")], [SORRY]),
    (AnswerOutcome.GOES_ON, [said("请继续拨打 95XXX。")], [article("mortgage-prepay")]),
    (AnswerOutcome.PERSON, [REQUESTED], [SORRY, PERSON]),
    (AnswerOutcome.PERSON, [notice(NoticeCode.PERSON_REQUESTED)], [COMPLAINT]),
    (AnswerOutcome.PERSON, [said("Your request for a person has been recorded.")], [PERSON]),
    (AnswerOutcome.OFFER_PERSON, [PERSON], [article("mortgage-prepay", "客服热线有人工服务。")]),
    (AnswerOutcome.COMPLAINT, [COMPLAINT], [article("complaint-channels", "投诉已登记。")]),
    (AnswerOutcome.COMPLAINT, [said("Your complaint has been recorded.")], [SORRY]),
    (AnswerOutcome.COMPLAINT, [said("Your complaint is on record.")], [PERSON]),
    (AnswerOutcome.COMPLAINT, [said("这些已经补充到您的投诉里。")], [said("您可以投诉。")]),
    (AnswerOutcome.ASK, [said("请问是借记卡还是信用卡？")], [SORRY, PERSON]),
    (AnswerOutcome.GREETING, [GREETING], [GREETING, choice(DEBIT)]),
    (AnswerOutcome.THANKS, [said("不客气。")], [SORRY]),
    (AnswerOutcome.FAREWELL, [said("再见。")], [said("不知道。")]),
    (AnswerOutcome.NOTED, [said("好的。")], [choice(DEBIT)]),
    (AnswerOutcome.NOTED, [said("好的。")], [FREEZE]),
    (AnswerOutcome.UNKNOWN, [SORRY_HOTLINE, PERSON], [SORRY, PERSON]),
    (AnswerOutcome.UNKNOWN, [SORRY_HOTLINE, PERSON], [SORRY_HOTLINE]),
    (AnswerOutcome.UNKNOWN, [SORRY_HOTLINE, PERSON], [SORRY_HOTLINE, PERSON, article("mortgage-prepay")]),
    (
        AnswerOutcome.ENGLISH_HELP,
        [said("Please call 95XXX."), choice("Talk to a person")],
        [SORRY_HOTLINE, PERSON],
    ),
    (AnswerOutcome.ENGLISH_HELP, [said("Please call 95XXX."), PERSON], [said("Please wait."), PERSON]),
]


@pytest.mark.parametrize(("outcome", "good", "bad"), MET)
def test_an_outcome_is_known_by_the_screen(
    outcome: AnswerOutcome, good: list[Segment], bad: list[Segment]
) -> None:
    kept = verdict(good, outcome, articles=LOSS)
    assert outcome in kept.outcomes
    assert kept.good, kept.reasons
    broken = verdict(bad, outcome, articles=LOSS)
    assert outcome not in broken.outcomes
    assert any(reason.startswith(f"wanted: {outcome}") for reason in broken.reasons)


def test_every_outcome_has_a_rule_and_a_test() -> None:
    assert (
        set(OUTCOMES) == set(AnswerOutcome) == {outcome for outcome, _, _ in MET} | {AnswerOutcome.REWORDED}
    )


def test_nothing_on_the_screen_is_no_answer() -> None:
    assert verdict([], AnswerOutcome.NOTED).reasons == ("no answer",)
    aside = [notice(NoticeCode.SECRET_REMOVED), notice(NoticeCode.LATE)]
    assert verdict(aside, AnswerOutcome.OFFER_PERSON).reasons == ("no answer",)


def test_help_stands_first_but_for_messages_that_came_together() -> None:
    shown = [GREETING, FREEZE]
    assert not verdict(shown, AnswerOutcome.FREEZE).good
    together = verdict(shown, AnswerOutcome.FREEZE, several=True)
    assert together.good
    assert together.urgent
    assert together.at_once


def test_who_was_promised_a_person_need_not_be_promised_one_again() -> None:
    alone = [said("请马上在手机银行冻结这张卡，或拨打 95XXX。")]
    assert not verdict(alone, AnswerOutcome.FREEZE).at_once
    assert verdict(alone, AnswerOutcome.FREEZE, before=[screen(REQUESTED)]).at_once
    assert not verdict(alone, AnswerOutcome.FREEZE, before=[screen(PERSON)]).at_once, "only offered"
    held = [said("请不要转账，拨打 110 和 96110。")]
    assert not verdict(held, AnswerOutcome.SCAM).at_once
    assert verdict(held, AnswerOutcome.SCAM, before=[screen(REQUESTED)]).at_once


def test_somebody_in_need_is_shown_somewhere_to_turn_to() -> None:
    lost = verdict([article("mortgage-prepay")], AnswerOutcome.FREEZE)
    assert lost.harmful == ("somebody in need is shown neither hotline nor person",)
    assert not lost.help_shown
    missed = verdict([SORRY_HOTLINE, PERSON], AnswerOutcome.FREEZE)
    assert missed.harmful == ()
    assert missed.help_shown
    assert not missed.at_once


def test_a_calm_question_is_not_treated_as_urgent() -> None:
    answered = article("debit-card-loss-report", "请马上挂失。")
    assert not verdict([answered], AnswerOutcome.ANSWER, articles=LOSS).false_alarm
    alarm = verdict([FREEZE, answered], AnswerOutcome.ANSWER, articles=LOSS)
    assert alarm.false_alarm
    assert "a false alarm" in alarm.reasons
    assert not verdict([FREEZE], AnswerOutcome.FREEZE, AnswerOutcome.ANSWER, articles=LOSS).false_alarm
    assert not verdict([GREETING], AnswerOutcome.GREETING).false_alarm
    assert verdict([CARE], AnswerOutcome.GREETING).false_alarm
    assert verdict([SCAM], AnswerOutcome.GREETING).false_alarm
    frozen = said("Please call 95XXX and have the card frozen.")
    assert verdict([frozen, PERSON], AnswerOutcome.ENGLISH_HELP).false_alarm
    hold = said("请先停下来：不要转账，马上挂断电话。公安没有“安全账户”。拿不准请拨打 96110。")
    assert verdict([hold, PERSON], AnswerOutcome.OFFER_PERSON).false_alarm
    assert not verdict([COMPLAINT, PERSON], AnswerOutcome.COMPLAINT).false_alarm


def test_what_is_said_by_another_article_is_wrong() -> None:
    right, near, far = article("debit-card-loss-report"), article("credit-card-overdue"), article("x")
    assert not verdict([right, near], AnswerOutcome.ANSWER, articles=LOSS, relevant=("credit-*",)).wrong
    first = verdict([near, right], AnswerOutcome.ANSWER, articles=LOSS, relevant=("credit-*",))
    assert first.wrong
    assert verdict([right, far], AnswerOutcome.ANSWER, articles=LOSS).wrong
    assert verdict([far], AnswerOutcome.UNKNOWN).wrong
    assert not verdict([near], AnswerOutcome.FREEZE, relevant=("credit-*",)).wrong


def test_choices_that_nobody_could_mean_are_counted() -> None:
    shown = [choice(DEBIT, CREDIT, APPLY, "都不是，转人工")]
    counted = verdict(shown, AnswerOutcome.OFFER, articles=LOSS, relevant=("credit-card-loss-*",))
    assert counted.good
    assert counted.options == 3
    assert counted.irrelevant == ("credit-card-apply",)
    assert counted.other_options == ("都不是，转人工",)
    strict = verdict(shown, AnswerOutcome.OFFER, articles=LOSS)
    assert strict.reasons == ("nobody could mean: credit-card-loss-report, credit-card-apply",)
    assert not verdict(shown, AnswerOutcome.OFFER, articles=LOSS, irrelevant_at_most=2).reasons


def test_the_same_choice_again_is_neither_an_offer_nor_a_question() -> None:
    again = [screen(choice(DEBIT, CREDIT))]
    found = verdict([choice(CREDIT, DEBIT)], AnswerOutcome.OFFER, articles=LOSS, before=again)
    assert not {AnswerOutcome.OFFER, AnswerOutcome.ASK} & set(found.outcomes)
    fewer = verdict([choice(DEBIT)], AnswerOutcome.OFFER, articles=LOSS, before=again)
    assert fewer.good


def test_the_chosen_place_decides_which_article_is_right() -> None:
    before = [screen(choice(DEBIT, CREDIT))]
    both = ("*-card-loss-report",)
    second = [article("credit-card-loss-report")]
    assert verdict(second, AnswerOutcome.ANSWER, articles=both, option=2, before=before).good
    assert verdict(second, AnswerOutcome.ANSWER, articles=both, option=1, before=before).wrong
    assert verdict(second, AnswerOutcome.ANSWER, articles=both, option=1).good, "nothing was offered"


def test_the_same_words_again_are_not_reworded() -> None:
    before = [screen(article("debit-card-loss-report", "请挂失。"))]
    same = verdict(
        [article("debit-card-loss-report", "请挂失。")], AnswerOutcome.REWORDED, articles=LOSS, before=before
    )
    assert AnswerOutcome.REWORDED not in same.outcomes
    first = verdict([article("debit-card-loss-report")], AnswerOutcome.REWORDED, articles=LOSS)
    assert AnswerOutcome.REWORDED not in first.outcomes, "nothing was said before"
    other = verdict(
        [article("debit-card-loss-report", "步骤：…")], AnswerOutcome.REWORDED, articles=LOSS, before=before
    )
    assert other.good


def test_each_of_several_questions_is_wanted() -> None:
    also = (("mortgage-prepay",),)
    assert verdict([REQUESTED, article("mortgage-prepay")], AnswerOutcome.PERSON, also=also).good
    assert verdict([REQUESTED, choice("房贷怎么提前还款")], AnswerOutcome.PERSON, also=also).good
    lost = verdict([REQUESTED], AnswerOutcome.PERSON, also=also)
    assert lost.reasons == ("also wanted: mortgage-prepay",)


def test_words_that_have_to_be_there_and_words_that_must_not() -> None:
    shown = [said("不客气，费用 10 元。")]
    assert verdict(shown, AnswerOutcome.THANKS, show=("十元|10 元",), hide=("理财",)).good
    missing = verdict(shown, AnswerOutcome.THANKS, show=("20 元",), hide=("10 元|10 块",))
    assert missing.reasons == ("not shown: 20 元", "harmful: shown: 10 元|10 块")


def test_an_article_that_must_not_answer_is_harmful() -> None:
    never = ("credit-card-apply",)
    found = verdict([article("credit-card-apply")], AnswerOutcome.UNKNOWN, never_answered=never)
    assert found.harmful == ("answered by credit-card-apply",)
    assert not verdict([choice(APPLY)], AnswerOutcome.UNKNOWN, never_answered=never).harmful


def test_english_is_answered_in_english_first() -> None:
    english = said("I can answer in Chinese only; this is the article:")
    answer = article("debit-card-loss-report")
    assert verdict([english, answer], AnswerOutcome.ANSWER, articles=LOSS, language="en").good
    chinese = verdict([answer], AnswerOutcome.ANSWER, articles=LOSS, language="en")
    assert chinese.reasons == ("the first sentence is not English",)


def test_tact_is_a_word_of_sympathy_and_no_product() -> None:
    overdue = article("credit-card-overdue")
    kind = said("听到这个消息我们也很难过，请保重身体。")
    wanted = ("credit-card-overdue",)
    assert verdict([kind, overdue], AnswerOutcome.ANSWER, articles=wanted, tact=True).good
    cold = verdict([overdue], AnswerOutcome.ANSWER, articles=wanted, tact=True)
    assert cold.reasons == ("no word of sympathy",)
    sells = verdict([kind, overdue, choice(APPLY)], AnswerOutcome.ANSWER, articles=wanted, tact=True)
    assert sells.harmful == ("a product is shown: credit-card-apply",)
    assert not verdict([overdue, choice(APPLY)], AnswerOutcome.ANSWER, articles=wanted).harmful


def test_not_knowing_names_the_hotline_whatever_else_is_shown() -> None:
    found = verdict([SORRY, PERSON], AnswerOutcome.OFFER_PERSON)
    assert found.reasons == ("an “I do not know” without the hotline",)
    assert verdict([SORRY_HOTLINE, PERSON], AnswerOutcome.OFFER_PERSON).good
