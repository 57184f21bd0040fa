"""What is kept between two visits: an end that was missed, and state that is damaged in one part."""

from answers import text
from chat_page import OpenPage, ask, open_chat, own
from fake_hub import FakeHub
from playwright.sync_api import expect

DRAFT = (
    "saved.outbox = [{{id: crypto.randomUUID(), at: {at}, owner: 'x', trouble: '', stored: null,"
    " segments: [{part}]}}]"
)
FUTURE = "{type: 'text', text: '从未来来'}"
DAMAGE = {
    "an outbox of anything": "saved.outbox = [null, 7, {id: 'x', segments: [{type: 'text'}]}, {}]",
    "a draft of anything": DRAFT.format(at="'x'", part="null"),
    "a draft of half a file": DRAFT.format(at=1, part="{type: 'image', upload: {}}"),
    "a draft of the year 10000": DRAFT.format(at=253402300800000, part=FUTURE),
    "a draft beyond all dates": DRAFT.format(at=1e300, part=FUTURE),
    "an overlong token": "saved.token = {value: 't'.repeat(5000), at: saved.token.at}",
    "half a character in the token": "saved.token = {value: 'fake\\ud83d', at: 1}",
    "a place beyond the end": "saved.frontier = saved.seen = {conversation: 9e15, seq: 9e15}",
    "a place that does not exist yet": "saved.frontier = {conversation: 999, seq: 999}",
    "an epoch beyond all numbers": "saved.epoch = 1e308",
    "messages of anything": "saved.messages = [{}, {...saved.messages[0], segments: 'x', at: 'never'}]",
    "ratings of anything": "saved.ratings = [{conversation: 1, seq: 2, verdict: 'up', state: 'sending'}, 7]",
}
DAMAGING = """(damage) => {
  const key = Object.keys(localStorage).find((each) => each.startsWith("yuanqiao"));
  const saved = JSON.parse(localStorage.getItem(key));
  new Function("saved", damage)(saved);
  localStorage.setItem(key, JSON.stringify(saved));
}"""


def test_that_a_conversation_was_ended_is_known_after_a_reload(
    hub: FakeHub, bank: str, open_page: OpenPage
) -> None:
    page = open_page(bank)
    chat = open_chat(page)
    ask(chat, "一")
    expect(own(chat)).to_have_attribute("data-state", "stored")
    chat.get_by_test_id("end").click()
    chat.get_by_test_id("end-yes").click()
    expect(chat.locator("[data-bar=ended]")).to_be_visible()
    page.reload()
    chat = open_chat(page)
    expect(chat.locator("[data-bar=ended]")).to_be_visible()
    expect(chat.get_by_test_id("end")).to_be_disabled()
    ask(chat, "二")
    expect(own(chat).last).to_have_attribute("data-conversation", "2")
    expect(chat.locator("[data-bar=ended]")).to_have_count(0)
    page.reload()
    chat = open_chat(page)
    expect(own(chat)).to_have_count(2)
    expect(chat.locator("[data-bar=ended]")).to_have_count(0)
    expect(chat.get_by_test_id("end")).to_be_enabled()


def test_damage_in_one_part_costs_that_part_alone(hub: FakeHub, open_page: OpenPage) -> None:
    hub.say(text("第一句"))
    page = open_page(f"{hub.url}/webchat/frame")
    page.get_by_test_id("large").click()
    expect(page.get_by_test_id("large")).to_have_text("标准版")
    for number, (name, damage) in enumerate(DAMAGE.items()):
        page.goto(f"{hub.url}/webchat.js")  # the same store, and nobody who keeps anything there
        page.evaluate(DAMAGING, damage)
        page.goto(f"{hub.url}/webchat/frame")
        expect(page.locator('[data-testid=log][data-ready="true"]'), name).to_be_attached()
        words = f"之后 {number}"
        page.get_by_test_id("composer").fill(words)
        page.get_by_test_id("composer").press("Enter")
        rows = page.get_by_test_id("message")
        expect(rows.filter(has_text=words), name).to_have_attribute("data-state", "stored")
        expect(page.get_by_test_id("large"), name).to_have_text("标准版")
        expect(rows.filter(has_text="第一句"), name).to_have_count(1)
    assert hub.texts().count("从未来来") == 2, "the words are sent, whatever time stood beside them"
