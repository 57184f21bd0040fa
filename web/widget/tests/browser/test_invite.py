"""The invitation on the bank's pages: the same form was left twice; once a day, and not after a no."""

import json

from chat_page import OpenPage
from fake_hub import FakeHub
from playwright.sync_api import Page, expect

STORE = "yuanqiao:invite:2"
SECRET = "13800001234"
LONG_ENOUGH_MS = 3000
"""An invitation comes two seconds after the page."""


def leave(page: Page, bank: str, path: str = "loans") -> None:
    """Begins the form of a page, and goes away."""
    page.goto(bank + path)
    page.get_by_label("联系电话" if path == "loans" else "业务").fill(SECRET)
    page.goto(bank)


def not_invited(page: Page) -> None:
    page.wait_for_timeout(LONG_ENOUGH_MS)
    expect(page.get_by_test_id("yuanqiao-invite")).to_have_count(0)


def test_who_left_the_same_form_twice_is_invited_once_a_day(bank: str, open_page: OpenPage) -> None:
    page = open_page(bank)
    leave(page, bank)
    leave(page, bank, "appointment")
    not_invited(page)
    leave(page, bank)
    expect(page.get_by_role("status")).to_have_text("填写时遇到问题了吗？我们可以帮您。")
    page.get_by_test_id("invite-open").click()
    expect(page.get_by_test_id("panel")).to_be_visible()
    expect(page.get_by_test_id("yuanqiao-invite")).to_have_count(0)
    leave(page, bank)
    leave(page, bank)
    not_invited(page)


def test_a_form_that_was_sent_was_not_left(bank: str, open_page: OpenPage) -> None:
    page = open_page(bank)
    leave(page, bank)
    page.goto(f"{bank}loans")
    page.get_by_label("联系电话").fill(SECRET)
    page.get_by_role("button", name="提交申请").click()
    leave(page, bank)
    not_invited(page)


def test_who_says_no_is_left_in_peace_on_the_next_day_too(bank: str, open_page: OpenPage) -> None:
    page = open_page(bank, viewport={"width": 390, "height": 844}, color_scheme="dark")
    leave(page, bank)
    leave(page, bank)
    refuse = page.get_by_test_id("invite-refuse")
    refuse.focus()
    refuse.press("Escape")
    expect(page.get_by_test_id("yuanqiao-invite")).to_have_count(0)
    ((customer, kept),) = json.loads(page.evaluate(f"localStorage.getItem('{STORE}')"))
    assert customer == ""
    assert kept["refused"] == kept["invited"]
    yesterday = json.dumps(json.dumps([["", {**kept, "invited": ""}]]))
    page.evaluate(f"localStorage.setItem('{STORE}', {yesterday})")
    leave(page, bank)
    leave(page, bank)
    not_invited(page)


def name(page: Page, customer: str) -> None:
    """Has the bank's pages name their customer from now on."""
    # While it is read: a page that a test hands over itself may load nothing from loopback.
    script = "document.querySelector('script[src*=\"webchat-invite.js\"]')"
    page.add_init_script(
        f"new MutationObserver(() => {script}?.setAttribute('data-customer', '{customer}'))"
        ".observe(document, {childList: true, subtree: true})"
    )


def test_the_no_of_one_customer_is_not_that_of_another_and_the_page_hears_of_it(
    bank: str, open_page: OpenPage
) -> None:
    page = open_page(bank)
    name(page, "c-1")
    leave(page, bank)
    leave(page, bank)
    expect(page.get_by_test_id("invite-refuse")).to_be_visible()
    page.evaluate("addEventListener('yuanqiao-invitation-refused', () => (window.heard = true), true)")
    page.get_by_test_id("invite-refuse").click()
    assert page.evaluate("window.heard") is True
    leave(page, bank)
    leave(page, bank)
    not_invited(page)
    name(page, "c-2")
    leave(page, bank)
    not_invited(page)
    leave(page, bank)
    expect(page.get_by_test_id("invite-open")).to_be_visible()


def test_nothing_that_was_typed_is_kept(bank: str, open_page: OpenPage, hub: FakeHub) -> None:
    page = open_page(bank)
    leave(page, bank)
    kept = page.evaluate(f"localStorage.getItem('{STORE}')")
    assert json.loads(kept)[0][1]["left"] == {"loan": 1}
    assert SECRET not in page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")


def test_what_somebody_else_wrote_into_the_store_does_no_harm(bank: str, open_page: OpenPage) -> None:
    page = open_page(bank)
    for kept in ("null", "[]", '{"left":{"__proto__":9,"<b>":5},"day":7}', "x" * 100):
        page.evaluate(f"localStorage.setItem('{STORE}', {json.dumps(kept)})")
        page.goto(bank)
    not_invited(page)
