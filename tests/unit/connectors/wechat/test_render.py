"""What the house says, in as few sends as it takes, each of a form that the provider takes."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.kit.cutting import utf8_bytes
from connectors.kit.weixin.sends import TEXT_BYTES, WeixinSend
from connectors.kit.weixin.xml import read_xml
from connectors.wechat.passive import to_reply
from connectors.wechat.render import to_request, to_sends
from hub.messages import (
    Author,
    AuthorKind,
    Call,
    Card,
    Choices,
    Direction,
    Image,
    Link,
    Media,
    Message,
    OpenMiniProgram,
    OpenPage,
    Option,
    Say,
    Segment,
    Source,
    Text,
)
from simulators.weixin.schemas import read_request

PICTURE = Media(id="a" * 64, mime="image/png", bytes=10)
MINI = OpenMiniProgram(label="去办理", app_id="wx0123456789abcdef", path="pages/loss?from=chat&card=1")
OPTIONS = (Option(id="c1.2-0-aa", label="借记卡"), Option(id="c1.2-1-bb", label="信用卡"))
CHOICES = Choices(prompt="哪一种卡？", options=OPTIONS)


def message(*segments: Segment, kind: AuthorKind = AuthorKind.BOT) -> Message:
    return Message(
        identity="0" * 24,
        conversation=1,
        seq=2,
        direction=Direction.OUT,
        author=Author(kind=kind),
        segments=segments,
        correlation_id="c",
        created_at=datetime(2026, 11, 28, tzinfo=UTC),
    )


def contents(*segments: Segment, menus: bool = True) -> list[object]:
    return [send.content for send in to_sends(message(*segments), menus=menus)]


ALL = (
    Text(text="您好"),
    Text(text="长" * 2500),
    CHOICES,
    Image(media=PICTURE),
    Link(title="网点", url="https://bank.example/branches", description="附近"),
    Card(title="挂失", text="立即办理", picture=PICTURE, actions=(MINI,)),
    Card(title="挂失", actions=(OpenPage(label="打开", url="https://bank.example/loss"),)),
    Card(
        title="挂失",
        picture=PICTURE,
        actions=(Call(label="热线", number="95566"), Say(label="人工", text="转人工")),
    ),
)


@pytest.mark.parametrize("segment", ALL, ids=lambda each: each.type)
def test_every_send_is_one_that_the_provider_takes(segment: Segment) -> None:
    whole = message(Text(text="先说一句"), segment)
    sends = to_sends(whole)
    assert sends
    for send in sends:
        request = to_request(send, "oAnna", whole, "media-1")
        read_request("/cgi-bin/message/custom/send", request)
        assert request["aimsgcontext"] == {"is_ai_msg": 1}


def test_what_people_say_bears_no_label() -> None:
    whole = message(Text(text="您好"), kind=AuthorKind.AGENT)
    (send,) = to_sends(whole)
    assert "aimsgcontext" not in to_request(send, "oAnna", whole)


def test_words_that_follow_each_other_are_one_send() -> None:
    assert contents(Text(text="一"), Text(text="二"), Link(title="三", url="https://bank.example/")) == [
        {"content": "一\n\n二\n\n三\nhttps://bank.example/"}
    ]


def test_options_are_a_menu_under_the_words_before_them_or_a_list() -> None:
    (menu,) = to_sends(message(Text(text="我不确定。"), CHOICES))
    assert menu.kind == "msgmenu"
    assert menu.content["head_content"] == "我不确定。\n\n哪一种卡？"
    assert menu.content["list"] == [
        {"id": "c1.2-0-aa", "content": "1. 借记卡"},
        {"id": "c1.2-1-bb", "content": "2. 信用卡"},
    ]
    assert contents(CHOICES, menus=False) == [{"content": "哪一种卡？\n1. 借记卡\n2. 信用卡"}]
    two = to_sends(message(CHOICES, CHOICES))
    assert [item["content"] for item in two[1].content["list"]] == ["3. 借记卡", "4. 信用卡"], (
        "numbered through"
    )


def test_long_words_before_options_are_not_lost() -> None:
    sends = to_sends(message(Text(text="长" * 800), CHOICES))
    assert [send.kind for send in sends] == ["text", "text", "msgmenu"]
    assert "".join(send.content["content"] for send in sends[:2]) == "长" * 800


def test_an_answer_names_its_article() -> None:
    source = Source(article_id="a", version=1, title="挂失", effective_from=date(2026, 1, 5))
    assert contents(Text(text="请立即挂失。", source=source)) == [
        {"content": "请立即挂失。\n（依据：挂失，2026 年 1 月 5 日起）"}
    ]


def test_cards_lead_to_mini_programs_pages_and_calls() -> None:
    text, page = to_sends(message(ALL[5]))
    assert text.content == {"content": "立即办理"}
    assert (page.kind, page.media, page.media_field) == ("miniprogrampage", PICTURE, "thumb_media_id")
    (bare,) = to_sends(message(Card(title="挂失", actions=(MINI,))))
    assert 'data-miniprogram-path="pages/loss?from=chat&amp;card=1"' in bare.content["content"]
    (article,) = to_sends(message(ALL[6]))
    assert article.content["articles"][0]["url"] == "https://bank.example/loss"


def test_no_words_become_a_link() -> None:
    attack = 'x <a href="https://evil.example">点这里</a> < /A >'
    (send,) = to_sends(message(Text(text=attack)))
    assert "<a" not in send.content["content"].lower().replace(" ", "")
    assert "＜a href" in send.content["content"]


@settings(deadline=None)
@given(text=st.text(min_size=1, max_size=3000))
def test_no_text_is_too_long_and_none_is_lost(text: str) -> None:
    sends = to_sends(message(Text(text=text)))
    assert all(0 < utf8_bytes(send.content["content"]) <= TEXT_BYTES for send in sends)
    said = "".join(send.content["content"] for send in sends)
    assert "".join(said.replace("＜", "<").split()) == "".join(text.replace("＜", "<").split())


@settings(deadline=None)
@given(text=st.text(min_size=1, max_size=500))
def test_a_passive_reply_holds_the_words_and_no_markup(text: str) -> None:
    reply = to_reply(WeixinSend("text", {"content": text}), customer="oAnna", origin="gh_1", at=5)
    if reply is not None:
        fields = read_xml(reply)
        assert set(fields) == {"ToUserName", "FromUserName", "CreateTime", "MsgType", "Content"}
        assert (fields["ToUserName"], fields["MsgType"]) == ("oAnna", "text")


def test_what_no_reply_can_carry_goes_another_way() -> None:
    (menu,) = to_sends(message(CHOICES))
    assert to_reply(menu, customer="oAnna", origin="gh_1", at=5) is None
