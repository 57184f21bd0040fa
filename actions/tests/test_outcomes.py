"""What each action says and wants done, over HTTP as Rasa calls it."""

import json
from typing import Any

import pytest

from actions.tests.bank import action_call, token
from actions.tests.conftest import Client

PERSON = {"label": "转人工", "pick": {"intent": "request_person", "entities": {}}}


async def test_an_answer_names_its_source_and_brings_its_links(client: Client) -> None:
    custom = await client.outcome(action_call("action_answer", "我的銀行卡丟了，怎麼掛失？"))
    text, link = custom["segments"]
    assert (
        text["text"]
        == "请马上在手机银行挂失。补办新卡收取工本费 10 元。\n以上数值自 2026 年 1 月 1 日起执行。"
    )
    assert text["source"] == {
        "article_id": "card-loss",
        "version": 1,
        "title": "银行卡丢失怎么挂失",
        "effective_from": "2026-01-01",
    }
    assert (link["type"], link["title"], link["url"]) == ("link", "挂失办理", "https://bank.example/loss")
    assert custom["commands"] == []


async def test_an_answer_brings_its_form(client: Client) -> None:
    custom = await client.outcome(action_call("action_answer", "我的銀行卡丟了，怎麼掛失？"))
    paragraph, since = custom["segments"][0]["blocks"]
    assert since["spans"] == [{"text": "以上数值自 2026 年 1 月 1 日起执行。", "strong": False}]
    assert paragraph == {
        "type": "paragraph",
        "spans": [
            {"text": "请", "strong": False},
            {"text": "马上", "strong": True},
            {"text": "在手机银行挂失。补办新卡收取工本费 10 元。", "strong": False},
        ],
    }


async def test_near_neighbours_are_offered_with_a_person(client: Client) -> None:
    custom = await client.outcome(action_call("action_answer", "密码忘了怎么重置"))
    (choices,) = custom["segments"]
    assert choices["prompt"] == "我不确定您问的是哪一种，请选择："
    *articles, person = choices["options"]
    assert {each["pick"]["entities"]["article_id"] for each in articles} == {
        "debit-password",
        "credit-password",
    }
    assert {each["pick"]["intent"] for each in articles} == {"pick_article"}
    assert person == PERSON | {"label": "都不是，转人工"}
    assert custom["commands"] == []


async def test_a_question_from_elsewhere_is_a_gap_and_a_person_is_offered(client: Client) -> None:
    custom = await client.outcome(action_call("action_answer", "汽车的标志都有哪些种类"))
    text, choices = custom["segments"]
    assert text == {
        "type": "text",
        "text": "这个问题我暂时答不好，已记录下来请同事补充。您可以转人工，也可以拨打客服热线 95599。",
    }
    assert choices["options"] == [PERSON]
    (command,) = custom["commands"]
    assert (command["type"], command["question"]) == ("record_gap", "汽车的标志都有哪些种类")


async def test_a_value_that_ran_out_is_never_a_blank(client: Client) -> None:
    asked = "活期存款利率是多少"
    valid = await client.outcome(action_call("action_answer", asked, at="2026-06-30T15:59:59+00:00"))
    assert valid["segments"][0]["text"] == "活期存款年利率为 0.05%。\n以上数值自 2026 年 1 月 1 日起执行。"
    # One second later it is July in Shanghai.
    over = await client.outcome(action_call("action_answer", asked, at="2026-06-30T16:00:00+00:00"))
    assert "核实不了" in over["segments"][0]["text"]
    assert over["segments"][1]["options"] == [PERSON]
    assert over["commands"][0]["best_article_id"] == "demand-rate"


async def test_a_picked_article_is_shown(client: Client) -> None:
    call = action_call("action_show_article", "信用卡密码忘了", entities={"article_id": "credit-password"})
    custom = await client.outcome(call)
    assert custom["segments"][0]["text"] == "请在手机银行重置信用卡密码。"


async def test_a_picked_article_that_is_gone_is_said_so(client: Client) -> None:
    call = action_call("action_show_article", "以前的活动", entities={"article_id": "no-such-article"})
    custom = await client.outcome(call)
    assert "更新或下线" in custom["segments"][0]["text"]
    assert custom["segments"][1]["options"] == [PERSON]


async def test_a_person_is_requested_and_nobody_is_promised(client: Client) -> None:
    custom = await client.outcome(action_call("action_request_person", "我要找真人"))
    (command,) = custom["commands"]
    assert (command["type"], command["reason"]) == ("request_person", "我要找真人")
    (text,) = custom["segments"]
    assert "95599" in text["text"]
    assert "不能保证" in text["text"]


async def test_a_complaint_is_filed(client: Client) -> None:
    custom = await client.outcome(action_call("action_file_complaint", "柜台态度太差，我要投诉"))
    assert custom["commands"] == [{"type": "file_complaint", "text": "柜台态度太差，我要投诉"}]
    assert "登记" in custom["segments"][0]["text"]
    assert custom["segments"][1]["options"] == [PERSON]


async def remembered(client: Client, call: dict[str, Any]) -> Any:
    """What a call sets the slot `earlier` to; None where it leaves it."""
    status, answer = await client.post(call)
    assert status == 200, answer
    assert {event["event"] for event in answer["events"]} <= {"slot"}
    found = {event["name"]: event["value"] for event in answer["events"]}
    assert set(found) <= {"earlier", "asked", "complaint"}
    return found.get("earlier")


async def test_what_was_asked_is_remembered_and_referred_to(client: Client) -> None:
    slot = await remembered(client, action_call("action_answer", "借记卡密码忘了怎么重置"))
    assert (slot["question"], slot["title"]) == ("借记卡密码忘了怎么重置", "借记卡密码忘了怎么重置")
    follow_up = action_call("action_answer", "那信用卡呢")
    alone = await client.outcome(follow_up)
    assert not any(each.get("source") for each in alone["segments"])
    follow_up["tracker"]["slots"]["earlier"] = slot
    custom = await client.outcome(follow_up)
    assert custom["segments"][0]["source"]["article_id"] == "credit-password"


async def test_a_picked_article_is_what_is_talked_about(client: Client) -> None:
    call = action_call("action_show_article", "一个选项", entities={"article_id": "credit-password"})
    assert (await remembered(client, call))["title"] == "信用卡密码忘了怎么重置"
    gone = action_call("action_show_article", "一个选项", entities={"article_id": "no-such-article"})
    assert await remembered(client, gone) is None


@pytest.mark.parametrize("action", ["action_request_person", "action_file_complaint"])
async def test_other_actions_leave_the_memory_alone(client: Client, action: str) -> None:
    assert await remembered(client, action_call(action, "我要找真人")) is None


@pytest.mark.parametrize("slot", ["words", {"question": 7}, [1], {"waiting": None}])
async def test_a_memory_of_another_form_does_no_harm(client: Client, slot: Any) -> None:
    call = action_call("action_answer", "借记卡密码忘了怎么重置")
    call["tracker"]["slots"]["earlier"] = slot
    custom = await client.outcome(call)
    assert custom["segments"][0]["source"]["article_id"] == "debit-password"


async def test_an_opening_is_an_invitation_and_no_gap(client: Client) -> None:
    call = action_call("action_answer", "你好，我想问一下")
    custom = await client.outcome(call)
    assert custom["commands"] == []
    assert "请直接告诉我" in custom["segments"][0]["text"]
    assert await remembered(client, call) is None


async def test_two_questions_get_two_answers_with_a_source_each(client: Client) -> None:
    asked = "借记卡密码忘了怎么重置？另外银行卡丢失怎么挂失？"
    custom = await client.outcome(action_call("action_answer", asked))
    sources = [each["source"]["article_id"] for each in custom["segments"] if each.get("source")]
    assert sources == ["debit-password", "card-loss"]


@pytest.mark.parametrize(
    ("entities", "said"),
    [
        (
            {"agreed": "明天十点回电"},
            "人工服务已结束，现在由智能客服继续为您服务。刚才与您约定：明天十点回电",
        ),
        ({}, "人工服务已结束，现在由智能客服继续为您服务。还有什么可以帮您？"),
    ],
)
async def test_a_conversation_that_was_handed_back_goes_on_with_what_was_agreed(
    client: Client, entities: dict[str, str], said: str
) -> None:
    custom = await client.outcome(action_call("action_handed_back", "", entities=entities))
    assert custom == {"segments": [{"type": "text", "text": said}], "commands": []}


@pytest.mark.parametrize(
    ("action", "entities"), [("action_answer", {}), ("action_show_article", {"article_id": "card-loss"})]
)
async def test_an_answer_is_that_of_the_segment_and_region_that_the_bank_tells(
    client: Client, action: str, entities: dict[str, str]
) -> None:
    for facts, fee in (({"segment": "private"}, "3 元"), ({"region": "310000"}, "5 元"), ({}, "10 元")):
        signed = token(facts=json.dumps(facts, separators=(",", ":")))
        known: dict[str, Any] = {"facts": facts, "token": signed}
        custom = await client.outcome(action_call(action, "银行卡丢失怎么挂失", entities=entities, **known))
        assert f"工本费 {fee}" in custom["segments"][0]["text"]
