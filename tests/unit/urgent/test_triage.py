"""What is said to an alarm and to the turns after it, and what people are told."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from hub.conversation.triage import Alert, Urgent
from hub.engine.contract import OfferedChoices, PickInput
from hub.messages import (
    Author,
    AuthorKind,
    Choice,
    Direction,
    Message,
    RequestPerson,
    Segment,
    Status,
    Text,
)
from urgent.facts import facts_in
from urgent.follow_up import meaning_of
from urgent.normal import normalise
from urgent.recognise import KINDS
from urgent.triage import UrgentTriage
from urgent.words import words

TRIAGE = UrgentTriage("95123")


def message(segment: Segment, seq: int = 1) -> Message:
    return Message(
        identity="f" * 24,
        conversation=1,
        seq=seq,
        direction=Direction.IN,
        author=Author(kind=AuthorKind.CUSTOMER),
        segments=(segment,),
        correlation_id="c",
        created_at=datetime(2026, 11, 1, tzinfo=UTC),
        status=Status.ACCEPTED,
        provider_id=str(seq),
    )


def judged(*texts: str, alert: Alert | None = None, language: str | None = None) -> Urgent | None:
    said = [message(Text(text=text), seq) for seq, text in enumerate(texts, 1)]
    return TRIAGE.judge(said, None, alert, language)


def urgent(*texts: str, alert: Alert | None = None, language: str | None = None) -> Urgent:
    found = judged(*texts, alert=alert, language=language)
    assert found is not None
    return found


def text_of(answer: Urgent) -> str:
    return "\n".join(str(getattr(reply, "text", "")) for reply in answer.replies)


def asked(answer: Urgent) -> RequestPerson:
    (command,) = answer.commands
    assert isinstance(command, RequestPerson)
    return command


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_kind_has_its_words_with_a_number_to_call(language: Any) -> None:
    for kind in (*KINDS, "life_other"):
        first = words().first[language][kind]
        assert re.search(r"\{hotline\}|\b12356\b", first), kind
        assert kind == "life_other" or words().reminder[language][kind]
    assert not re.search(r"卡|贷款|理财|card|loan", words().first[language]["life"])


def test_an_alarm_stops_the_loss_calls_a_person_and_asks_for_the_card() -> None:
    answer = urgent("钱包被偷了，卡在里面")
    assert "挂失" in text_of(answer)
    assert "95123" in text_of(answer)
    assert "{" not in text_of(answer)
    request = asked(answer)
    assert (request.urgent, request.reason, request.facts["what"]) == (
        True,
        "urgent.card_lost",
        ["card_lost"],
    )
    (question,) = [reply for reply in answer.replies if isinstance(reply, OfferedChoices)]
    assert [option.pick.entities["card"] for option in question.options] == ["debit", "credit"]


def test_who_asks_for_the_way_alone_calls_nobody() -> None:
    assert urgent("银行卡挂失在哪里办").commands == ()


def test_who_asks_calmly_is_offered_a_person() -> None:
    answer = urgent("借记卡丢了怎么挂失")
    assert (answer.commands, answer.ask) == ((), "借记卡丢了怎么挂失")
    (offer,) = [reply for reply in answer.replies if isinstance(reply, OfferedChoices)]
    assert [option.pick.intent for option in offer.options] == ["request_person"]


def test_when_somebody_comes_is_left_to_who_knows_it_and_told_once() -> None:
    calm = urgent("借记卡丢了怎么挂失")
    wished = urgent("我要转人工", alert=calm.alert)
    assert text_of(wished) == words().reminder["zh"]["card_lost"].replace("{hotline}", "95123")
    assert asked(wished).tells
    assert not asked(urgent("尾号6688", alert=wished.alert)).tells
    assert asked(urgent("转人工", alert=wished.alert)).tells
    assert asked(urgent("钱包被偷了，卡在里面")).tells
    button = [message(Choice(id="person", label="加急转人工"))]
    picked = TRIAGE.judge(button, PickInput(text="加急转人工", intent="request_person"), calm.alert, None)
    assert picked is not None
    assert asked(picked).tells


def test_facts_are_added_and_a_question_of_its_own_is_the_bots() -> None:
    alert = urgent("我被骗了").alert
    for text in ("刚打过去一万五", "就刚才", "尾号6688"):
        alert = urgent(text, alert=alert).alert
    last = urgent("是我妈", alert=alert)
    assert asked(last).facts == {
        "what": ["scam"],
        "amount": ["一万五"],
        "when": ["刚才"],
        "paid": True,
        "tail": "6688",
        "who": "妈",
    }
    assert judged("网点几点下班", alert=alert) is None
    assert judged("房贷利率是多少", alert=alert) is None


@pytest.mark.parametrize(
    ("text", "meaning", "lost"),
    [
        ("how do i reset my password", "else", "else"),
        ("do i need a new number?", "else", "else"),
        ("转账给我妈500块", "fact", "else"),
        ("给房东转三千", "fact", "else"),
        ("我要转账", "fact", "else"),
        ("帮我还信用卡", "fact", "else"),
        ("i want to make a transfer", "fact", "else"),
        ("我要转账的钱没了", "fact", "fact"),
        ("给骗子转了5000", "fact", "fact"),
        ("转账给他5000", "fact", "fact"),
        ("i lost it yesterday at the mall", "fact", "fact"),
    ],
)
def test_a_question_and_an_order_are_no_facts(text: str, meaning: str, lost: str) -> None:
    """An order only where nothing but a card or a phone is lost: who is being robbed tells what was paid."""
    assert (meaning_of(text), meaning_of(text, lost=True)) == (meaning, lost)


def test_money_that_goes_makes_a_scam_of_it() -> None:
    before = urgent("有人让我把钱转到安全账户")
    assert before.name == "urgent.scam_coming"
    after = urgent("我已经转了", alert=before.alert)
    assert (after.name, "止付" in text_of(after)) == ("urgent.scam", True)


def test_what_was_found_ends_the_alarm_and_what_was_done_does_not() -> None:
    alert = urgent("卡找不到了急死我了").alert
    done = urgent("已经挂失了", alert=alert)
    assert (text_of(done), done.alert is None) == (
        words().said.done["zh"].replace("{hotline}", "95123"),
        False,
    )
    found = urgent("找到了，在包里", alert=alert)
    assert (found.alert, asked(found).facts["found"]) == (None, True)


@pytest.mark.parametrize("text", ["转人工", "找个真人跟我说", "human please"])
def test_a_wish_for_a_person_is_urgent_then(text: str) -> None:
    alert = urgent("我的手机被偷了").alert
    assert asked(urgent(text, alert=alert)).urgent


def test_the_button_for_a_person_is_urgent_then_and_the_bots_otherwise() -> None:
    alert = urgent("我的手机被偷了").alert
    button = [message(Choice(id="person", label="转人工"))]
    pick = PickInput(text="转人工", intent="request_person")
    found = TRIAGE.judge(button, pick, alert, None)
    assert found is not None
    assert asked(found).urgent
    assert TRIAGE.judge(button, pick, None, None) is None


def test_the_chosen_card_is_a_fact() -> None:
    alert = urgent("我的卡被偷了").alert
    pick = PickInput(text="信用卡", intent="urgent", entities={"kind": "card_lost", "card": "credit"})
    found = TRIAGE.judge([message(Choice(id="c1.2-0-a", label="信用卡"))], pick, alert, None)
    assert found is not None
    assert (asked(found).facts["card"], found.ask) == ("credit", "信用卡丢了怎么挂失")


def test_pieces_are_understood_together_and_other_words_are_told() -> None:
    assert urgent("我的卡", "不见了").up_to == 2
    both = urgent("你们几点下班", "我的手机被偷了")
    assert (both.left, both.up_to) == (True, 2)
    assert words().said.left["zh"] in text_of(both)
    assert urgent("我的手机被偷了", "几点下班").up_to == 1, "what comes behind is the next turn's"


def test_above_what_the_bot_does_not_know_stands_what_to_do() -> None:
    alert = urgent("我的手机被偷了").alert
    assert alert is not None
    assert "95123" in str(getattr(TRIAGE.reminder(alert), "text", ""))


@pytest.mark.parametrize("text", ["是的", "对", "好的"])
def test_a_yes_is_no_thanks(text: str) -> None:
    assert "不客气" not in text_of(urgent(text, alert=urgent("我的手机被偷了").alert))


def test_an_english_customer_is_answered_in_english() -> None:
    answer = urgent("I lost my credit card")
    assert "hotline 95123" in text_of(answer)
    assert not re.search(r"[\u4e00-\u9fff]", text_of(answer))
    assert answer.ask is None, "articles are in Chinese"


def test_another_persons_life_is_spoken_of_as_such() -> None:
    assert "人在哪里" in text_of(urgent("我老公欠债要跳楼，快救救他"))


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("转了1.5万元", "amount", ["1.5万元"]),
        ("三万二", "amount", ["三万二"]),
        ("五千块", "amount", ["五千块"]),
        ("打了110", "police", True),
        ("昨天下午三点转的", "when", ["昨天下午", "三点"]),
        ("还没转", "paid", False),
        ("卡在我包里", "in_hand", True),
        ("信用卡和储蓄卡都在里面", "card", "both"),
        ("my mother paid", "who", "mother"),
    ],
)
def test_facts(text: str, name: str, value: Any) -> None:
    assert facts_in(normalise(text))[name] == value
