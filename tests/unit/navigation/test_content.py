"""What a destination may be, and what an answer shows of it where."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from hub.messages import Call, Card, OpenMiniProgram, OpenPage, Say, Text
from navigation.content import DestinationContent, DestinationKind, filled

URL = "https://bank.example/branches"
APP = "wx0123456789abcdef"
DAY = date(2026, 11, 29)


def content(**more: Any) -> DestinationContent:
    values = {"kind": "page", "title": "网点", "label": "查找", "intents": ["branch_location"]}
    return DestinationContent.model_validate(values | {"ways": [{"url": URL}]} | more)


@pytest.mark.parametrize(
    ("address", "slots", "becomes"),
    [
        (
            "https://x.example/a?b={city}",
            {"city": "上海 南"},
            "https://x.example/a?b=%E4%B8%8A%E6%B5%B7%20%E5%8D%97",
        ),
        ("https://x.example/a?b={city}&c=1", {}, "https://x.example/a?c=1"),
        ("https://x.example/a?b={city}", {"city": ["x"]}, "https://x.example/a"),
        ("https://x.example/a?b={city}", {"city": "x&admin=1"}, "https://x.example/a?b=x%26admin%3D1"),
        ("https://x.example/a?amount={amount}", {"amount": 500}, "https://x.example/a?amount=500"),
        ("https://x.example/a?tel={tel}", {"tel": "13812345678"}, "https://x.example/a"),
        ("https://x.example/a?card={card}", {"card": "6222 0212 3456 7890 128"}, "https://x.example/a"),
        ("https://x.example/a?t={t}", {"t": "长" * 41}, "https://x.example/a"),
    ],
)
def test_addresses_take_values_and_nothing_personal(
    address: str, slots: dict[str, Any], becomes: str
) -> None:
    assert filled(address, slots) == becomes


@pytest.mark.parametrize(
    "wrong",
    [
        {"ways": []},
        {"ways": [{"url": URL, "number": "95588"}]},
        {"ways": [{"url": "https://bank.example/{city}"}]},
        {"ways": [{"url": "https://"}]},
        {"ways": [{"url": "javascript:alert(1)"}]},
        {"ways": [{"number": "6222021234567890128"}]},
        {"ways": [{"app_id": "wx1"}]},
        {"kind": "agent"},
        {"intents": []},
        {"valid_from": "2026-02-01", "valid_until": "2026-01-01"},
    ],
)
def test_what_leads_nowhere_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        content(**wrong)


def test_each_channel_has_its_way() -> None:
    ways = [
        {"channels": ["miniprogram"], "app_id": APP, "path": "pages/b"},
        {"channels": ["webchat"], "url": URL},
    ]
    led = content(ways=ways, fallback="请到手机银行办理。")
    assert led.shown("miniprogram", {}, english=False) == Card(
        title="网点", actions=(OpenMiniProgram(label="查找", app_id=APP, path="pages/b"),)
    )
    assert led.shown("webchat", {}, english=False) == Card(
        title="网点", actions=(OpenPage(label="查找", url=URL),)
    )
    assert led.shown("sms", {}, english=False) == Text(text="请到手机银行办理。")
    assert content(ways=ways).shown("sms", {}, english=False) is None


def test_numbers_are_called_people_are_asked_for_and_english_is_said() -> None:
    called = content(kind="telephone", ways=[{"number": "95588"}], label_en="Call").shown(
        "sms", {}, english=True
    )
    assert called == Card(title="网点", actions=(Call(label="Call", number="95588"),))
    person = content(kind=DestinationKind.AGENT, ways=[]).shown("webchat", {}, english=False)
    assert person == Card(title="网点", actions=(Say(label="查找", text="转人工"),))


def test_days_and_segments_bound_it() -> None:
    bounded = content(valid_from="2026-11-29", valid_until="2026-11-29", segments=["gold"])
    assert bounded.is_for("gold", DAY)
    assert not bounded.is_for("retail", DAY)
    assert not bounded.is_for(None, DAY)
    assert not bounded.is_for("gold", date(2026, 11, 30))
    assert not bounded.is_for("gold", date(2026, 11, 28))
    assert content().is_for(None, DAY)
