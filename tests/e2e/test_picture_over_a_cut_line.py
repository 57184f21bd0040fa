"""A phone's picture of 8 MB reaches the real hub over a line that is cut three times, and is there once."""

import io
import os
import time

from PIL import Image
from playwright.sync_api import BrowserContext, FilePayload, expect

from tests.support.browser import Chat
from tests.support.product import Product

SIZE = (4032, 3024)
LEAST_BYTES = 8_000_000
CUTS = 3
BETWEEN_CUTS = 2_000_000
ARRIVES_MS = 120_000
GPS_DIRECTORY = 0x8825


def photo() -> bytes:
    """A photograph as a phone takes it: twelve megapixels, grainy, with the place where it was taken."""
    grain = Image.frombytes("L", (SIZE[0] // 4, SIZE[1] // 4), os.urandom(SIZE[0] * SIZE[1] // 16))
    picture = Image.merge("RGB", [grain.resize(SIZE, Image.Resampling.BICUBIC)] * 3)
    exif = Image.Exif()
    exif[GPS_DIRECTORY] = {1: "N", 2: (31.0, 14.0, 12.0)}
    taken = io.BytesIO()
    picture.save(taken, "JPEG", quality=99, exif=exif)
    return taken.getvalue()


def cut_three_times(product: Product, chat: Chat) -> int:
    """Breaks the line each time when so much more of the picture has passed; tells how often it broke."""
    cuts, deadline = 0, time.monotonic() + ARRIVES_MS / 1000
    while cuts < CUTS and time.monotonic() < deadline:
        product.proxy.cut_after_client_bytes(BETWEEN_CUTS)
        while product.proxy.cut_is_due and time.monotonic() < deadline:
            chat.page.wait_for_timeout(50)
        cuts += not product.proxy.cut_is_due
    return cuts


def test_it_arrives_whole_and_once(product: Product, phone: BrowserContext) -> None:
    data = photo()
    assert LEAST_BYTES < len(data) < LEAST_BYTES * 1.25
    chat = Chat.on_page(phone.new_page(), product.bank_url)
    file = FilePayload(name="网点.jpg", mimeType="image/jpeg", buffer=data)
    chat.frame.get_by_test_id("files").set_input_files(file)
    chat.frame.get_by_test_id("send").click()
    assert cut_three_times(product, chat) == CUTS
    own = chat.frame.locator('[data-testid="message"][data-direction="in"]')
    expect(own).to_have_attribute("data-state", "stored", timeout=ARRIVES_MS)
    expect(own).to_have_count(1)
    chat.page.reload()
    chat.open()
    expect(own).to_have_count(1)
    shown = own.get_by_test_id("image").locator("img")
    expect(shown).to_have_js_property("naturalWidth", SIZE[0], timeout=ARRIVES_MS)
    kept = Image.open(io.BytesIO(phone.request.get(str(shown.get_attribute("src"))).body()))
    assert kept.size == SIZE
    assert not kept.getexif(), "where it was taken is nobody's business"
