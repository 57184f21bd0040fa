"""What the house says, in as few sends as it takes, each of a form that the provider takes."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.kit.cutting import utf8_bytes
from connectors.kit.weixin.sends import TEXT_BYTES
from connectors.wecom_kf.render import msgid_of, to_event_request, to_request, to_sends, upload_kind
from hub.messages import (
    Author,
    AuthorKind,
    Call,
    Card,
    Choices,
    Direction,
    File,
    Image,
    Link,
    Location,
    Media,
    Message,
    Notice,
    NoticeCode,
    OpenMiniProgram,
    OpenPage,
    Option,
    Say,
    Segment,
    Source,
    Text,
    Video,
    Voice,
)
from simulators.wecom_kf.schemas import read_request

SEND, ON_EVENT = "/cgi-bin/kf/send_msg", "/cgi-bin/kf/send_msg_on_event"
PICTURE = Media(id="a" * 64, mime="image/png", bytes=10)
PDF = Media(id="b" * 64, mime="application/pdf", bytes=10, name="合同.pdf")
MINI = OpenMiniProgram(label="去办理", app_id="wx0123456789abcdef", path="pages/loss?from=chat&card=1")
PAGE = OpenPage(label="打开", url="https://bank.example/loss")
OPTIONS = (Option(id="c1.2-0-aa", label="借记卡"), Option(id="c1.2-1-bb", label="信用卡"))
CHOICES = Choices(prompt="哪一种卡？", options=OPTIONS)
CALL, SAY = Call(label="热线", number="95566"), Say(label="人工", text="转人工")


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


ALL = (
    Text(text="您好"),
    Text(text="长" * 2500),
    CHOICES,
    Choices(prompt="长" * 900, options=OPTIONS),
    Choices(prompt="哪一种？", options=(Option(id="c1", label="很长" * 60), *OPTIONS)),
    Choices(prompt="十个", options=tuple(Option(id=f"c{n}", label=f"第 {n} 项") for n in range(10))),
    Image(media=PICTURE),
    Image(media=Media(id="a" * 64, mime="image/webp", bytes=10)),
    Voice(media=Media(id="a" * 64, mime="audio/amr", bytes=10), seconds=3),
    Voice(media=Media(id="a" * 64, mime="audio/mpeg", bytes=10), seconds=3),
    Video(media=Media(id="a" * 64, mime="video/mp4", bytes=10), seconds=3),
    Video(media=Media(id="a" * 64, mime="video/mp4", bytes=30 << 20), seconds=3),
    File(media=PDF),
    Location(latitude=31.2, longitude=121.5, title="世纪大道支行", address="上海"),
    Notice(code=NoticeCode.LATE, text="请稍候"),
    Link(title="网点", url="https://bank.example/branches", description="附近"),
    Card(title="挂失", text="立即办理", picture=PICTURE, actions=(MINI,)),
    Card(title="挂" * 100, text="说" * 300, picture=PICTURE, actions=(PAGE,)),
    Card(title="挂失", actions=(PAGE,)),
    Card(title="挂失", actions=(MINI, CALL, SAY)),
    Card(title="挂失", picture=PICTURE, actions=(CALL,)),
    Card(title="挂失", actions=(OpenPage(label="很长" * 60, url="https://bank.example/loss"),)),
)


@pytest.mark.parametrize("segment", ALL, ids=lambda each: each.type)
def test_every_send_is_one_that_the_provider_takes(segment: Segment) -> None:
    whole = message(Text(text="先说一句"), segment)
    sends = to_sends(whole)
    assert sends
    for number, send in enumerate(sends, start=1):
        msgid = msgid_of(whole, number)
        read_request(SEND, to_request(send, "wmAnna", "wkRetail", msgid, "media-1"))
        on_event = to_event_request(send, "code", msgid)
        assert (on_event is not None) == (send.kind in ("text", "msgmenu"))
        if on_event is not None:
            read_request(ON_EVENT, on_event)


def test_words_that_follow_each_other_are_one_send() -> None:
    link = Link(title="三", url="https://bank.example/")
    (send,) = to_sends(message(Text(text="一"), Text(text="二"), link))
    assert send.content == {"content": "一\n\n二\n\n三\nhttps://bank.example/"}


def test_options_are_a_menu_under_the_words_before_them_and_numbered_through() -> None:
    (menu,) = to_sends(message(Text(text="我不确定。"), CHOICES))
    assert menu.kind == "msgmenu"
    assert menu.content["head_content"] == "我不确定。\n\n哪一种卡？"
    assert menu.content["list"] == [
        {"type": "click", "click": {"id": "c1.2-0-aa", "content": "1. 借记卡"}},
        {"type": "click", "click": {"id": "c1.2-1-bb", "content": "2. 信用卡"}},
    ]
    _, second = to_sends(message(CHOICES, CHOICES))
    assert [each["click"]["content"] for each in second.content["list"]] == ["3. 借记卡", "4. 信用卡"]


def test_options_with_a_label_that_no_menu_takes_are_a_list() -> None:
    (send,) = to_sends(
        message(Choices(prompt="哪一种？", options=(Option(id="c1", label="很长" * 60), *OPTIONS)))
    )
    assert send.kind == "text"
    assert send.content["content"].endswith("2. 借记卡\n3. 信用卡")


def test_long_words_before_options_are_not_lost() -> None:
    sends = to_sends(message(Text(text="长" * 800), CHOICES))
    assert [send.kind for send in sends] == ["text", "text", "msgmenu"]
    assert "".join(send.content["content"] for send in sends[:2]) == "长" * 800
    *words, menu = to_sends(message(Choices(prompt="问" * 900, options=OPTIONS)))
    told = "".join(send.content["content"] for send in words) + menu.content["head_content"]
    assert told == "问" * 900


def test_cards_are_links_mini_programs_or_menus() -> None:
    words, mini = to_sends(message(ALL[16]))
    assert words.content == {"content": "立即办理"}
    assert (mini.kind, mini.media, mini.media_field) == ("miniprogram", PICTURE, "thumb_media_id")
    assert upload_kind(mini) == "image"
    (link,) = to_sends(message(ALL[17]))
    assert link.kind == "link"
    assert link.content["title"].endswith("…")
    (menu,) = to_sends(message(Card(title="挂失", text="立即", actions=(PAGE, CALL, SAY))))
    assert menu.content["head_content"] == "挂失\n立即\n热线：95566"
    assert menu.content["list"] == [
        {"type": "view", "view": {"url": "https://bank.example/loss", "content": "打开"}},
        {"type": "click", "click": {"id": "say.3", "content": "转人工"}},
    ]


def test_files_go_as_what_the_provider_takes() -> None:
    def kinds(*segments: Segment) -> list[str]:
        return [send.kind for send in to_sends(message(*segments))]

    assert kinds(*ALL[6:13]) == ["image", "file", "voice", "file", "video", "text", "file"]


def test_our_id_of_a_send_is_the_same_for_each_try_and_for_no_other() -> None:
    whole = message(Text(text="您好"))
    later = whole.model_copy(update={"created_at": datetime(2026, 11, 29, tzinfo=UTC)})
    ids = [msgid_of(whole, 1), msgid_of(whole, 2), msgid_of(later, 1)]
    assert msgid_of(whole, 1) == ids[0]
    assert len(set(ids)) == 3
    assert all(len(each) == 32 for each in ids)


def test_an_answer_names_its_article_and_no_words_become_a_link() -> None:
    source = Source(article_id="a", version=1, title="挂失", effective_from=date(2026, 1, 5))
    (send,) = to_sends(message(Text(text='<a href="https://evil.example">点</a>', source=source)))
    assert "<a" not in send.content["content"]
    assert send.content["content"].endswith("（依据：挂失，2026 年 1 月 5 日起）")


@settings(deadline=None)
@given(text=st.text(min_size=1, max_size=3000))
def test_no_text_is_too_long_and_none_is_lost(text: str) -> None:
    sends = to_sends(message(Text(text=text)))
    assert all(0 < utf8_bytes(send.content["content"]) <= TEXT_BYTES for send in sends)
    said = "".join(send.content["content"] for send in sends)
    assert "".join(said.replace("＜", "<").split()) == "".join(text.replace("＜", "<").split())
