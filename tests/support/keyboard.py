"""An agent who has no mouse: everything is reached with Tab, chosen with arrows, done with Enter."""

from playwright.async_api import Page

FOCUSED = """() => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return [at?.dataset?.testid ?? "", String(at?.value ?? "")];
}"""
STEPS = """beginning => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    const values = [...at.options].filter(each => !each.disabled || each.selected).map(each => each.value);
    const there = values.findIndex(each => each.startsWith(beginning));
    return there < 0 ? null : there - values.indexOf(at.value);
}"""
MOST_STEPS = 120


async def focused(page: Page) -> tuple[str, str]:
    """The test id and the value of what has the focus."""
    test_id, value = await page.evaluate(FOCUSED)
    return str(test_id), str(value)


async def tab_to(page: Page, test_id: str) -> None:
    """Goes on with Tab until it has the focus; fails where no number of steps leads there."""
    for _ in range(MOST_STEPS):
        if (await focused(page))[0] == test_id:
            return
        await page.keyboard.press("Tab")
    raise AssertionError(f"Tab never leads to {test_id}")


async def press(page: Page, test_id: str) -> None:
    """Presses a button."""
    await tab_to(page, test_id)
    await page.keyboard.press("Enter")


async def choose(page: Page, test_id: str, beginning: str) -> None:
    """Chooses, in a list that opens, what has a value that begins so: with the arrows, as one does blind."""
    await tab_to(page, test_id)
    steps = await page.evaluate(STEPS, beginning)
    assert steps is not None, f"{test_id} has nothing that begins with {beginning}"
    for _ in range(abs(steps)):
        await page.keyboard.press("ArrowDown" if steps > 0 else "ArrowUp")
    value = (await focused(page))[1]
    assert value.startswith(beginning), f"the arrows lead to {value}"


async def sign_in(page: Page, login: str, password: str) -> None:
    """Signs in at the page that is open."""
    await page.get_by_test_id("login").wait_for()
    await tab_to(page, "login")
    await page.keyboard.type(login)
    await tab_to(page, "password")
    await page.keyboard.type(password)
    await page.keyboard.press("Enter")
    await page.get_by_test_id("status").wait_for()


async def answer(page: Page, words: str) -> None:
    """Writes to the customer who is open."""
    await page.keyboard.press("Alt+KeyR")
    await page.keyboard.insert_text(words)
    await page.keyboard.press("Enter")


async def wrap_up(page: Page) -> None:
    """Ends the conversation that is open, and completes it."""
    await page.keyboard.press("Alt+KeyE")
    await page.get_by_test_id("disposition").wait_for()
    await choose(page, "disposition", "solved")
    await press(page, "complete")
