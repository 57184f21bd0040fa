"""What the house says, in as few sends as it takes, each of a form that the provider takes."""

from datetime import UTC, datetime

import pytest

from connectors.kit.weixin.sends import WeixinSend
from connectors.miniprogram.account import Subscription
from connectors.miniprogram.render import to_request, to_sends
from connectors.miniprogram.subscription import to_subscription
from hub.messages import (
    Author,
    AuthorKind,
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
    Text,
)
from simulators.miniprogram.schemas import SCHEMAS, read_request
from tests.support.recorded import cases, named, needs_recorded
from tests.unit.connectors.miniprogram.callbacks import account

OURS = "wx5823bf96d3bd56c7"
PICTURE = Media(id="a" * 64, mime="image/png", bytes=10)
CHOICES = Choices(
    prompt="哪一种卡？",
    options=(Option(id="c1.2-0-aa", label="借记卡"), Option(id="c1.2-1-bb", label="信用卡")),
)


def message(*segments: Segment, kind: AuthorKind = AuthorKind.BOT) -> Message:
    return Message(
        identity="0" * 24,
        conversation=1,
        seq=2,
        direction=Direction.OUT,
        author=Author(kind=kind),
        segments=segments,
        created_at=datetime(2026, 11, 28, tzinfo=UTC),
        correlation_id="c",
    )


def sends(*segments: Segment, picture: str = "") -> list[WeixinSend]:
    """The sends, each of which the provider takes."""
    said = message(*segments)
    made = to_sends(account(link_picture=picture), said)
    for each in made:
        read_request("/cgi-bin/message/custom/send", to_request(each, "oAnna", said, "m1"))
    return made


def test_words_options_and_links_go_together() -> None:
    link = Link(title="网点", url="https://bank.example/b", description="地图")
    (send,) = sends(Text(text="您好"), CHOICES, link)
    assert send.kind == "text"
    assert send.content["content"] == (
        "您好\n\n哪一种卡？\n1. 借记卡\n2. 信用卡\n\n网点\n地图\nhttps://bank.example/b"
    )


def test_several_questions_are_numbered_through() -> None:
    (send,) = sends(CHOICES, CHOICES)
    assert "3. 借记卡\n4. 信用卡" in send.content["content"]


def test_what_is_written_as_a_link_of_weixins_is_words() -> None:
    (send,) = sends(Text(text='<a href="https://evil.example">登录</a>'))
    assert "<a" not in send.content["content"]


def test_a_picture_is_a_send_of_its_own() -> None:
    first, second, third = sends(Text(text="前"), Image(media=PICTURE), Text(text="后"))
    assert [first.kind, second.kind, third.kind] == ["text", "image", "text"]
    assert second.media == PICTURE


def test_a_card_to_a_page_is_a_link() -> None:
    card = Card(
        title="挂失", text="马上办", actions=(OpenPage(label="去办理", url="https://bank.example/l"),)
    )
    (send,) = sends(card, picture="https://bank.example/p.png")
    assert send.kind == "link"
    assert send.content == {
        "title": "挂失",
        "description": "马上办",
        "url": "https://bank.example/l",
        "thumb_url": "https://bank.example/p.png",
    }


def test_a_card_to_this_mini_program_is_a_page_and_to_another_a_link_in_words() -> None:
    def card(app_id: str) -> Card:
        action = OpenMiniProgram(label="去办理", app_id=app_id, path="pages/loss?a=1&b=2")
        return Card(title="挂失", picture=PICTURE, actions=(action,))

    (page,) = sends(card(OURS))
    assert (page.kind, page.media_field) == ("miniprogrampage", "thumb_media_id")
    assert page.content == {"title": "挂失", "pagepath": "pages/loss?a=1&b=2"}
    picture, words = sends(card("wx0123456789abcdef"))
    assert picture.kind == "image"
    assert 'data-miniprogram-appid="wx0123456789abcdef"' in words.content["content"]


def test_a_card_with_several_actions_is_words() -> None:
    actions = (Say(label="好", text="继续"), OpenPage(label="看", url="https://bank.example/x"))
    (send,) = sends(Card(title="办理", actions=actions))
    assert send.content["content"] == "办理\n好：请回复“继续”\n看：https://bank.example/x"


def test_a_subscription_message_holds_nothing_of_the_chat() -> None:
    assert to_subscription(account(subscription=None), "oAnna") is None
    own = Subscription(id="T1", data={"thing1": "您有一条新回复"}, page="pages/chat")
    asked = to_subscription(account(subscription=own), "oAnna")
    assert asked is not None
    path, request = asked
    read_request(path, request)
    assert request["data"] == {"thing1": {"value": "您有一条新回复"}}
    assert request["page"] == "pages/chat"


CONTRACTS = [
    each
    for each in cases("miniprogram.api_contract")
    if each["endpoint"] in SCHEMAS and each["request"] is not None
]


@needs_recorded
def test_there_are_contracts_to_hold_the_schemas_against() -> None:
    assert len(CONTRACTS) >= 5


@needs_recorded
@pytest.mark.parametrize("case", CONTRACTS, ids=named)
def test_the_schemas_take_what_others_send(case: dict[str, object]) -> None:
    read_request(str(case["endpoint"]), case["request"])


@pytest.mark.parametrize(("kind", "label"), [(AuthorKind.BOT, {"is_ai_msg": 1}), (AuthorKind.AGENT, None)])
def test_what_the_bot_says_bears_the_label(kind: AuthorKind, label: dict[str, int] | None) -> None:
    said = message(Text(text="您好"), kind=kind)
    (send,) = to_sends(account(), said)
    request = to_request(send, "oAnna", said)
    read_request("/cgi-bin/message/custom/send", request)
    assert request.get("aimsgcontext") == label
