"""What the house says, in as few sends as it takes, each of a form that WeCom takes."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.kit.cutting import utf8_bytes
from connectors.kit.weixin.sends import TEXT_BYTES, WeixinSend
from connectors.kit.weixin.xml import read_xml
from connectors.wecom.closing import to_update
from connectors.wecom.markdown import markdown_of
from connectors.wecom.passive import to_reply
from connectors.wecom.render import to_request, to_sends
from connectors.wecom.translate import PICK
from hub.messages import (
    Author,
    AuthorKind,
    Call,
    Card,
    Choices,
    Direction,
    Figure,
    File,
    Image,
    Items,
    Link,
    Media,
    Message,
    OpenMiniProgram,
    OpenPage,
    Option,
    Paragraph,
    Say,
    Segment,
    Source,
    Span,
    Table,
    Text,
    Video,
    Voice,
)
from simulators.wecom.schemas import read_request

PICTURE = Media(id="a" * 64, mime="image/png", bytes=10)
PDF = Media(id="b" * 64, mime="application/pdf", bytes=10)
MINI = OpenMiniProgram(label="去办理", app_id="wx0123456789abcdef", path="pages/loss?from=chat&card=1")
PAGE = OpenPage(label="打开", url="https://bank.example/loss")
OPTIONS = (Option(id="c1.2-0-aa", label="借记卡"), Option(id="c1.2-1-bb", label="信用卡"))
CHOICES = Choices(prompt="哪一种卡？", options=OPTIONS)
SOURCE = Source(article_id="a", version=1, title="挂失", effective_from=date(2026, 1, 5))


def message(*segments: Segment) -> Message:
    return Message(
        identity="0" * 24,
        conversation=1,
        seq=2,
        direction=Direction.OUT,
        author=Author(kind=AuthorKind.BOT),
        segments=segments,
        correlation_id="c",
        created_at=datetime(2026, 11, 28, tzinfo=UTC),
    )


def choices(*labels: str, prompt: str = "请选择") -> Choices:
    options = tuple(Option(id=f"c1.2-{n}-a", label=label) for n, label in enumerate(labels))
    return Choices(prompt=prompt, options=options)


ALL: tuple[Segment, ...] = (
    Text(text="您好"),
    Text(text="长" * 2500),
    CHOICES,
    choices(*"一二三四五六七"),
    choices("怎么查询信用卡的账单日和还款日", "怎么更改信用卡的账单日", prompt="问" * 60),
    choices(*(f"{n}" * 190 for n in range(6)), prompt="问" * 900),
    Image(media=PICTURE),
    Image(media=PICTURE.model_copy(update={"mime": "image/webp"})),
    Voice(media=PICTURE.model_copy(update={"mime": "audio/amr"}), seconds=3),
    Video(media=PICTURE.model_copy(update={"mime": "video/mp4"}), seconds=3),
    File(media=PDF),
    Link(title="网点", url="https://bank.example/branches", description="附近"),
    Link(title="题" * 200, url=f"https://bank.example/{'a' * 1800}", description="文" * 500),
    Card(title="挂失", text="立即办理", picture=PICTURE, actions=(MINI,)),
    Card(title="题" * 200, text="文" * 1000, actions=(MINI, PAGE)),
    Card(title="挂失", actions=(PAGE,)),
    Card(title="挂失", actions=(PAGE, Call(label="热线", number="95566"))),
    Card(
        title="挂失",
        picture=PICTURE,
        actions=(Call(label="热线", number="95566"), Say(label="人工", text="转人工")),
    ),
)


@pytest.mark.parametrize("segment", ALL, ids=lambda each: each.type)
@pytest.mark.parametrize("cards", [True, False], ids=["cards", "words"])
def test_every_send_is_one_that_wecom_takes(segment: Segment, cards: bool) -> None:
    sends = to_sends(message(Text(text="先说一句"), segment), cards=cards)
    assert sends
    for send in sends:
        request = to_request(send, "LiLei", 7, media_id="media-1")
        read_request("/cgi-bin/message/send", request)
        assert (request["touser"], request["agentid"]) == ("LiLei", 7)
        assert "enable_duplicate_check" not in request, "two honest answers of the same words stay two"
    assert cards or all(send.kind != "template_card" for send in sends)


def test_a_repeat_asks_to_be_dropped_where_the_first_arrived() -> None:
    (send,) = to_sends(message(Text(text="您好")))
    request = to_request(send, "LiLei", 7, again=True)
    assert (request["enable_duplicate_check"], request["duplicate_check_interval"]) == (1, 1800)
    read_request("/cgi-bin/message/send", request)


def test_a_card_is_closed_by_a_request_that_wecom_takes() -> None:
    read_request("/cgi-bin/message/update_template_card", to_update("LiLei", 7, "code"))


def test_options_are_buttons_under_a_task_of_their_own() -> None:
    words, card = to_sends(message(Text(text="我不确定。"), CHOICES))
    assert words.content == {"content": "我不确定。"}
    assert card.content["main_title"] == {"title": "哪一种卡？"}
    buttons = card.content["button_list"]
    assert [each["text"] for each in buttons] == ["1. 借记卡", "2. 信用卡"]
    picked = PICK.fullmatch(buttons[1]["key"])
    assert picked is not None
    assert picked.groups() == ("c1.2-1-bb", "信用卡")
    first, second = to_sends(message(CHOICES, CHOICES))
    assert first.content["task_id"] != second.content["task_id"]
    assert [each["text"] for each in second.content["button_list"]] == ["3. 借记卡", "4. 信用卡"]


def test_what_buttons_cut_off_stands_above_them_and_what_is_too_much_is_a_list() -> None:
    (card,) = to_sends(message(choices("怎么查询信用卡的账单日", "其他")))
    assert card.content["sub_title_text"] == "1. 怎么查询信用卡的账单日\n2. 其他"
    assert [each["text"] for each in card.content["button_list"]] == ["1. 怎么查询信用…", "2. 其他"]
    (listed,) = to_sends(message(choices(*"一二三四五六七")))
    assert listed.content["content"].splitlines()[-1] == "7. 七"
    (words,) = to_sends(message(CHOICES), cards=False)
    assert words.content == {"content": "哪一种卡？\n1. 借记卡\n2. 信用卡"}


def test_a_card_opens_its_page_or_offers_several_places() -> None:
    (one,) = to_sends(message(Card(title="挂失", text="<div>立即</div>", actions=(PAGE,))))
    assert one.content == {
        "title": "挂失",
        "description": "＜div>立即＜/div>",
        "url": "https://bank.example/loss",
        "btntxt": "打开",
    }
    (several,) = to_sends(message(Card(title="挂失", text="立即", actions=(MINI, PAGE))))
    assert [each["type"] for each in several.content["jump_list"]] == [2, 1]
    assert several.content["card_action"]["pagepath"] == MINI.path
    words = to_sends(message(Card(title="挂失", actions=(PAGE, Call(label="热线", number="95566")))))
    assert [each.kind for each in words] == ["template_card", "text"]
    assert words[1].content == {"content": "热线：95566"}


def test_files_go_as_what_wecom_takes_them_for() -> None:
    def kind(segment: Segment) -> str:
        (send,) = to_sends(message(segment))
        return send.kind

    webp = PICTURE.model_copy(update={"mime": "image/webp"})
    large = PICTURE.model_copy(update={"bytes": 11 * 1024 * 1024})
    largest = PICTURE.model_copy(update={"bytes": 21 * 1024 * 1024})
    assert [kind(Image(media=each)) for each in (PICTURE, webp, large, largest)] == [
        "image",
        "file",
        "file",
        "text",
    ]
    assert kind(File(media=PDF)) == "file"


RICH: dict[str, Any] = {
    "text": "怎么挂失",
    "source": SOURCE,
    "blocks": (
        Paragraph(spans=(Span(text="请"), Span(text="立即", strong=True), Span(text="[办理]", url=PAGE.url))),
        Items(ordered=True, items=((Span(text="打开*手机银行*"),), (Span(text="挂失"),))),
        Table(
            head=((Span(text="卡"),), (Span(text="费用"),)),
            rows=(((Span(text="借记卡"),), (Span(text="0"),)),),
        ),
        Figure(url=f"/kb/media/{'a' * 64}.png", alt="挂失页", width=10, height=10),
    ),
}


def test_a_rich_answer_keeps_its_form_where_the_account_wants_that() -> None:
    segment = Text(**RICH)
    assert markdown_of(segment) == (
        "请**立即**[［办理］](https://bank.example/loss)\n\n"
        "1. 打开＊手机银行＊\n2. 挂失\n\n"
        "> 卡：借记卡\n> 费用：0\n\n"
        "［图片］ 挂失页\n\n"
        "> 依据：挂失，2026 年 1 月 5 日起"
    )
    (send,) = to_sends(message(segment), markdown=True)
    read_request("/cgi-bin/message/send", to_request(send, "LiLei", 7))
    assert send.kind == "markdown"
    (plain,) = to_sends(message(segment))
    assert plain.content == {"content": "怎么挂失\n（依据：挂失，2026 年 1 月 5 日起）"}
    long = segment.model_copy(update={"blocks": (Paragraph(spans=(Span(text="长" * 800),)),)})
    assert to_sends(message(long), markdown=True)[0].kind == "text"


def test_no_words_become_a_link() -> None:
    (send,) = to_sends(message(Text(text='x <a href="https://evil.example">点这里</a>')))
    assert "<a" not in send.content["content"].lower()


@settings(deadline=None)
@given(text=st.text(min_size=1, max_size=3000))
def test_no_text_is_too_long_and_none_is_lost(text: str) -> None:
    sends = to_sends(message(Text(text=text)))
    assert all(0 < utf8_bytes(send.content["content"]) <= TEXT_BYTES for send in sends)
    said = "".join(send.content["content"] for send in sends)
    assert "".join(said.replace("＜", "<").split()) == "".join(text.replace("＜", "<").split())


@settings(deadline=None)
@given(label=st.text(min_size=1, max_size=200), prompt=st.text(min_size=1, max_size=1000))
def test_any_question_is_one_that_wecom_takes(label: str, prompt: str) -> None:
    for send in to_sends(message(choices(label, "其他", prompt=prompt))):
        read_request("/cgi-bin/message/send", to_request(send, "LiLei", 7))


@settings(deadline=None)
@given(text=st.text(min_size=1, max_size=500))
def test_a_passive_reply_holds_the_words_and_no_markup(text: str) -> None:
    reply = to_reply(WeixinSend("text", {"content": text}), member="LiLei", corp_id="ww1", at=5)
    assert reply is not None
    fields = read_xml(reply)
    assert set(fields) == {"ToUserName", "FromUserName", "CreateTime", "MsgType", "Content"}
    assert (fields["ToUserName"], fields["FromUserName"], fields["MsgType"]) == ("LiLei", "ww1", "text")


def test_a_link_is_an_article_in_a_reply_and_what_no_reply_can_carry_goes_another_way() -> None:
    (card,) = to_sends(message(Link(title="网点", url="https://bank.example/", description="附近")))
    reply = to_reply(card, member="LiLei", corp_id="ww1", at=5)
    assert reply is not None
    fields = read_xml(reply)
    assert (fields["MsgType"], fields["ArticleCount"]) == ("news", "1")
    assert fields["Articles"]["item"]["Url"] == "https://bank.example/"
    (buttons,) = to_sends(message(CHOICES))
    (file,) = to_sends(message(File(media=PDF)))
    for send in (buttons, file):
        assert to_reply(send, member="LiLei", corp_id="ww1", at=5) is None
