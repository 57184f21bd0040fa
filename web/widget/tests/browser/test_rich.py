"""Rich answers in Chromium: a small document, whose pictures and tables stay in their place."""

from answers import PICTURE, SOURCE, line, rich, text
from chat_page import OpenPage, answers, ask, open_chat, until_kept
from fake_hub import FakeHub
from pictures import png
from playwright.sync_api import expect

PHONE = {"viewport": {"width": 360, "height": 740}}
SMALLEST = {"viewport": {"width": 320, "height": 560}}


def test_an_answer_is_a_small_document(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    hub.media[PICTURE] = png(900, 600)
    hub.say(rich())
    chat = open_chat(open_page(bank))
    answer = chat.get_by_test_id("answer")
    expect(answer.locator("p").first).to_have_text("请先挂失，再到网点补卡。")
    expect(answer.locator("strong")).to_have_text("挂失")
    expect(answer.locator("ol > li")).to_have_count(3)
    expect(answer.get_by_role("columnheader")).to_have_text(["第 0 项费用", "第 1 项费用", "第 2 项费用"])
    expect(answer.get_by_role("row")).to_have_count(4)
    expect(answer.get_by_test_id("link")).to_have_attribute("href", "https://www.bank.example/branches")
    expect(answer.locator("ul a")).to_have_attribute("rel", "noopener noreferrer")
    expect(answer.get_by_role("img")).to_have_attribute("alt", "挂失按钮在卡片管理页的右上角")
    expect(answers(chat)).not_to_contain_text("费用见表")  # the plain words do not come beside their form
    expect(chat.get_by_test_id("source")).to_have_text("来源《借记卡挂失与补卡》· 生效 2026-11-01")


def test_a_wide_table_scrolls_inside_itself(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    hub.say(rich(columns=9, picture=False))
    chat = open_chat(open_page(bank, **SMALLEST))
    table = chat.get_by_role("region", name="表格：第 0 项费用")
    assert table.evaluate("region => region.scrollWidth > region.clientWidth + 100")
    log = chat.get_by_role("region", name="对话记录")
    assert log.evaluate("region => region.scrollWidth <= region.clientWidth")
    table.focus()
    expect(table).to_be_focused()
    table.press("ArrowRight")
    chat.locator(".table").evaluate(
        "region => new Promise(done => { const look = () =>"
        " region.scrollLeft > 0 ? done() : setTimeout(look, 20); look(); })"
    )


def test_a_picture_has_its_place_before_it_comes(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    hub.say(rich())  # and the hub has no such picture
    chat = open_chat(open_page(bank, **PHONE))
    picture = chat.get_by_test_id("picture").locator("img")
    box = picture.bounding_box()
    assert box is not None
    assert box["width"] > 250
    assert abs(box["width"] / box["height"] - 1.5) < 0.02


def test_a_picture_opens_larger_and_gives_the_focus_back(
    hub: FakeHub, bank: str, open_page: OpenPage
) -> None:
    hub.media[PICTURE] = png(900, 600)
    hub.say(rich())
    page = open_page(bank, **PHONE)
    chat = open_chat(page)
    opener = chat.get_by_role("button", name="挂失按钮在卡片管理页的右上角，点开看大图")
    opener.focus()
    opener.press("Enter")
    sheet = chat.get_by_role("dialog", name="挂失按钮在卡片管理页的右上角")
    expect(sheet).to_be_visible()
    expect(chat.get_by_test_id("sheet-close")).to_be_focused()
    width = chat.locator("img.whole").evaluate("picture => picture.getBoundingClientRect().width")
    assert width == 900
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    expect(opener).to_be_focused()
    expect(page.get_by_test_id("panel")).to_be_visible()  # Esc put away the picture, not the chat


def test_without_blocks_the_plain_words_are_shown(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    hub.say(
        text(
            "一\n二", source=SOURCE, blocks=[{"type": "hologram"}, {"type": "paragraph", "spans": line("三")}]
        )
    )
    chat = open_chat(open_page(bank))
    expect(answers(chat).locator(".text")).to_have_text("一\n二")
    expect(chat.get_by_test_id("answer")).to_have_count(0)


def test_blocks_are_kept_over_a_reload(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    hub.say(rich())
    page = open_page(bank)
    chat = open_chat(page)
    expect(chat.get_by_test_id("table")).to_be_visible()
    until_kept(page, '"type":"table"')
    hub.reachable = False
    page.reload()
    page.get_by_test_id("launcher").click()
    expect(chat.get_by_test_id("table")).to_be_visible()


def test_markup_in_blocks_is_text_and_other_addresses_lead_nowhere(
    hub: FakeHub, bank: str, open_page: OpenPage
) -> None:
    evil = {"text": "<b onclick=alert(1)>点我</b>", "strong": True, "url": "javascript:alert(1)"}
    words = {"type": "paragraph", "spans": [evil, {"text": "。", "strong": False, "url": None}]}
    hub.say(text("点我", blocks=[words]))
    chat = open_chat(open_page(bank))
    expect(chat.get_by_test_id("answer")).to_have_text("<b onclick=alert(1)>点我</b>。")
    expect(chat.get_by_test_id("answer").locator("a, b")).to_have_count(0)


def test_a_long_answer_is_read_from_its_first_sentence(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    hub.answer = lambda _: hub.say(rich())
    chat = open_chat(open_page(bank, **PHONE))
    ask(chat, "卡丢了怎么办")
    expect(chat.get_by_text("请先挂失，再到网点补卡。")).to_be_in_viewport()
    expect(chat.get_by_test_id("speaker").last).to_be_in_viewport()
    expect(chat.get_by_test_id("source")).not_to_be_in_viewport()


def test_an_empty_corner_makes_the_first_column_names_of_rows(
    hub: FakeHub, bank: str, open_page: OpenPage
) -> None:
    table = {
        "type": "table",
        "head": [[], line("临时挂失"), line("正式挂失")],
        "rows": [[line("手续费"), line("免费"), line("10 元")]],
    }
    hub.say(text("手续费", blocks=[table]))
    chat = open_chat(open_page(bank))
    expect(chat.get_by_role("columnheader")).to_have_text(["临时挂失", "正式挂失"])
    expect(chat.get_by_role("rowheader")).to_have_text("手续费")
