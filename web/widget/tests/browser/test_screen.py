"""The built chat in Chromium: launcher, focus, reading, sizes, languages, keyboard."""

import pytest
from answers import rich, text
from chat_page import OpenPage, answers, ask, open_chat, own, until, until_kept
from fake_hub import FakeHub
from playwright.sync_api import expect

from tests.support.browser import chat_frame

PHONE = {"viewport": {"width": 360, "height": 740}}
SMALLEST = {"viewport": {"width": 320, "height": 560}}


def test_nothing_of_the_chat_is_loaded_before_it_is_opened(
    hub: FakeHub, bank: str, open_page: OpenPage
) -> None:
    page = open_page(bank)
    expect(page.get_by_test_id("launcher")).to_be_visible()
    page.wait_for_timeout(500)
    assert hub.hellos == []
    assert len(page.frames) == 1


def test_escape_closes_and_gives_the_focus_back(bank: str, open_page: OpenPage) -> None:
    page = open_page(bank)
    chat = open_chat(page)
    chat.get_by_test_id("composer").press("Escape")
    expect(page.get_by_test_id("panel")).to_be_hidden()
    expect(page.get_by_test_id("launcher")).to_be_focused()
    page.keyboard.press("Enter")
    expect(chat.get_by_test_id("composer")).to_be_focused()


def test_escape_belongs_to_the_input_method_while_it_composes(bank: str, open_page: OpenPage) -> None:
    page = open_page(bank)
    chat = open_chat(page)
    composer = chat.get_by_test_id("composer")
    composer.evaluate(
        "field => field.dispatchEvent(new KeyboardEvent('keydown',"
        " {key: 'Escape', isComposing: true, bubbles: true, composed: true}))"
    )
    page.wait_for_timeout(200)
    expect(page.get_by_test_id("panel")).to_be_visible()


def test_composing_by_an_input_method_does_not_send(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    page = open_page(bank)
    chat = open_chat(page)
    chat.get_by_test_id("composer").focus()
    keyboard = page.context.new_cdp_session(page)
    keyboard.send("Input.imeSetComposition", {"text": "ka", "selectionStart": 2, "selectionEnd": 2})
    keyboard.send(
        "Input.dispatchKeyEvent",
        {"type": "rawKeyDown", "windowsVirtualKeyCode": 229, "key": "Enter", "code": "Enter"},
    )
    keyboard.send("Input.insertText", {"text": "卡丢了"})
    expect(chat.get_by_test_id("composer")).to_have_value("卡丢了")
    assert hub.texts() == []
    page.keyboard.press("Enter")
    expect(own(chat)).to_have_count(1)


def test_the_badge_counts_what_came_while_closed(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    hub.say(text("旧"))
    page = open_page(bank)
    chat = open_chat(page)
    expect(answers(chat)).to_have_count(1)

    def read() -> list[int]:
        return [frame["seq"] for frame in hub.heard if frame["type"] == "read"]

    until(page, lambda: read() == [1], "what was there is read")
    page.get_by_test_id("launcher").click()
    hub.say(text("新一"))
    hub.say(text("新二"))
    expect(page.get_by_test_id("badge")).to_have_text("2")
    expect(page.get_by_test_id("launcher")).to_have_attribute("aria-label", "打开在线客服，2 条未读消息")
    assert read() == [1]
    open_chat(page)
    expect(chat.get_by_test_id("unread-line")).to_be_visible()
    expect(page.get_by_test_id("badge")).to_be_hidden()
    until(page, lambda: read() == [1, 3], "what came meanwhile is read")


def test_reading_above_is_not_disturbed(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    for number in range(40):
        hub.say(text(f"第 {number} 条，说得长一点，好让对话比窗口高。"))
    chat = open_chat(open_page(bank))
    log = chat.get_by_role("region", name="对话记录")
    expect(answers(chat).last).to_be_in_viewport()
    log.hover()
    log.evaluate("region => region.scrollTo(0, 200)")
    hub.say(text("新一"))
    hub.say(text("新二"))
    expect(chat.get_by_test_id("new-messages")).to_have_text("2 条新消息")
    assert abs(log.evaluate("region => region.scrollTop") - 200) < 2
    chat.get_by_test_id("new-messages").click()
    expect(answers(chat).last).to_be_in_viewport()
    expect(chat.get_by_test_id("new-messages")).to_have_count(0)


def test_a_strangers_words_do_not_move_the_reader(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    for number in range(40):
        hub.say(text(f"第 {number} 条，说得长一点，好让对话比窗口高。"))
    page = open_page(bank)
    chat = open_chat(page)
    expect(answers(chat).last).to_be_in_viewport()
    log = chat.get_by_role("region", name="对话记录")
    log.hover()
    log.evaluate("region => region.scrollTo(0, 200)")
    frame = chat_frame(page)
    frame.evaluate("postMessage('an extension of the browser', '*')")
    page.wait_for_timeout(300)
    assert abs(log.evaluate("region => region.scrollTop") - 200) < 2


def test_older_messages_do_not_move_what_is_read(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    for number in range(120):
        hub.say(text(f"第 {number} 条"))
    chat = open_chat(open_page(bank))
    expect(answers(chat)).to_have_count(50)
    log = chat.get_by_role("region", name="对话记录")
    log.evaluate("region => region.scrollTo(0, 0)")
    row = chat.locator('[data-seq="73"]')  # the first one loses its speaker to an older one
    before = row.bounding_box()
    chat.get_by_test_id("older").click()
    expect(answers(chat)).to_have_count(100)
    after = row.bounding_box()
    assert before is not None
    assert after is not None
    assert abs(before["y"] - after["y"]) < 2
    log.evaluate("region => region.scrollTo(0, 0)")
    chat.get_by_test_id("older").click()
    expect(answers(chat)).to_have_count(120)
    expect(chat.get_by_test_id("older")).to_have_count(0)


def test_the_typing_sign_moves_nothing(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    hub.say(text("一"))
    chat = open_chat(open_page(bank))
    before = answers(chat).bounding_box()
    hub.show("typing", 1)
    expect(chat.get_by_test_id("typing")).to_have_attribute("data-on", "true")
    assert answers(chat).bounding_box() == before


def test_large_type_is_large_and_remembered(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    hub.say(text("大字"))
    page = open_page(bank, **PHONE)
    chat = open_chat(page)
    chat.get_by_test_id("large").click()
    until_kept(page, '"large":true')
    page.reload()
    chat = open_chat(page)
    expect(chat.get_by_test_id("large")).to_have_text("标准版")
    size = answers(chat).evaluate("row => parseFloat(getComputedStyle(row).fontSize)")
    assert 24 <= size <= 40  # 18 to 30 pt
    for name in ("send", "person"):
        box = chat.get_by_test_id(name).bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 60


@pytest.mark.parametrize("screen", [PHONE, SMALLEST, {"viewport": {"width": 1440, "height": 900}}])
@pytest.mark.parametrize("large", [False, True])
def test_nothing_sticks_out(
    hub: FakeHub, bank: str, open_page: OpenPage, screen: dict[str, object], large: bool
) -> None:
    hub.say(text("一个很长很长的词：" + "W" * 200), kind="agent", name="阿" * 60)
    hub.say(rich(columns=8))
    hub.say({"type": "choices", "prompt": "请选择：", "options": [{"id": "c1", "label": "长" * 60}]})
    page = open_page(bank, **screen)
    chat = open_chat(page)
    if large:
        chat.get_by_test_id("large").click()
    chat.get_by_test_id("rate-down").click()
    expect(chat.get_by_test_id("comment-send")).to_be_visible()
    chat.get_by_test_id("composer").fill("长" * 400)
    page.wait_for_timeout(150)
    frame = chat_frame(page)
    width = frame.evaluate("innerWidth")
    wide = "all => Math.max(...all.map((each) => each.getBoundingClientRect().right))"
    assert chat.locator("button, textarea, header, [data-testid=message]").evaluate_all(wide) <= width
    region = chat.get_by_role("region", name="对话记录")
    assert region.evaluate("each => each.scrollWidth <= each.clientWidth")
    send = chat.get_by_test_id("send").bounding_box()
    assert send is not None
    assert send["y"] + send["height"] <= page.viewport_size["height"]  # type: ignore[index]


@pytest.mark.parametrize("large", [False, True])
def test_long_questions_to_begin_with_do_not_stick_out(
    hub: FakeHub, bank: str, open_page: OpenPage, large: bool
) -> None:
    hub.bank = {**hub.bank, "name": "远" * 60}
    hub.hot = ["长" * 60, "Rechtsschutzversicherungsgesellschaftsangelegenheiten" * 2]
    page = open_page(bank, **SMALLEST)
    chat = open_chat(page)
    if large:
        chat.get_by_test_id("large").click()
        page.wait_for_timeout(150)
    rights = chat.locator("button, header, h1").evaluate_all(
        "all => all.map((each) => each.getBoundingClientRect().right)"
    )
    assert len(rights) > 5
    assert max(rights) <= 320


def test_a_phone_shows_the_chat_on_the_whole_screen(bank: str, open_page: OpenPage) -> None:
    page = open_page(bank, **PHONE)
    chat = open_chat(page)
    box = page.get_by_test_id("panel").bounding_box()
    assert box == {"x": 0, "y": 0, "width": 360, "height": 740}
    assert page.evaluate("getComputedStyle(document.documentElement).overflow") == "hidden"
    expect(page.get_by_test_id("launcher")).to_be_hidden()
    chat.get_by_test_id("minimise").click()
    expect(page.get_by_test_id("launcher")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.documentElement).overflow") != "hidden"


def test_the_chat_alone_on_its_page(hub: FakeHub, open_page: OpenPage) -> None:
    page = open_page(f"{hub.url}/webchat/frame")
    expect(page.get_by_test_id("composer")).to_be_focused()
    page.get_by_test_id("composer").fill("独立页面")
    page.get_by_test_id("send").click()
    expect(page.get_by_test_id("message")).to_have_attribute("data-state", "stored")
    expect(page.get_by_test_id("minimise")).to_have_count(0)
    assert hub.hellos[0]["embedder"] == hub.url


def test_english_for_an_english_browser(hub: FakeHub, open_page: OpenPage) -> None:
    page = open_page(f"{hub.url}/webchat/frame", locale="en-GB")
    expect(page.get_by_test_id("person")).to_have_text("Person")
    assert page.evaluate("document.documentElement.lang") == "en"


def test_the_banks_button_opens_the_chat(bank: str, open_page: OpenPage) -> None:
    page = open_page(f"{bank}help")
    expect(page.get_by_test_id("launcher")).to_be_visible()
    page.get_by_role("button", name="打开对话").click()
    expect(page.frame_locator("[data-testid=frame]").get_by_test_id("composer")).to_be_focused()


def test_only_new_messages_are_announced(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    hub.say(text("旧"))
    chat = open_chat(open_page(bank))
    log = chat.get_by_test_id("log")
    expect(log).to_have_attribute("role", "log")
    expect(log).to_have_attribute("aria-live", "polite")
    expect(chat.get_by_role("button", name="转人工")).to_be_visible()
    expect(chat.get_by_role("combobox", name="输入您的问题")).to_be_visible()
    expect(chat.get_by_role("button", name="发送")).to_be_visible()


def test_a_stranger_cannot_speak_for_the_hub(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    page = open_page(bank)
    open_chat(page)
    page.evaluate("postMessage({bridge: 'yuanqiao-webchat-1', say: 'unread', count: 7}, '*')")
    page.evaluate("postMessage({bridge: 'yuanqiao-webchat-1', say: 'close'}, '*')")
    page.wait_for_timeout(200)
    expect(page.get_by_test_id("panel")).to_be_visible()


def test_a_hub_that_does_not_answer(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    page = open_page(bank)
    expect(page.get_by_test_id("launcher")).to_be_visible()
    page.route("**/webchat/frame", lambda route: route.abort())
    page.get_by_test_id("launcher").click()
    expect(page.get_by_test_id("frame-fault")).to_be_visible(timeout=12_000)
    page.unroute("**/webchat/frame")
    expect(page.get_by_test_id("frame-fault")).to_be_hidden(timeout=12_000)
    chat = page.frame_locator("[data-testid=frame]")
    ask(chat, "终于打开")
    expect(own(chat)).to_have_attribute("data-state", "stored")


def test_ending_a_conversation_is_asked_for_once_more(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    chat = open_chat(open_page(bank))
    expect(chat.get_by_test_id("end")).to_be_disabled()
    ask(chat, "一")
    chat.get_by_test_id("end").click()
    expect(chat.get_by_test_id("end-no")).to_be_focused()
    chat.get_by_test_id("end-no").click()
    expect(chat.get_by_test_id("composer")).to_be_focused()
    chat.get_by_test_id("end").click()
    chat.get_by_test_id("end-yes").click()
    expect(chat.locator("[data-bar=ended]")).to_be_visible()
    ask(chat, "二")
    expect(chat.locator("[data-bar=ended]")).to_have_count(0)
    expect(own(chat).last).to_have_attribute("data-conversation", "2")
    assert [frame["type"] for frame in hub.heard].count("close") == 1
