"""Looks whether anything of what was planted on a page has run there."""

from playwright.async_api import Page
from playwright.async_api import TimeoutError as PlaywrightTimeout

from tests.support.hostile_payloads import FORMS, RUN

WITHIN_MS = 15_000

SHOWN = """() => { let count = 0;
  const look = root => { for (const each of root.querySelectorAll('*')) {
      if (each.shadowRoot) look(each.shadowRoot);
      for (const child of each.childNodes)
        if (child.nodeType === 3 && child.data.includes('window.__ran=1')) count += 1;
      if (/window.__ran=1/.test(each.value ?? '')) count += 1; } };
  look(document); return count; }"""
LEADS = """() => { const found = [];
  const look = root => { for (const each of root.querySelectorAll('*')) {
      if (each.shadowRoot) look(each.shadowRoot);
      for (const name of ['href', 'src', 'action', 'formaction'])
        if (/^[\\s\\u0000-\\u001f]*javascript:/i.test(each.getAttribute(name) ?? ''))
          found.push(each.outerHTML); } };
  look(document); return found; }"""


async def nothing_ran(page: Page, at_least: int, where: str) -> None:
    """Asserts that payloads are shown as words, none of them has run, and none is where a link leads."""
    try:
        await page.wait_for_function(f"least => ({SHOWN})() >= least", arg=at_least, timeout=WITHIN_MS)
    except PlaywrightTimeout:
        shown = await page.evaluate(SHOWN)
        raise AssertionError(f"{where} shows {shown} payloads, and not {at_least}") from None
    assert await page.evaluate("window.__ran") is None, where
    assert await page.evaluate(LEADS) == [], where


async def would_have_run(page: Page) -> None:
    """The control: the same payload does run where a page takes words for markup."""
    await page.evaluate(f"document.body.insertAdjacentHTML('beforeend', `{FORMS[1].format(RUN)}`)")
    await page.wait_for_function("window.__ran === 1")
