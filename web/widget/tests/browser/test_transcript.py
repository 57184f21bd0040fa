"""The whole conversation to print and to save, in Chromium."""

from pathlib import Path

from answers import rich, text
from chat_page import OpenPage, ask, open_chat, own
from fake_hub import FakeHub
from playwright.sync_api import FrameLocator, Page, expect

STANDALONE = "/webchat/frame"


def open_transcript(chat: FrameLocator | Page) -> None:
    chat.get_by_test_id("more").click()
    chat.get_by_test_id("menu-transcript").click()
    expect(chat.get_by_test_id("transcript")).to_be_visible()


def save(page: Page, chat: FrameLocator | Page, button: str, folder: Path) -> tuple[str, str]:
    """The name of the saved file and what stands in it."""
    with page.expect_download() as waiting:
        chat.get_by_test_id(button).click()
    target = folder / waiting.value.suggested_filename
    waiting.value.save_as(target)
    return target.name, target.read_text(encoding="utf-8")


def test_older_messages_are_loaded_first(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    for number in range(130):
        hub.say(text(f"第 {number} 条"))
    chat = open_chat(open_page(bank))
    expect(chat.get_by_test_id("message")).to_have_count(50)
    open_transcript(chat)
    expect(chat.get_by_test_id("transcript").locator("section")).to_have_count(130)
    expect(chat.get_by_test_id("transcript").locator("section").first).to_contain_text("第 0 条")
    expect(chat.get_by_test_id("transcript")).to_contain_text("共 130 条消息")


def test_no_more_than_two_thousand(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    for number in range(2300):
        hub.messages.append(
            {
                "conversation": 1,
                "seq": number + 1,
                "direction": "out",
                "author": {"kind": "bot", "name": ""},
                "segments": [text(f"第 {number} 条")],
                "at": "2026-11-01T08:00:00.000Z",
                "status": "sent",
                "reply_to": None,
                "client_id": None,
            }
        )
    page = open_page(bank)
    page.set_default_timeout(60_000)
    chat = open_chat(page)
    chat.get_by_test_id("more").click()
    chat.get_by_test_id("menu-transcript").click()
    expect(chat.get_by_test_id("transcript-progress")).to_contain_text("正在载入较早的消息，已有")
    expect(chat.get_by_test_id("transcript")).to_be_visible(timeout=60_000)
    expect(chat.get_by_test_id("transcript").locator("section")).to_have_count(2000)
    expect(chat.get_by_test_id("transcript")).to_contain_text("只含最近的 2000 条消息。")


def test_a_cut_leaves_what_is_there_and_a_way_to_go_on(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    for number in range(130):
        hub.say(text(f"第 {number} 条"))
    chat = open_chat(open_page(bank))
    hub.reachable = False
    hub.cut(1001)
    expect(chat.locator("[data-bar=reconnecting]")).to_be_visible()
    open_transcript(chat)
    expect(chat.get_by_test_id("transcript-cut")).to_contain_text("没有载入完")
    expect(chat.get_by_test_id("transcript").locator("section")).to_have_count(50)
    hub.reachable = True
    expect(chat.locator("[data-bar=reconnecting]")).to_have_count(0)
    chat.get_by_test_id("transcript-reload").click()
    expect(chat.get_by_test_id("transcript").locator("section")).to_have_count(130)


def test_saved_as_text(hub: FakeHub, bank: str, open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(bank)
    chat = open_chat(page)
    ask(chat, "卡丢了怎么办")
    expect(own(chat)).to_have_attribute("data-state", "stored")
    hub.say(rich())
    hub.say(text("我是小李"), kind="agent", name="李晓桥")
    open_transcript(chat)
    name, content = save(page, chat, "save-text", tmp_path)
    assert name.startswith("远桥银行在线客服对话记录-20")
    assert name.endswith(".txt")
    for words in (
        "卡丢了怎么办",
        "智能客服 · 机器回答",
        "请先挂失，再到网点补卡。费用见表。",
        "［图片：挂失按钮在卡片管理页的右上角］",
        "来源《借记卡挂失与补卡》· 生效 2026-11-01",
        "李晓桥 · 人工",
        "客服热线 95XXX",
    ):
        assert words in content
    assert "fake-token" not in content


def test_saved_as_a_page_that_stands_alone(
    hub: FakeHub, bank: str, open_page: OpenPage, tmp_path: Path
) -> None:
    page = open_page(bank)
    chat = open_chat(page)
    ask(chat, "<script>alert(1)</script>")
    expect(own(chat)).to_have_attribute("data-state", "stored")
    hub.say(rich())
    open_transcript(chat)
    name, content = save(page, chat, "save-html", tmp_path)
    assert name.endswith(".html")
    assert "fake-token" not in content
    assert "<!--" not in content
    page.goto((tmp_path / name).as_uri())
    expect(page.locator("h1")).to_have_text("远桥银行在线客服对话记录")
    expect(page.locator("section")).to_have_count(2)
    expect(page.locator("section").first).to_contain_text("<script>alert(1)</script>")
    expect(page.locator("script, button")).to_have_count(0)
    expect(page.get_by_role("columnheader")).to_have_count(3)
    expect(page.locator("section").last).to_contain_text("来源《借记卡挂失与补卡》· 生效 2026-11-01")
    assert (page.locator("img").get_attribute("src") or "").startswith(f"{hub.url}/kb/media/")


def test_printing_prints_the_conversation_and_nothing_else(hub: FakeHub, open_page: OpenPage) -> None:
    hub.say(rich(picture=False))
    page = open_page(f"{hub.url}{STANDALONE}")
    page.evaluate("() => { window.printed = 0; window.print = () => { window.printed += 1; }; }")
    open_transcript(page)
    page.get_by_test_id("print").click()
    page.wait_for_function("window.printed > 0")
    page.wait_for_timeout(300)
    assert page.evaluate("window.printed") == 1
    page.emulate_media(media="print")
    paper = page.locator("body > .yq-print")
    expect(paper).to_be_visible()
    expect(paper).to_contain_text("来源《借记卡挂失与补卡》· 生效 2026-11-01")
    expect(page.get_by_test_id("composer")).to_be_hidden()
    expect(page.get_by_test_id("sheet")).to_be_hidden()
    page.emulate_media(media="screen")
    expect(paper).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(paper).to_have_count(0)


def test_a_new_visitor_has_nothing_to_print(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    chat = open_chat(open_page(bank))
    chat.get_by_test_id("more").click()
    chat.get_by_test_id("menu-transcript").click()
    expect(chat.get_by_text("还没有消息。")).to_be_visible()
    expect(chat.get_by_test_id("print")).to_have_count(0)
