"""The whole of the real chat by the keyboard alone; the focus is always seen and never lost."""

import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.support.browser import PATIENCE_MS, Chat, chat_frame
from tests.support.product import Product

MOST_STEPS = 60
FOREIGN = "https://www.yuanqiao-bank.example/**"
PRINTING = "window.printed = 0; window.print = () => { window.printed += 1; };"
LOST = "卡丢了怎么办"
UNSURE = "利率"

FOCUS = """() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    if (!element || element === document.body) return null;
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    return {
        name: element.dataset.testid ?? element.className ?? element.localName,
        kind: element.localName,
        ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1,
        inside: box.width > 0 && box.bottom > 0 && box.top < innerHeight
            && box.right > 0 && box.left < innerWidth,
    };
}"""


class Keyboard:
    """Presses keys, and looks after each of them where the focus is."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.looks = 0

    def focus(self) -> dict[str, Any]:
        """What has the focus; fails when nothing has it, or when it cannot be seen."""
        found = self._focused()
        self.looks += 1
        assert found, "the focus is lost"
        assert found["ring"], f"the focus cannot be seen on {found}"
        assert found["inside"], f"the focus is outside the window: {found}"
        named: dict[str, Any] = found
        return named

    def press(self, key: str, *, settle_ms: int = 150, leads_to: str = "") -> str:
        """Presses a key and says what has the focus then, or once it is where the key leads to."""
        self.page.keyboard.press(key)
        self.page.wait_for_timeout(settle_ms)
        deadline = time.monotonic() + PATIENCE_MS / 1000
        while not self._is_at(leads_to) and time.monotonic() < deadline:
            self.page.wait_for_timeout(50)
        return str(self.focus()["name"])

    def leads(self, key: str, name: str, *, settle_ms: int = 150) -> None:
        """Presses a key, and the focus is there then."""
        assert self.press(key, settle_ms=settle_ms, leads_to=name) == name

    def _is_at(self, beginning: str) -> bool:
        found = self._focused()
        return not beginning or bool(found and str(found["name"]).startswith(beginning))

    def _focused(self) -> Any:
        found = self.page.main_frame.evaluate(FOCUS)
        return chat_frame(self.page).evaluate(FOCUS) if found and found["kind"] == "iframe" else found

    def go_to(self, name: str, *, back: bool = False) -> None:
        """Tabs until the element has the focus."""
        seen = []
        for _ in range(MOST_STEPS):
            seen.append(self.press("Shift+Tab" if back else "Tab", settle_ms=30))
            if seen[-1] == name:
                return
        raise AssertionError(f"no way to {name} by Tab; passed {seen}")

    def type(self, words: str) -> None:
        """Types, as an input method hands words over."""
        self.page.keyboard.insert_text(words)


class Visit:
    """A customer who has no pointer."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.chat = Chat(page)
        self.keyboard = Keyboard(page)

    def find(self, name: str) -> Locator:
        """Something in the chat."""
        return self.chat.frame.get_by_test_id(name)

    def answered_after(self, act: Callable[[], object]) -> None:
        """Acts, and waits for the bank's next message."""
        outgoing = self.chat.frame.locator('[data-testid="message"][data-direction="out"]')
        before = outgoing.count()
        act()
        outgoing.nth(before).wait_for()
        self.page.wait_for_timeout(300)

    def ask(self, words: str) -> None:
        """Asks from the composer and waits for the answer."""
        self.keyboard.type(words)
        self.answered_after(lambda: self.keyboard.press("Enter"))
        assert self.keyboard.focus()["name"] == "composer"

    def open_menu_at(self, name: str) -> None:
        """Opens the menu, with the focus on one of its entries."""
        entry = self.keyboard.press("Enter", leads_to="menu-")
        assert entry.startswith("menu-")
        if entry != name:
            self.keyboard.go_to(name)


def rate_an_answer(visit: Visit) -> None:
    keyboard = visit.keyboard
    visit.ask(LOST)
    keyboard.go_to("rate-down", back=True)
    keyboard.leads("Enter", "rate-down")
    keyboard.go_to("reason")
    keyboard.leads("Space", "reason")
    expect(visit.find("reason").first).to_have_attribute("aria-pressed", "true")
    keyboard.go_to("comment")
    keyboard.type("少了一步")
    keyboard.leads("Enter", "rate-down")
    expect(visit.find("rating-state")).to_have_text("谢谢，已记下")


def follow_a_link_and_read_the_table(visit: Visit) -> None:
    visit.keyboard.go_to("link", back=True)
    with visit.page.expect_popup() as opened:
        visit.page.keyboard.press("Enter")
    opened.value.close()
    visit.keyboard.go_to("table", back=True)
    visit.keyboard.go_to("composer")


def choose_an_option(visit: Visit) -> None:
    visit.ask(UNSURE)
    visit.keyboard.go_to("choice", back=True)
    visit.answered_after(lambda: visit.keyboard.press("Enter"))
    assert visit.keyboard.focus()["name"] == "choice"
    visit.keyboard.go_to("composer")


def take_a_suggestion(visit: Visit) -> None:
    visit.keyboard.type("信用卡")
    visit.chat.wait_for_suggestion()
    visit.keyboard.press("ArrowDown")
    visit.answered_after(lambda: visit.keyboard.press("Enter"))
    assert visit.keyboard.focus()["name"] == "composer"


def ask_for_a_person(visit: Visit) -> None:
    visit.keyboard.go_to("person", back=True)
    visit.answered_after(lambda: visit.keyboard.press("Enter"))
    assert visit.keyboard.focus()["name"] == "person"


def use_the_header(visit: Visit) -> None:
    keyboard = visit.keyboard
    keyboard.go_to("large", back=True)
    keyboard.leads("Enter", "large")
    expect(visit.find("large")).to_have_text("标准版")
    keyboard.leads("Enter", "large")
    keyboard.go_to("more")
    visit.open_menu_at("menu-mute")
    keyboard.leads("Enter", "more")
    visit.open_menu_at("menu-hot")
    keyboard.leads("Enter", "sheet-close")
    keyboard.go_to("hot")
    keyboard.leads("Escape", "more")


def print_it(visit: Visit) -> None:
    keyboard = visit.keyboard
    visit.open_menu_at("menu-transcript")
    visit.page.keyboard.press("Enter")
    visit.find("transcript").wait_for()
    keyboard.go_to("print")
    keyboard.leads("Enter", "print", settle_ms=1000)
    chat_frame(visit.page).wait_for_function("window.printed > 0")
    assert chat_frame(visit.page).evaluate("window.printed") == 1
    keyboard.leads("Escape", "more")


def end_and_close(visit: Visit) -> None:
    keyboard = visit.keyboard
    keyboard.go_to("end", back=True)
    keyboard.leads("Enter", "end-no")
    keyboard.leads("Tab", "end-yes")
    keyboard.leads("Enter", "composer")
    expect(visit.chat.frame.locator("[data-bar=ended]")).to_be_visible()
    keyboard.leads("Escape", "launcher")
    expect(visit.page.get_by_test_id("panel")).to_be_hidden()


def test_the_whole_chat_by_keyboard(product: Product, visitor: BrowserContext) -> None:
    visitor.add_init_script(PRINTING)
    visitor.route(FOREIGN, lambda route: route.fulfill(body="一页"))
    page = visitor.new_page()
    page.goto(product.bank_url)
    page.get_by_test_id("launcher").wait_for()
    visit = Visit(page)
    visit.keyboard.go_to("launcher")
    page.keyboard.press("Enter")
    expect(visit.chat.composer).to_be_focused()
    visit.find("hot").first.wait_for()
    for part in (
        rate_an_answer,
        follow_a_link_and_read_the_table,
        choose_an_option,
        take_a_suggestion,
        ask_for_a_person,
        use_the_header,
        print_it,
        end_and_close,
    ):
        part(visit)
    print(f"the focus was looked at {visit.keyboard.looks} times")
    assert visit.keyboard.looks > 60
