"""Pictures put into an answer at the desk in Chromium: chosen, pasted, dropped, and refused.

`YUANQIAO_PICTURES=docs/images` writes the pictures of docs/studio.md.
"""

import base64
import io
from typing import Any

from PIL import Image, ImageDraw
from playwright.async_api import Browser, Page, expect

from tests.e2e.desk_browser import browser
from tests.e2e.test_studio import (
    OVERHANG,
    at_desk,
    database_file,
    house,
    picture,
    serious,
    state_is,
    write,
)
from tests.support.house import House

__all__ = ["browser", "database_file", "house"]

NARROW: Any = {"width": 390, "height": 800}
MOST_BYTES = 300_000
GIVE = """([kind, name, mime, data]) => {
  const find = (root) => root.querySelector('#answer') ??
    [...root.querySelectorAll('*')].map((each) => each.shadowRoot && find(each.shadowRoot)).find(Boolean);
  const bytes = Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0));
  const files = new DataTransfer();
  files.items.add(new File([bytes], name, {type: mime}));
  const event = kind === 'paste'
    ? new ClipboardEvent('paste', {clipboardData: files, bubbles: true, cancelable: true})
    : new DragEvent('drop', {dataTransfer: files, bubbles: true, cancelable: true});
  find(document).dispatchEvent(event);
}"""
"""Hands a file to the answer's field, as the browser does when somebody pastes or drops one."""

WIDTHS = """() => {
  const all = (root) => [...root.querySelectorAll('*')]
    .flatMap((each) => [each, ...(each.shadowRoot ? all(each.shadowRoot) : [])]);
  return all(document).filter((each) => each.tagName === 'IMG').map((each) => each.naturalWidth);
}"""


def card(size: tuple[int, int] = (640, 400), kind: str = "PNG") -> bytes:
    """A drawing of a card."""
    image = Image.new("RGB", size, "#e8f1f2")
    ImageDraw.Draw(image).rounded_rectangle((40, 40, size[0] - 40, size[1] - 40), 30, fill="#0a6c74")
    content = io.BytesIO()
    image.save(content, kind)
    return content.getvalue()


def photograph() -> bytes:
    """A large photograph, as a phone makes it."""
    content = io.BytesIO()
    small = Image.effect_noise((600, 400), 60).convert("RGB")
    small.resize((3000, 2000)).save(content, "JPEG", quality=95)
    assert len(content.getvalue()) > 2 * MOST_BYTES
    return content.getvalue()


async def choose(page: Page, name: str, mime: str, content: bytes) -> None:
    """By the button over the answer."""
    async with page.expect_file_chooser() as choosing:
        await page.get_by_test_id("sign-picture").click()
    await (await choosing.value).set_files({"name": name, "mimeType": mime, "buffer": content})


async def give(page: Page, kind: str, content: bytes) -> None:
    data = base64.b64encode(content).decode()
    await page.evaluate(GIVE, [kind, "card.png", "image/png", data])


async def insert(page: Page, alt: str) -> None:
    """Says what the picture shows, and puts it in with the keyboard."""
    await page.get_by_test_id("picture-alt").fill(alt)
    await page.get_by_test_id("picture-alt").press("Enter")
    await expect(page.get_by_test_id("picture")).to_have_count(0)


async def shown(page: Page, count: int) -> None:
    """So many pictures stand in the preview, and each has come."""
    images = page.get_by_test_id("preview").locator("img")
    await expect(images).to_have_count(count)
    for place in range(count):
        await images.nth(place).scroll_into_view_if_needed()
    await page.wait_for_function(f"({WIDTHS})().filter((width) => width > 0).length === {count}")


async def test_a_picture_is_chosen_pasted_or_dropped_and_shown(house: House, browser: Browser) -> None:
    async with at_desk(house, browser, "li.editor", "knowledge/articles/new") as li:
        await write(li, "topic", "卡片")
        await write(li, "title", "签名栏在哪里")
        await write(li, "questions", "签名栏在卡的哪一面")
        await write(li, "answer", "看图。")
        sent: list[int] = []
        li.on(
            "request",
            lambda request: (
                sent.append(len(request.post_data or ""))
                if request.method == "POST" and request.url.endswith("/staff/kb/pictures")
                else None
            ),
        )
        await choose(li, "card.jpg", "image/jpeg", photograph())
        await expect(li.get_by_test_id("picture-alt")).to_be_focused()
        await expect(li.get_by_test_id("picture-insert")).to_be_disabled()
        await picture(li, "picture")
        assert await serious(li) == []
        await insert(li, "卡的背面，[签名栏] 在下方")
        await shown(li, 1)
        assert sent[0] < MOST_BYTES, "what is too large is made smaller before it is sent"
        alt = await li.get_by_test_id("preview").locator("img").first.get_attribute("alt")
        assert alt == "卡的背面，[签名栏] 在下方"
        await give(li, "paste", card())
        await insert(li, "卡的正面")
        await give(li, "drop", card((320, 200)))
        await li.get_by_test_id("picture-alt").press("Escape")
        await expect(li.get_by_test_id("picture")).to_have_count(0)
        await give(li, "drop", card((320, 200)))
        await insert(li, "芯片")
        await shown(li, 3)
        await picture(li, "picture-shown")
        assert await serious(li) == []
        await li.get_by_test_id("save").click()
        await li.get_by_test_id("submit").click()
        await state_is(li, "待审核")


async def test_what_is_no_picture_is_refused_in_words(house: House, browser: Browser) -> None:
    more: dict[str, Any] = {"viewport": NARROW, "color_scheme": "dark"}
    async with at_desk(house, browser, "li.editor", "knowledge/articles/new", **more) as li:
        await write(li, "topic", "卡片")
        await write(li, "title", "签名栏在哪里")
        hostile = (
            (
                "a.svg",
                "image/svg+xml",
                b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
                "不是",
            ),
            ("a.png", "image/png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "打不开"),
            ("a.png", "image/png", card()[:60], "打不开"),
        )
        for name, mime, content, words in hostile:
            await choose(li, name, mime, content)
            await li.get_by_test_id("picture-alt").fill("图")
            await li.get_by_test_id("picture-insert").click()
            await expect(li.get_by_test_id("picture-trouble")).to_contain_text(words)
            assert await li.evaluate(OVERHANG) <= 0
        await picture(li, "picture-refused")
        assert await serious(li) == []
        await li.get_by_test_id("picture-cancel").click()
        await write(li, "answer", f"![图](media:{'0' * 64}.png)")
        await expect(li.get_by_test_id("problems")).to_contain_text("还没有上传")
