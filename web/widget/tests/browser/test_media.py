"""Stored files, places and cards in the built chat, and what is not for customers."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from answers import text
from chat_page import OpenPage, answers, ask, open_chat, own, until
from fake_hub import FakeHub
from pictures import png
from playwright.sync_api import FilePayload, expect

from tests.support.browser import chat_frame

AXE = Path(__file__).resolve().parents[3] / "node_modules" / "axe-core" / "axe.min.js"
PICTURE = png(600, 300)


def media(hub: FakeHub, data: bytes, mime: str, name: str, **more: Any) -> dict[str, Any]:
    """A stored file."""
    media_id = hashlib.sha256(data).hexdigest()
    hub.uploads.media[media_id] = (data, mime)
    return {"id": media_id, "mime": mime, "bytes": len(data), "name": name, **more}


def address(hub: FakeHub, file: dict[str, Any], signature: str = "x") -> str:
    return f"{hub.url}/media/{file['id']}?signature={signature}"


def image(hub: FakeHub, signature: str = "x") -> dict[str, Any]:
    file = media(hub, PICTURE, "image/png", "网点.png", width=600, height=300)
    return {"type": "image", "media": file, "alt": "网点的门", "url": address(hub, file, signature)}


def card(hub: FakeHub) -> dict[str, Any]:
    file = media(hub, PICTURE, "image/png", "卡.png", width=600, height=300)
    return {
        "type": "card",
        "title": "信用卡账单分期",
        "text": "把本期账单分成几期来还。",
        "picture": file,
        "picture_url": address(hub, file),
        "actions": [
            {"type": "open_page", "label": "查看费率", "url": "https://www.bank.example/rates"},
            {"type": "call", "label": "电话咨询", "number": "+86 10 9500-0000"},
            {"type": "say", "label": "我要分期", "text": "我要办理账单分期"},
        ],
    }


def test_a_picture_has_its_place_and_opens_larger(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    hub.say(image(hub))
    page = open_page(bank)
    chat = open_chat(page)
    picture = answers(chat).get_by_test_id("image").locator("img")
    expect(picture).to_have_js_property("naturalWidth", 600)
    box = picture.bounding_box()
    assert box is not None
    assert (round(box["width"]), round(box["height"])) == (240, 120)
    chat.get_by_label("网点的门，点开看大图").click()
    expect(chat.locator("yq-sheet img")).to_have_attribute("alt", "网点的门")
    page.keyboard.press("Escape")
    expect(chat.get_by_test_id("sheet")).to_have_count(0)
    expect(chat.get_by_label("网点的门，点开看大图")).to_be_focused()


def test_every_other_kind(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    statement = media(hub, b"%PDF" + b"x" * 84_000, "application/pdf", "对账单.pdf")
    sound = media(hub, b"RIFF", "audio/wav", "")
    film = media(hub, b"mp4", "video/mp4", "", width=320, height=180)
    hub.say({"type": "file", "media": statement, "url": address(hub, statement)})
    hub.say(
        {"type": "voice", "media": sound, "seconds": 4.2, "text": "我想查余额", "url": address(hub, sound)}
    )
    hub.say({"type": "video", "media": film, "seconds": 12, "url": address(hub, film)})
    place = {
        "latitude": 31.23,
        "longitude": 121.47,
        "title": "外滩支行",
        "address": "中山东一路 1 号",
    }
    hub.say({"type": "location", **place})
    hub.say({"type": "hologram"})
    chat = open_chat(open_page(bank))
    file = chat.get_by_test_id("file")
    expect(file).to_have_accessible_name("下载 对账单.pdf 84 KB")
    expect(file).to_have_attribute("rel", "noopener noreferrer")
    expect(file).to_have_attribute("href", address(hub, statement))
    expect(chat.get_by_test_id("voice")).to_have_attribute("aria-label", "语音消息，4 秒")
    expect(answers(chat).nth(1)).to_contain_text("我想查余额")
    expect(chat.get_by_test_id("video")).to_have_attribute("src", address(hub, film))
    expect(chat.get_by_test_id("location")).to_contain_text("外滩支行 中山东一路 1 号")
    expect(chat.get_by_test_id("location").locator("a")).to_have_count(0)
    expect(answers(chat).nth(4)).to_have_text("这条消息暂时无法显示。")


def test_a_card_and_its_buttons(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    hub.say(card(hub))
    chat = open_chat(open_page(bank))
    shown = chat.get_by_test_id("card")
    expect(shown).to_contain_text("信用卡账单分期")
    expect(shown.get_by_test_id("link")).to_have_attribute("href", "https://www.bank.example/rates")
    expect(shown.get_by_test_id("link")).to_have_attribute("rel", "noopener noreferrer")
    expect(shown.get_by_test_id("call")).to_have_attribute("href", "tel:+861095000000")
    shown.get_by_test_id("say").click()
    expect(own(chat)).to_have_attribute("data-state", "stored")
    assert hub.texts() == ["我要办理账单分期"]


def test_buttons_that_lead_nowhere_are_words(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    actions = [
        {"type": "open_page", "label": "坏的", "url": "javascript:alert(1)"},
        {"type": "call", "label": "坏的", "number": "javascript:alert(1)"},
        {"type": "open_mini_program", "label": "手机银行", "app_id": "wx1", "path": "pages/loan/index"},
    ]
    hub.say({"type": "card", "title": "标题", "text": "", "picture": None, "actions": actions})
    chat = open_chat(open_page(bank))
    expect(chat.get_by_test_id("card")).to_contain_text("请在微信小程序里打开：pages/loan/index")
    expect(chat.get_by_test_id("card").locator("a")).to_have_count(0)


def test_an_address_that_expired_is_asked_for_anew_once(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    hub.say(text("早"))
    hub.say(image(hub))
    hub.uploads.gone_media = True
    page = open_page(bank)
    hub.messages[1]["segments"] = [image(hub, "x")]
    chat = open_chat(page)
    expect(chat.get_by_test_id("image")).to_contain_text("图片暂时打不开")
    until(page, lambda: any(frame["type"] == "older" for frame in hub.heard), "a new address is asked for")
    page.wait_for_timeout(1_000)
    assert [frame for frame in hub.heard if frame["type"] == "older"] == [
        {"type": "older", "before": {"conversation": 1, "seq": 3}}
    ]
    hub.messages[1]["segments"] = [image(hub, "fresh")]
    page.reload()
    page.wait_for_timeout(200)
    chat = open_chat(page)
    expect(chat.get_by_test_id("image").locator("img")).to_have_js_property("naturalWidth", 600)
    expect(chat.get_by_test_id("image")).not_to_contain_text("图片暂时打不开", use_inner_text=True)
    expect(answers(chat)).to_have_count(2)


def test_what_is_not_for_customers_is_no_hole(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    page = open_page(bank)
    chat = open_chat(page)
    ask(chat, "问一")
    expect(own(chat)).to_have_attribute("data-state", "stored")
    hub.skip()
    hub.say(text("答一"))
    hub.skip()
    expect(answers(chat)).to_have_count(1)
    page.wait_for_timeout(2_500)
    page.reload()
    chat = open_chat(page)
    ask(chat, "问二")
    expect(own(chat).last).to_have_attribute("data-state", "stored")
    assert [frame for frame in hub.heard if frame["type"] == "resume"] == []
    assert hub.hellos[-1]["after"] == {"conversation": 1, "seq": 4}


def test_the_whole_conversation_names_them_in_words(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    hub.say(image(hub), card(hub))
    chat = open_chat(open_page(bank))
    chat.get_by_test_id("more").click()
    chat.get_by_test_id("menu-transcript").click()
    paper = chat.get_by_test_id("transcript")
    expect(paper).to_contain_text("［图片：网点的门］")
    expect(paper).to_contain_text("我要分期")
    expect(paper.locator("img")).to_have_count(0)


@pytest.mark.parametrize("large", [False, True], ids=["normal", "large"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_keeps_anybody_out(
    hub: FakeHub, bank: str, open_page: OpenPage, scheme: str, large: bool
) -> None:
    hub.uploads.verdicts = {"坏.pdf": "media_broken"}
    place = {"latitude": 31.23, "longitude": 121.47, "title": "外滩支行", "address": "中山东一路 1 号"}
    statement = media(hub, b"%PDF" + b"x" * 84_000, "application/pdf", "对账单.pdf")
    hub.say(image(hub), {"type": "location", **place}, card(hub))
    hub.say({"type": "file", "media": statement, "url": address(hub, statement)})
    page = open_page(bank, color_scheme=scheme)
    chat = open_chat(page)
    if large:
        chat.get_by_test_id("large").click()
    bad: FilePayload = {"name": "坏.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"}
    good: FilePayload = {"name": "好.png", "mimeType": "image/png", "buffer": PICTURE}
    song: FilePayload = {"name": "歌.mp3", "mimeType": "audio/mpeg", "buffer": b"x"}
    chat.get_by_test_id("files").set_input_files([bad])
    ask(chat, "请看")
    expect(chat.get_by_test_id("upload")).to_have_attribute("data-state", "refused")
    hub.uploads.hold()
    chat.get_by_test_id("files").set_input_files([good])
    ask(chat, "再看")
    expect(chat.get_by_test_id("upload").nth(1)).to_have_attribute("data-state", "running")
    chat.get_by_test_id("files").set_input_files([good, song])
    expect(chat.get_by_test_id("chosen")).to_have_count(2)
    frame = chat_frame(page)
    frame.evaluate(AXE.read_text(encoding="utf-8") + "; void 0")
    result = json.loads(frame.evaluate("async () => JSON.stringify(await axe.run(document))"))
    faults = [
        f"{rule['id']}: {node['html'][:200]} {node.get('failureSummary', '')[:300]}"
        for rule in result["violations"]
        for node in rule["nodes"]
        if rule["impact"] in ("serious", "critical")
    ]
    hub.uploads.let_go()
    assert len(result["passes"]) > 20, "axe found next to nothing to check"
    assert faults == []
