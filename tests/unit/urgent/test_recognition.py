"""What is recognised: in examples that nothing was fitted on, and in the demo bank's questions."""

import json

import pytest

from hub.settings import ROOT
from urgent.cli.fit import measured
from urgent.examples import NONE, own_examples
from urgent.recognise import KINDS, kinds_in

HELD_OUT = [example for example in own_examples() if example.held_out]
ALARMS = [example for example in HELD_OUT if example.kind != NONE]
EVERYDAY = [example for example in HELD_OUT if example.kind == NONE]

REAL = frozenset(
    (
        "debit-card-loss-report",
        "credit-card-loss-report",
        "debit-card-fraud",
        "credit-card-fraud",
        "security-scam-transfer",
        "security-fraud-call",
        "security-code-leak",
        "security-screen-share",
        "security-phone-lost",
    )
)
"""The articles of alarms: who is answered with one has lost something, or is about to."""


def test_of_the_alarms_kept_apart_nine_in_ten_are_found() -> None:
    assert len(ALARMS) > 100
    missed = [example for example in ALARMS if not kinds_in(example.words)]
    assert len(missed) <= 0.08 * len(ALARMS), missed


def test_few_of_the_everyday_messages_kept_apart_are_taken_for_one() -> None:
    assert len(EVERYDAY) > 100
    false = [example for example in EVERYDAY if kinds_in(example.words)]
    assert len(false) <= 0.025 * len(EVERYDAY), false


def test_whoever_speaks_of_their_life_is_heard() -> None:
    lives = [example.words for example in own_examples() if example.kind == "life"]
    assert len(lives) > 70
    assert [words for words in lives if "life" not in kinds_in(words)] == []


def test_of_the_banks_own_questions_at_most_one_in_a_hundred_is_a_false_alarm() -> None:
    lines = (ROOT / "tests" / "knowledge" / "questions.jsonl").read_text("utf-8").splitlines()
    questions = [json.loads(line) for line in lines]
    false = [each["query"] for each in questions if kinds_in(each["query"]) and not REAL & set(each["gold"])]
    assert len(questions) == 300
    assert len(false) <= 3, false


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("我的银行卡丢了", "card_lost"),
        ("錢包掉了，信用卡也在裡面", "card_lost"),
        ("我张信用咭唔见咗呀", "card_lost"),
        ("手几丢了里面有你们的app", "phone_lost"),
        ("到刷，我的信用卡被到刷了", "money_gone"),
        ("收到短信刷了3000，不是我刷的", "money_gone"),
        ("被片了钱，刚转过去", "scam"),
        ("我妈要给骗子转钱，拦不住", "scam_coming"),
        ("我妈给骗子转了两万", "scam"),
        ("验正码告诉他了", "code_given"),
        ("手机银行提示在别的手机上登录了", "account_taken"),
        ("不响活了", "life"),
        ("someone used my credit card, it wasn't me", "money_gone"),
        ("I want to die", "life"),
        ("阿拉工资卡跌脱了", "card_lost"),
        ("我的卡遭贼娃子摸走咯", "card_lost"),
        ("卡里的钱叫人划走了", "money_gone"),
        ("卡里钞票少特两千块，勿是我用的", "money_gone"),
        ("储蓄卡不晓得搁哪里了，恐怕掉路上了", "card_lost"),
        ("小额免密被人刷了好多笔", "money_gone"),
        ("我奶奶正在给一个养生专家汇八万", "scam_coming"),
        ("积蓄都被骗光了，没脸回家，准备喝农药", "life"),
    ],
)
def test_kinds(words: str, kind: str) -> None:
    assert kinds_in(words)[:1] == (kind,)


@pytest.mark.parametrize(
    "words",
    [
        "挂失补卡要多少钱",
        "怎么防诈骗",
        "如果卡丢了要怎么挂失",
        "挂失的卡找到了怎么解挂",
        "新闻里说的刷单骗局是怎么回事",
        "手机银行找不到转账的地方了",
        "急死人了，怎么还没人",
        "你们去死吧",
        "how much is the fee for replacing a lost card",
        "警察会让我转账吗",
        "we want to wire tuition abroad, which papers are needed",
        "咋把那个月费给弄没了",
        "理财经理忽悠我买的基金亏了三万，要投诉",
        "有没有人能帮我爸把钱取出来，他走不动",
        "信用卡额度调了，什么时候生效",
        "我儿子要给学校老师转学费怎么转",
        "小额免密支付怎么关",
        "不对，是500",
        "不对是一千二",
        "",
        "？",
    ],
)
def test_what_is_only_asked_about_is_no_alarm(words: str) -> None:
    assert kinds_in(words) == ()


def test_a_story_hides_no_alarm() -> None:
    story = "您好，我在你们银行存钱已经有二十多年了，一直挺放心的，平时就是领领工资交交水电费。" * 3
    assert kinds_in(story) == ()
    assert kinds_in(f"{story}昨天接了个电话，糊里糊涂就把验证码告诉他了。{story}")[:1] == ("code_given",)


def test_the_figures_name_every_kind() -> None:
    assert [line.partition(":")[0] for line in measured(HELD_OUT)] == [*KINDS, NONE]
