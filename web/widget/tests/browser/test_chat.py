"""The built chat in Chromium, on the bank's site, against a fake hub: what a customer does and sees."""

from answers import SOURCE, text
from chat_page import OpenPage, answers, ask, open_chat, own, until_kept
from fake_hub import FakeHub
from playwright.sync_api import expect

from tests.support.browser import chat_frame


def test_a_question_and_its_answer_with_source(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    hub.answer = lambda _: hub.say(text("请先挂失，再补卡。", source=SOURCE))
    chat = open_chat(open_page(bank))
    expect(chat.get_by_test_id("composer")).to_be_focused()
    ask(chat, "卡丢了怎么办")
    expect(answers(chat)).to_contain_text("请先挂失，再补卡。")
    expect(chat.get_by_test_id("source")).to_have_text("来源《借记卡挂失与补卡》· 生效 2026-11-01")
    expect(chat.get_by_test_id("speaker")).to_contain_text("智能客服")
    expect(own(chat)).to_have_attribute("data-state", "stored")
    expect(own(chat)).to_have_attribute("data-seq", "1")
    assert hub.hellos[0]["embedder"] == bank.rstrip("/")
    assert hub.hellos[0]["token"] is None


def test_history_after_a_reload(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    hub.answer = lambda _: hub.say(text("答一"))
    page = open_page(bank)
    chat = open_chat(page)
    ask(chat, "问一")
    expect(answers(chat)).to_have_count(1)
    until_kept(page, "答一")
    page.reload()
    chat = open_chat(page)
    expect(own(chat)).to_have_text(["您 问一"])
    expect(answers(chat)).to_have_count(1)
    assert hub.hellos[-1]["token"] == "fake-token"
    assert hub.hellos[-1]["after"] == {"conversation": 1, "seq": 2}


def test_a_cut_in_the_middle_of_a_message(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    chat = open_chat(open_page(bank))
    hub.swallow_acks = True  # stored, but nobody hears of it
    ask(chat, "只要一次")
    expect(own(chat)).to_have_attribute("data-state", "pending")
    hub.swallow_acks = False
    hub.cut(1012)
    expect(own(chat)).to_have_attribute("data-state", "stored")
    ask(chat, "第二条")
    expect(own(chat)).to_have_count(2)
    expect(own(chat).last).to_have_attribute("data-state", "stored")
    assert hub.texts() == ["只要一次", "第二条"]


def test_written_while_the_hub_is_away(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    page = open_page(bank)
    chat = open_chat(page)
    hub.reachable = False
    hub.cut(1001)
    expect(chat.locator("[data-bar=reconnecting]")).to_be_visible()
    ask(chat, "先留着")
    page.reload()
    page.get_by_test_id("launcher").click()
    expect(own(chat)).to_have_attribute("data-state", "pending")
    hub.reachable = True
    expect(own(chat)).to_have_attribute("data-state", "stored")
    expect(chat.locator("[data-testid=bar]")).to_have_count(0)
    assert hub.texts() == ["先留着"]


def test_no_network(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    page = open_page(bank)
    chat = open_chat(page)
    page.context.set_offline(True)
    hub.cut(1001)
    expect(chat.locator("[data-bar=offline]")).to_be_visible()
    ask(chat, "断网时写的")
    page.context.set_offline(False)
    expect(own(chat)).to_have_attribute("data-state", "stored")


def test_what_is_stored_replaces_what_was_typed(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    page = open_page(bank)
    chat = open_chat(page)
    ask(chat, "卡号 6222020200112233445")
    expect(own(chat)).to_contain_text("［卡号已隐去］")
    until_kept(page, "［卡号已隐去］")
    frame = chat_frame(page)
    assert "6222020200112233445" not in frame.evaluate("JSON.stringify(localStorage)")


def test_choices_and_person(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    options = [{"id": "c1", "label": "定期存款利率"}, {"id": "c2", "label": "贷款利率"}]
    hub.say({"type": "choices", "prompt": "请选择：", "options": options})
    chat = open_chat(open_page(bank))
    chat.get_by_test_id("choice").nth(1).click()
    expect(chat.get_by_test_id("choice").nth(1)).to_have_attribute("aria-pressed", "true")
    expect(chat.get_by_test_id("choice").nth(0)).to_be_disabled()
    chat.get_by_test_id("person").click()
    expect(own(chat).nth(1)).to_have_attribute("data-state", "stored")
    sent = [frame["segments"][0] for frame in hub.heard if frame["type"] == "send"]
    assert sent == [
        {"type": "choice", "id": "c2", "label": "贷款利率"},
        {"type": "choice", "id": "person", "label": "转人工"},
    ]


def test_refused_for_good_and_sent_again(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    chat = open_chat(open_page(bank))
    hub.refuse = "bad_input"
    ask(chat, "不行的")
    expect(chat.get_by_test_id("retry")).to_contain_text("未发送 · 重试")
    hub.refuse = None
    chat.get_by_test_id("retry").click()
    expect(own(chat)).to_have_attribute("data-state", "stored")


def test_typing_and_waiting(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    chat = open_chat(open_page(bank))
    ask(chat, "难题")
    expect(own(chat)).to_have_attribute("data-state", "stored")
    hub.show("typing", 1)
    expect(chat.get_by_test_id("typing")).to_have_attribute("data-on", "true")
    hub.show("waiting", 1)
    expect(chat.locator("[data-bar=waiting]")).to_contain_text(
        "这个问题需要多一点时间。您可以继续等待，也可以选择人工服务。"
    )
    hub.say(text("答"))
    expect(chat.get_by_test_id("typing")).to_have_attribute("data-on", "false")
    expect(chat.locator("[data-bar=waiting]")).to_have_count(0)


def test_markup_is_text_and_only_http_links_lead_anywhere(
    hub: FakeHub, bank: str, open_page: OpenPage
) -> None:
    hub.say(
        text("<img src=x onerror=alert(1)> https://www.bank.example/a"),
        {"type": "link", "title": "坏的", "url": "javascript:alert(1)", "description": ""},
        {"type": "link", "title": "好的", "url": "https://www.bank.example/b", "description": "说明"},
    )
    chat = open_chat(open_page(bank))
    expect(answers(chat)).to_contain_text("<img src=x onerror=alert(1)>")
    expect(answers(chat).locator("img")).to_have_count(0)
    hrefs = answers(chat).locator("a").evaluate_all("all => all.map((each) => each.href)")
    assert hrefs == ["https://www.bank.example/a", "https://www.bank.example/b"]


def test_a_page_that_may_not_embed(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    hub.close_hello_with = 4403
    page = open_page(bank)
    page.get_by_test_id("launcher").click()
    chat = page.frame_locator("[data-testid=frame]")
    expect(chat.locator("[data-bar=barred]")).to_be_visible()
    expect(chat.get_by_test_id("composer")).to_be_disabled()
    page.wait_for_timeout(1500)
    assert len(hub.hellos) == 1


def test_two_tabs_share_the_visitor_and_send_nothing_twice(
    hub: FakeHub, bank: str, open_page: OpenPage
) -> None:
    page = open_page(bank)
    first = open_chat(page)
    ask(first, "从一")
    expect(own(first)).to_have_attribute("data-state", "stored")
    other = page.context.new_page()
    other.goto(bank)
    second = open_chat(other)
    ask(second, "从二")
    expect(own(second)).to_have_count(2)
    expect(own(first)).to_have_count(2)
    expect(own(second).last).to_have_attribute("data-state", "stored")
    assert hub.texts() == ["从一", "从二"]
    assert [hello["token"] for hello in hub.hellos] == [None, "fake-token"]


def test_what_a_closed_tab_left_is_sent_by_another(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    page = open_page(bank)
    chat = open_chat(page)
    hub.reachable = False
    hub.cut(1001)
    ask(chat, "留给别的标签页")
    other = page.context.new_page()
    other.goto(bank)
    page.close()
    hub.reachable = True
    second = open_chat(other)
    expect(own(second)).to_have_attribute("data-state", "stored")
    assert hub.texts() == ["留给别的标签页"]
