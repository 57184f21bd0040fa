"""Lines that are slow, or fail: the chat opens in the end, and the page's history stays the page's."""

from chat_page import OpenPage, ask, own
from fake_hub import FakeHub
from playwright.sync_api import Page, expect

KILOBIT = 1000 / 8
SLOW = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 32 * KILOBIT,
    "uploadThroughput": 32 * KILOBIT,
}


def entries(page: Page) -> int:
    return int(page.evaluate("history.length"))


def test_at_32_kilobits_it_opens_and_is_asked_for_once(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    page = open_page(bank, viewport={"width": 360, "height": 740})
    before = entries(page)
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", SLOW)
    page.get_by_test_id("launcher").click()
    fault = page.get_by_test_id("frame-fault")
    expect(fault).to_contain_text("网络较慢")
    expect(fault.get_by_role("button", name="收起在线客服")).to_be_visible()
    chat = page.frame_locator("[data-testid=frame]")
    expect(chat.get_by_test_id("composer")).to_be_visible(timeout=60_000)
    expect(fault).to_be_hidden()
    ask(chat, "慢慢来")
    expect(own(chat)).to_have_attribute("data-state", "stored")
    assert hub.frames_served == 1, "a load that makes progress is left alone"
    assert entries(page) == before


def test_a_load_that_failed_is_tried_again_without_an_entry_in_the_history(
    hub: FakeHub, bank: str, open_page: OpenPage
) -> None:
    page = open_page(f"{bank}help")
    page.goto(bank)
    before = entries(page)
    hub.frame_faults = 2
    page.get_by_test_id("launcher").click()
    expect(page.get_by_test_id("frame-fault")).to_contain_text("暂时打不开")
    chat = page.frame_locator("[data-testid=frame]")
    expect(chat.get_by_test_id("composer")).to_be_visible()
    expect(page.get_by_test_id("frame-fault")).to_be_hidden()
    assert hub.frames_served == 3
    assert entries(page) == before
    page.go_back()
    assert page.url.endswith("/help"), "Back leaves the page"


def test_who_is_online_again_need_not_wait(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    page = open_page(bank)
    page.context.set_offline(True)
    page.get_by_test_id("launcher").click()
    expect(page.get_by_test_id("frame-fault")).to_contain_text("暂时打不开")
    page.get_by_test_id("frame-fault").get_by_role("button").click()
    expect(page.get_by_test_id("panel")).to_be_hidden()
    page.context.set_offline(False)
    page.get_by_test_id("launcher").click()
    chat = page.frame_locator("[data-testid=frame]")
    expect(chat.get_by_test_id("composer")).to_be_focused()
