"""What is said twice, cannot be seen, is only half there, or reads from right to left."""

from answers import text
from chat_page import OpenPage, answers, ask, begun, open_chat, own, until
from fake_hub import FakeHub
from playwright.sync_api import expect

OPTIONS = [{"id": "c1", "label": "定期存款利率"}, {"id": "c2", "label": "贷款利率"}]
SAY = {"type": "say", "label": "挂失", "text": "我要挂失"}
CARD = {"type": "card", "title": "卡", "text": "", "picture": None, "actions": [SAY]}
INTO_FIELD = "(field, words) => { field.value = words; field.dispatchEvent(new Event('input')) }"


def sent(hub: FakeHub) -> list[str]:
    parts = [frame["segments"][0] for frame in hub.heard if frame["type"] == "send"]
    return [part.get("text") or part["id"] for part in parts]


def test_two_clicks_are_one_wish(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    hub.hot = ["银行卡丢了怎么办"]
    page = open_page(bank)
    chat = open_chat(page)
    hub.answer = lambda _: hub.say(text("好的。"))
    chat.get_by_test_id("hot").dblclick()
    expect(answers(chat)).to_have_count(1)
    chat.get_by_test_id("person").dblclick()
    expect(answers(chat)).to_have_count(2)
    hub.say({"type": "choices", "prompt": "请选择：", "options": OPTIONS}, CARD)
    chat.get_by_test_id("choice").nth(1).dblclick()
    expect(answers(chat)).to_have_count(4)
    chat.get_by_test_id("say").dblclick()
    expect(answers(chat)).to_have_count(5)
    page.wait_for_timeout(500)
    assert sent(hub) == ["银行卡丢了怎么办", "person", "c2", "我要挂失"]


def test_the_second_of_two_clicks_says_nothing_that_has_come_under_it(
    hub: FakeHub, bank: str, open_page: OpenPage
) -> None:
    page = open_page(bank)
    chat = open_chat(page)
    hub.answer = lambda _: hub.say(text("好的。"))
    for number, words in enumerate(("问一", "问二"), start=1):
        ask(chat, words)
        expect(answers(chat)).to_have_count(number)
    hub.say({"type": "choices", "prompt": "请选择：", "options": OPTIONS}, CARD)
    choice = chat.get_by_test_id("choice").nth(1)
    choice.hover()
    place = choice.bounding_box()
    assert place is not None
    x, y = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
    page.mouse.click(x, y)
    expect(answers(chat)).to_have_count(4)

    def lies_there() -> bool:
        box = chat.get_by_test_id("say").bounding_box()
        return box is not None and box["y"] <= y <= box["y"] + box["height"]

    until(page, lies_there, "another button comes to lie there")
    page.mouse.down(click_count=2)
    page.mouse.up(click_count=2)
    page.wait_for_timeout(500)
    assert sent(hub) == ["问一", "问二", "c2"]


def test_a_person_is_asked_for_once_until_the_bank_speaks(
    hub: FakeHub, bank: str, open_page: OpenPage
) -> None:
    page = open_page(bank)
    chat = open_chat(page)
    chat.get_by_test_id("person").click()
    expect(own(chat)).to_have_attribute("data-state", "stored")
    page.wait_for_timeout(2_200)
    chat.get_by_test_id("person").click()
    page.reload()
    chat = open_chat(page)
    chat.get_by_test_id("person").click()
    page.wait_for_timeout(300)
    assert sent(hub) == ["person"]
    hub.say(text("现在没有人空闲。"))
    expect(answers(chat)).to_have_count(1)
    chat.get_by_test_id("person").click()
    expect(own(chat)).to_have_count(2)


def test_a_uuid_that_comes_back_in_another_case_is_the_same(
    hub: FakeHub, bank: str, open_page: OpenPage
) -> None:
    hub.id_case = str.upper
    chat = open_chat(open_page(bank))
    ask(chat, "一次")
    expect(own(chat)).to_have_attribute("data-state", "stored")
    ask(chat, "两次")
    expect(own(chat)).to_have_count(2)
    expect(own(chat).last).to_have_attribute("data-state", "stored")
    assert hub.texts() == ["一次", "两次"]


def test_half_a_character_in_the_field_cuts_nothing(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    chat = open_chat(open_page(bank))
    composer = chat.get_by_test_id("composer")
    for number, words in enumerate(("卡\ud83d", "\udc4d卡", "卡\0丢"), start=1):
        composer.evaluate(INTO_FIELD, words)
        until(composer.page, lambda number=number: len(begun(hub)) == number, f"{words!r} is asked about")
    assert begun(hub) == ["卡", "卡", "卡丢"]
    composer.press("Enter")
    expect(own(chat)).to_have_attribute("data-state", "stored")
    assert hub.texts() == ["卡丢"]
    assert len(hub.hellos) == 1, "the line was never cut"


def test_a_bubble_of_nothing_cannot_be_sent(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    chat = open_chat(open_page(bank))
    composer = chat.get_by_test_id("composer")
    for nothing in ("\u200b", "\u3164\u2800", "\u200e\u202e \u2066", "\ufe0f\u00ad", "\u3000\n"):
        composer.fill(nothing)
        expect(chat.get_by_test_id("send")).to_be_disabled()
        composer.press("Enter")
    composer.fill("")
    ask(chat, "👩\u200d👧")
    expect(own(chat)).to_have_text(["您 👩\u200d👧"])
    expect(own(chat).last).to_have_attribute("data-state", "stored")
    assert hub.texts() == ["👩\u200d👧"]


def test_addresses_keep_what_belongs_to_them(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    hub.say(text("见（https://zh.example/wiki/银行_(金融)），或 https://bank.example/利率表?年=2026。"))
    chat = open_chat(open_page(bank))
    links = answers(chat).locator("a")
    expect(links).to_have_text(["https://zh.example/wiki/银行_(金融)", "https://bank.example/利率表?年=2026"])
    expect(links.first).to_have_attribute(
        "href", "https://zh.example/wiki/%E9%93%B6%E8%A1%8C_(%E9%87%91%E8%9E%8D)"
    )


def test_each_text_runs_its_own_way(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    hub.say(text("שלום, מה שלומך?"))
    hub.say(text("您好 שלום"))
    hub.say({"type": "choices", "prompt": "اختر:", "options": [{"id": "a", "label": "نعم"}]})
    chat = open_chat(open_page(bank))
    ask(chat, "مرحبا 123")
    direction = "all => all.map((each) => getComputedStyle(each).direction)"
    assert chat.locator(".text").evaluate_all(direction) == ["rtl", "ltr", "rtl", "rtl"]
    assert chat.locator(".option .row-title").evaluate_all(direction) == ["rtl"]
    chat.get_by_test_id("composer").fill("שלום")
    assert chat.get_by_test_id("composer").evaluate("each => getComputedStyle(each).direction") == "rtl"
