"""`python web/widget/tests/browser/screenshots.py FOLDER`: files in the chat, for docs/webchat.md."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[3])]

from fake_hub import FakeHub  # noqa: E402
from pictures import landscape  # noqa: E402
from playwright.sync_api import Browser, Page  # noqa: E402
from test_files import PDF, file  # noqa: E402
from test_media import address, media  # noqa: E402

from tests.support.browser import find_chromium, running_browser  # noqa: E402

PHONE = {"width": 360, "height": 740}


def open_chat(browser: Browser, hub: FakeHub, scheme: str) -> Page:
    """The chat alone on a phone."""
    context = browser.new_context(
        viewport=PHONE,
        device_scale_factor=2,
        color_scheme=scheme,  # type: ignore[arg-type]
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
    )
    page = context.new_page()
    page.goto(f"{hub.url}/webchat/frame")
    page.get_by_test_id("attach").wait_for()
    page.wait_for_timeout(500)
    return page


def chosen(page: Page, hub: FakeHub) -> None:
    """Files before they are sent: two that can be, one that cannot."""
    page.get_by_test_id("files").set_input_files(
        [
            file("柜台回单.png", "image/png", landscape(640, 400)),
            file("十月对账单.pdf", "application/pdf", PDF + b"x" * 184_000),
            file("通话录音.mp3", "audio/mpeg", b"x"),
        ]
    )
    page.get_by_test_id("composer").fill("这是回单和对账单，请帮我核对。")
    page.wait_for_timeout(500)


def on_their_way(page: Page, hub: FakeHub) -> None:
    """One file that is stored, one under way, one that was refused."""
    page.get_by_test_id("files").set_input_files([file("回单.png", "image/png", landscape(640, 400))])
    page.get_by_test_id("composer").fill("这是回单。")
    page.get_by_test_id("send").click()
    page.get_by_test_id("image").wait_for()
    hub.uploads.verdicts["合同.pdf"] = "media_encrypted"
    page.get_by_test_id("files").set_input_files([file("合同.pdf", "application/pdf", PDF + b"x" * 96_000)])
    page.get_by_test_id("send").click()
    page.locator("[data-testid=upload][data-state=refused]").wait_for()
    hub.uploads.pause_s = 0.5
    data = PDF + b"x" * 1_200_000
    page.get_by_test_id("files").set_input_files([file("十月对账单.pdf", "application/pdf", data)])
    page.get_by_test_id("send").click()
    page.wait_for_timeout(1_600)


def stored(page: Page, hub: FakeHub) -> None:
    """A card with its buttons, a place and a file."""
    data = landscape(640, 300)
    picture = media(hub, data, "image/png", "卡面.png", width=640, height=300)
    card = {
        "type": "card",
        "title": "信用卡账单分期",
        "text": "把本期账单分成 3 到 24 期来还，手续费以申请页为准。",
        "picture": picture,
        "picture_url": address(hub, picture),
        "actions": [
            {"type": "open_page", "label": "查看费率", "url": "https://www.bank.example/rates"},
            {"type": "call", "label": "电话咨询", "number": "010-9500-0000"},
            {"type": "say", "label": "我要分期", "text": "我要办理账单分期"},
        ],
    }
    statement = media(hub, PDF + b"y" * 84_000, "application/pdf", "分期协议.pdf")
    place = {"latitude": 31.2, "longitude": 121.5, "title": "远桥银行外滩支行", "address": "中山东一路 1 号"}
    hub.say(card)
    hub.say({"type": "file", "media": statement, "url": address(hub, statement)})
    hub.say({"type": "location", **place})
    page.wait_for_timeout(800)


def main() -> int:
    """Takes them all, light and dark."""
    folder = Path(sys.argv[1])
    executable = find_chromium()
    if executable is None:
        return 1
    with running_browser(executable) as browser:
        for scheme in ("light", "dark"):
            for show in (chosen, on_their_way, stored):
                hub = FakeHub()
                hub.start()
                page = open_chat(browser, hub, scheme)
                show(page, hub)
                name = show.__name__.replace("_", "-")
                page.screenshot(path=folder / f"files-{name}-{scheme}.png")
                page.context.close()
                hub.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
