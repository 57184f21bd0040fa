"""The menu's file becomes what the provider takes, and each mistake is named."""

from typing import Any

import pytest
import yaml

from connectors.wechat.menu import read_menu
from hub.errors import BadInput
from hub.settings import ROOT
from simulators.weixin.schemas import read_request

EXAMPLE = ROOT / "connectors" / "wechat" / "menu.example.yml"
ITEM = {"name": "挂失", "say": "银行卡丢了怎么挂失"}


def test_the_example_is_taken_by_the_provider() -> None:
    menu = read_menu(yaml.safe_load(EXAMPLE.read_text(encoding="utf-8")))
    read_request("/cgi-bin/menu/create", menu)
    first, page, last = menu["button"]
    assert first["sub_button"][0] == {"type": "click", "name": "银行卡挂失", "key": "say:银行卡丢了怎么挂失"}
    assert page["type"] == "view"
    assert [each["key"] for each in last["sub_button"]] == ["person", "greet"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "the menu: "),
        ({"buttons": []}, "buttons"),
        ({"buttons": [ITEM] * 4}, "buttons"),
        ({"buttons": [{"name": "组", "items": [ITEM] * 6}]}, "buttons.0.items"),
        ({"buttons": [{"name": "空"}]}, "buttons.0: Value error, it does one thing"),
        ({"buttons": [ITEM | {"person": True}]}, "one thing"),
        ({"buttons": [{"name": "页", "page": "javascript:alert(1)"}]}, "buttons.0"),
    ],
)
def test_a_menu_that_is_none_is_refused(content: Any, said: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_menu(content)
    assert said in refused.value.detail
