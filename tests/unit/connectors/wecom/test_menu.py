"""The menu's file becomes what WeCom takes, and each mistake is named."""

import pytest
import yaml

from connectors.wecom.menu import read_menu
from hub.errors import BadInput
from hub.settings import ROOT
from simulators.wecom.schemas import read_request

EXAMPLE = ROOT / "connectors" / "wecom" / "menu.example.yml"


def test_the_example_is_taken_by_the_provider() -> None:
    menu = read_menu(yaml.safe_load(EXAMPLE.read_text(encoding="utf-8")))
    read_request("/cgi-bin/menu/create", menu)
    first, page, last = menu["button"]
    assert first["sub_button"][0] == {"type": "click", "name": "银行卡挂失", "key": "say:银行卡丢了怎么挂失"}
    assert page["type"] == "view"
    assert [each["key"] for each in last["sub_button"]] == ["person", "greet"]


def test_a_page_of_a_mini_program_needs_no_other_page() -> None:
    there = {"app_id": "wx0123456789abcdef", "path": "pages/loss"}
    menu = read_menu({"buttons": [{"name": "挂失", "mini_program": there}]})
    read_request("/cgi-bin/menu/create", menu)
    (button,) = menu["button"]
    assert (button["type"], button["pagepath"]) == ("view_miniprogram", "pages/loss")


def test_a_menu_that_is_none_is_refused() -> None:
    with pytest.raises(BadInput) as refused:
        read_menu({"buttons": [{"name": "空"}]})
    assert refused.value.detail.startswith("buttons.0: Value error, it does one thing")
