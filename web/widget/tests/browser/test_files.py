"""Files in the built chat: chosen, pasted, dropped, on their way, cut off, refused, taken back."""

import itertools
import re
from pathlib import Path

import pytest
from chat_page import OpenPage, ask, open_chat, own, until
from fake_hub import FakeHub
from fake_uploads import CHUNK
from pictures import photo, png
from playwright.sync_api import FileChooser, FilePayload, FrameLocator, Page, Route, expect

from tests.support.browser import chat_frame

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
PDF = b"%PDF-1.7\n%%EOF\n"


def file(name: str, mime: str, data: bytes) -> FilePayload:
    return {"name": name, "mimeType": mime, "buffer": data}


PICTURE = file("截图.png", "image/png", png(300, 200))
STATEMENT = file("对账单.pdf", "application/pdf", PDF)


def choose(chat: FrameLocator | Page, *files: FilePayload) -> None:
    """As if the browser's own window had been used."""
    chat.get_by_test_id("files").set_input_files(list(files))


def choose_large(chat: FrameLocator | Page, folder: Path, name: str, data: bytes) -> None:
    """The same for a file whose bytes would take long through the driver: Chromium reads it itself."""
    (folder / name).write_bytes(data)
    chat.get_by_test_id("files").set_input_files(folder / name)


def sent(hub: FakeHub) -> list[list[dict[str, str]]]:
    return [frame["segments"] for frame in hub.heard if frame["type"] == "send"]


def test_chosen_looked_at_and_sent_with_words(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    page = open_page(bank)
    chat = open_chat(page)
    with page.expect_file_chooser() as chooser:
        chat.get_by_test_id("attach").click()
    assert chooser.value.is_multiple()
    chooser.value.set_files([PICTURE, STATEMENT])
    expect(chat.get_by_test_id("chosen")).to_have_count(2)
    expect(chat.get_by_test_id("chosen").nth(0)).to_contain_text("截图.png")
    expect(chat.get_by_test_id("chosen").nth(1)).to_contain_text("15 B")
    assert hub.uploads.requests == [], "nothing leaves before it is sent"
    ask(chat, "请看")
    expect(own(chat)).to_have_attribute("data-state", "stored")
    expect(chat.get_by_test_id("tray")).to_have_count(0)
    expect(own(chat).get_by_test_id("image").locator("img")).to_have_js_property("naturalWidth", 300)
    expect(own(chat).get_by_test_id("file")).to_have_attribute("href", re.compile(f"^{hub.url}/media/"))
    text, image, pdf = sent(hub)[0]
    assert text == {"type": "text", "text": "请看"}
    assert (image["type"], pdf["type"]) == ("image", "file")
    assert set(image) == {"type", "upload"}
    assert [upload.name for upload in hub.uploads.files.values()] == ["截图.png", "对账单.pdf"]


def test_what_is_sent_before_a_file_is_ready_waits_for_it(
    hub: FakeHub, bank: str, open_page: OpenPage
) -> None:
    page = open_page(bank)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/webchat/assets/attach-*.js", hold)
    chat = open_chat(page)
    choose(chat, PICTURE)
    ask(chat, "请看")
    until(page, lambda: bool(held), "the code for files is asked for")
    page.wait_for_timeout(300)
    assert sent(hub) == [], "no words without the file that was chosen before"
    for route in held:
        route.continue_()
    expect(own(chat)).to_have_attribute("data-state", "stored")
    assert [[part["type"] for part in parts] for parts in sent(hub)] == [["text", "image"]]
    expect(chat.get_by_test_id("composer")).to_have_value("")


def test_sent_without_words_and_taken_out_before(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    chat = open_chat(open_page(bank))
    expect(chat.get_by_test_id("send")).to_be_disabled()
    choose(chat, PICTURE, STATEMENT)
    chat.get_by_label("移除 截图.png").click()
    expect(chat.get_by_test_id("chosen")).to_have_count(1)
    expect(chat.get_by_test_id("composer")).to_be_focused()
    chat.get_by_test_id("send").click()
    expect(own(chat)).to_have_attribute("data-state", "stored")
    assert [[part["type"] for part in parts] for parts in sent(hub)] == [["file"]]


def test_no_more_than_one_message_takes(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    chat = open_chat(open_page(bank))
    choose(chat, *[PICTURE] * 5)
    expect(chat.get_by_test_id("chosen")).to_have_count(4)
    expect(chat.get_by_test_id("tray")).to_contain_text("一次最多发送 4 个文件。")


def transfer(page: Page, kind: str, *, text: str = "") -> bool:
    """Pastes or drops a picture, perhaps with text; whether the browser's own way was stopped."""
    script = """([kind, text]) => {
      const chat = document.querySelector("yq-chat");
      const field = chat.shadowRoot.querySelector("yq-composer").shadowRoot.querySelector("textarea");
      const data = new DataTransfer();
      const canvas = new OffscreenCanvas(40, 30);
      canvas.getContext("2d").fillRect(0, 0, 40, 30);
      return canvas.convertToBlob().then((blob) => {
        data.items.add(new File([blob], "image.png", { type: "image/png" }));
        if (text) data.items.add(text, "text/plain");
        const init = { bubbles: true, composed: true, cancelable: true };
        const event = kind === "paste" ? new ClipboardEvent("paste", { ...init, clipboardData: data })
          : new DragEvent(kind, { ...init, dataTransfer: data });
        return !field.dispatchEvent(event);
      });
    }"""
    return bool(chat_frame(page).evaluate(script, [kind, text]))


def test_pasted(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    page = open_page(bank)
    chat = open_chat(page)
    assert not transfer(page, "paste", text="表格里的字"), "office programs put a picture beside the words"
    expect(chat.get_by_test_id("chosen")).to_have_count(0)
    assert transfer(page, "paste")
    expect(chat.get_by_test_id("chosen")).to_contain_text("image.png")
    chat.get_by_test_id("composer").press("Enter")
    expect(own(chat)).to_have_attribute("data-state", "stored")


def test_dropped(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    page = open_page(bank)
    chat = open_chat(page)
    assert transfer(page, "dragover")
    expect(chat.get_by_test_id("drop")).to_have_text("松开即可添加")
    assert transfer(page, "drop")
    expect(chat.get_by_test_id("drop")).to_have_count(0)
    expect(chat.get_by_test_id("chosen")).to_have_count(1)


def test_where_the_hub_takes_no_files_there_is_no_button(
    hub: FakeHub, bank: str, open_page: OpenPage
) -> None:
    hub.uploads.rules = None
    page = open_page(bank)
    chat = open_chat(page)
    expect(chat.get_by_test_id("attach")).to_have_count(0)
    assert not transfer(page, "paste")
    assert transfer(page, "drop"), "else the browser would leave the page for the file"
    page.wait_for_timeout(300)
    expect(chat.get_by_test_id("chosen")).to_have_count(0)


def test_progress_and_order(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    hub.uploads.hold(after=2)
    chat = open_chat(open_page(bank))
    choose(chat, file("大图.png", "image/png", photo(600)))
    chat.get_by_test_id("send").click()
    ask(chat, "第二条")
    upload = chat.get_by_test_id("upload")
    expect(upload).to_have_attribute("data-state", "running")
    expect(chat.get_by_test_id("upload-state")).to_have_text(re.compile(r"已上传 [1-9]\d?%"))
    expect(upload.get_by_role("progressbar")).to_have_attribute("aria-label", "大图.png")
    expect(own(chat).nth(1)).to_have_attribute("data-state", "pending")
    hub.uploads.let_go()
    expect(own(chat).nth(1)).to_have_attribute("data-state", "stored")
    assert [parts[0]["type"] for parts in sent(hub)] == ["image", "text"]
    expect(chat.get_by_test_id("upload-news")).to_have_text("大图.png：已上传")


def test_cancelled(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    hub.uploads.hold()
    page = open_page(bank)
    chat = open_chat(page)
    choose(chat, file("大图.png", "image/png", photo(600)))
    ask(chat, "说明")
    chat.get_by_label("取消发送 大图.png").click()
    hub.uploads.let_go()
    expect(own(chat)).to_have_attribute("data-state", "stored")
    expect(own(chat)).to_have_text("您 说明")
    assert sent(hub) == [[{"type": "text", "text": "说明"}]]
    until(page, lambda: not hub.uploads.files, "the hub is told, too")


def test_a_line_cut_three_times(hub: FakeHub, bank: str, open_page: OpenPage, tmp_path: Path) -> None:
    data = photo(1640)
    hub.uploads.cuts = 3
    page = open_page(bank)
    chat = open_chat(page)
    choose_large(chat, tmp_path, "照片.png", data)
    chat.get_by_test_id("send").click()
    expect(chat.get_by_test_id("upload")).to_have_attribute("data-state", "running")
    hub.cut(1012)
    expect(own(chat)).to_have_attribute("data-state", "stored", timeout=30_000)
    (upload,) = hub.uploads.files.values()
    assert len(data) > 8_000_000
    assert bytes(upload.data) == data
    methods = [method for method, _ in hub.uploads.requests]
    assert (methods.count("POST"), methods.count("HEAD")) == (1, 3), "on from where it was, each time"
    offsets = [offset for method, offset in hub.uploads.requests if method == "PATCH"]
    steps = {behind - before for before, behind in itertools.pairwise(offsets)}
    assert {CHUNK, CHUNK // 2, CHUNK // 4, CHUNK // 8} <= steps, "smaller pieces after each cut"
    assert len(sent(hub)) == 1


def test_the_verdict_that_was_cut_off_is_asked_for(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    hub.uploads.verdicts["坏图.png"] = "media_broken"
    hub.uploads.lose_verdicts = 1
    chat = open_chat(open_page(bank))
    choose(chat, file("坏图.png", "image/png", png(30, 20)))
    chat.get_by_test_id("send").click()
    expect(chat.get_by_test_id("upload-state")).to_have_text("文件打不开，可能已损坏，请换一个文件。")
    size = hub.uploads.requests[0][1]
    assert hub.uploads.requests[-2:] == [("HEAD", size), ("PATCH", size)]


VERDICTS = {
    "media_type": "暂不支持这种文件，可以发送 JPEG、PNG、PDF。",
    "media_too_large": "文件太大，最多 15 MB。",
    "media_too_many_pixels": "图片尺寸过大，请缩小后再发送。",
    "media_too_many_pages": "文件页数过多，请拆分后再发送。",
    "media_broken": "文件打不开，可能已损坏，请换一个文件。",
    "media_encrypted": "文件有密码保护，请去掉密码后再发送。",
    "media_infected": "文件没有通过安全检查，没有发送。",
    "media_of_next_year": "文件没有被接收，请换一个文件。",
}


def test_what_the_hub_refuses_is_said_in_a_sentence(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    chat = open_chat(open_page(bank))
    for at, (code, words) in enumerate(VERDICTS.items()):
        hub.uploads.verdicts[f"{code}.pdf"] = code
        choose(chat, file(f"{code}.pdf", "application/pdf", PDF))
        chat.get_by_test_id("send").click()
        expect(chat.get_by_test_id("upload-state").nth(at)).to_have_text(words)
    expect(chat.get_by_test_id("retry")).to_have_count(0)
    ask(chat, "其他问题")
    expect(own(chat).last).to_have_attribute("data-state", "refused")  # refused ones stand behind
    assert sent(hub) == [[{"type": "text", "text": "其他问题"}]]
    chat.get_by_test_id("upload-cancel").first.click()
    expect(chat.get_by_test_id("upload")).to_have_count(len(VERDICTS) - 1)


def test_what_cannot_be_sent_is_said_at_once(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    assert hub.uploads.rules
    hub.uploads.rules["bytes"] = 500_000
    chat = open_page(f"{hub.url}/webchat/frame", locale="en-US")
    choose(
        chat,
        file("song.mp3", "audio/mpeg", b"x"),
        file("long.pdf", "application/pdf", PDF + b"x" * 500_000),
        file("empty.pdf", "application/pdf", b""),
    )
    chosen = chat.get_by_test_id("chosen")
    expect(chosen.nth(0)).to_contain_text("This kind of file cannot be sent. You can send JPEG, PNG, PDF.")
    expect(chosen.nth(1)).to_contain_text("The file is too large. At most 500 KB.")
    expect(chosen.nth(2)).to_contain_text("The file cannot be opened and may be damaged.")
    expect(chat.get_by_test_id("send")).to_be_disabled()
    assert hub.uploads.requests == []


def test_a_picture_that_is_too_large_is_made_smaller(
    hub: FakeHub, bank: str, open_page: OpenPage, tmp_path: Path
) -> None:
    assert hub.uploads.rules
    hub.uploads.rules["bytes"] = 1_000_000
    chat = open_chat(open_page(bank))
    choose_large(chat, tmp_path, "照片.png", photo(1640))
    expect(chat.get_by_test_id("chosen")).to_contain_text("照片.jpg")
    chat.get_by_test_id("send").click()
    expect(own(chat)).to_have_attribute("data-state", "stored")
    (upload,) = hub.uploads.files.values()
    assert upload.mime == "image/jpeg"
    assert 100_000 < upload.length <= 1_000_000


def test_a_reload_takes_a_file_away_and_that_is_said(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    hub.uploads.hold()
    page = open_page(bank)
    chat = open_chat(page)
    choose(chat, file("大图.png", "image/png", photo(600)))
    chat.get_by_test_id("send").click()
    expect(chat.get_by_test_id("upload")).to_have_attribute("data-state", "running")
    page.reload()
    hub.uploads.let_go()
    chat = open_chat(page)
    expect(chat.get_by_test_id("upload-state")).to_have_text(
        "页面重新打开过，浏览器没有保留这个文件，请重新选择。"
    )
    ask(chat, "其他问题")
    expect(own(chat).first).to_have_attribute("data-state", "stored")
    chat.get_by_label("移除 大图.png").click()
    expect(chat.get_by_test_id("upload")).to_have_count(0)


def test_without_a_network_a_file_waits(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    page = open_page(bank)
    with page.expect_event("requestfinished", lambda request: "/assets/attach-" in request.url):
        chat = open_chat(page)
    page.wait_for_timeout(500)  # what files need is here and was run by then
    page.context.set_offline(True)
    choose(chat, PICTURE)
    chat.get_by_test_id("send").click()
    expect(chat.get_by_test_id("upload")).to_be_visible()
    page.wait_for_timeout(500)
    page.context.set_offline(False)
    expect(own(chat)).to_have_attribute("data-state", "stored")


def test_on_a_phone_there_is_a_camera(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    page = open_page(bank, **PHONE)
    chat = open_chat(page)
    chat.get_by_test_id("attach").tap()
    expect(chat.get_by_test_id("attach-camera")).to_have_text("拍照")
    assert chat.get_by_test_id("camera").get_attribute("capture") == "environment"
    with page.expect_file_chooser() as chooser:
        chat.get_by_test_id("attach-camera").tap()
    chooser.value.set_files([PICTURE])
    expect(chat.get_by_test_id("chosen")).to_have_count(1)
    expect(chat.get_by_test_id("sheet")).to_have_count(0)


@pytest.mark.parametrize("width", [320, 360, 390])
@pytest.mark.parametrize("large", [False, True])
def test_a_narrow_phone_has_room_for_all(
    hub: FakeHub, bank: str, open_page: OpenPage, width: int, large: bool
) -> None:
    hub.uploads.verdicts["长长长长长长长长长长长长长长长长长长长长长长的名字.pdf"] = "media_too_many_pages"
    page = open_page(bank, **{**PHONE, "viewport": {"width": width, "height": 640}})
    chat = open_chat(page)
    if large:
        chat.get_by_test_id("large").tap()
    name = "长长长长长长长长长长长长长长长长长长长长长长的名字.pdf"
    choose(chat, PICTURE, file(name, "application/pdf", PDF))
    expect(chat.get_by_test_id("chosen")).to_have_count(2)
    for test_id in ("person", "attach", "composer", "send", "chosen-remove"):
        box = chat.get_by_test_id(test_id).first.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert min(box["width"], box["height"]) >= 44
    composer = chat.get_by_test_id("composer").bounding_box()
    assert composer is not None
    assert composer["width"] >= 100
    chat.get_by_test_id("send").tap()
    expect(chat.get_by_test_id("upload").nth(1)).to_have_attribute("data-state", "refused")
    assert not chat_frame(page).evaluate(
        "(() => { const log = document.querySelector('yq-chat').shadowRoot.querySelector('yq-log').shadowRoot"
        ".querySelector('.scroller'); return log.scrollWidth > log.clientWidth })()"
    )


def test_with_the_keyboard_alone(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    page = open_page(bank)
    choosers: list[FileChooser] = []

    def opened(chooser: FileChooser) -> None:
        choosers.append(chooser)

    # Listened for from here on: a key pressed at once can overtake Chromium's order to tell of it.
    page.on("filechooser", opened)
    chat = open_chat(page)
    expect(chat.get_by_test_id("composer")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(chat.get_by_test_id("attach")).to_be_focused()
    page.keyboard.press("Enter")
    until(page, lambda: bool(choosers), "the browser's window of files opened")
    choosers[0].set_files([PICTURE, STATEMENT])
    expect(chat.get_by_test_id("chosen")).to_have_count(2)
    expect(chat.get_by_test_id("composer")).to_be_focused()
    for _ in range(3):
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    expect(chat.get_by_test_id("chosen-remove").nth(0)).to_be_focused()
    page.keyboard.press("Enter")
    expect(chat.get_by_test_id("chosen")).to_have_count(1)
    expect(chat.get_by_test_id("composer")).to_be_focused()
    page.keyboard.press("Enter")
    expect(own(chat)).to_have_attribute("data-state", "stored")
