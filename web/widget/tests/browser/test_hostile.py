"""200 hostile payloads in everything that an answer can be made of, of which none runs in the chat."""

from typing import Any

from answers import PICTURE, SOURCE, span, text
from chat_page import OpenPage, answers, open_chat
from fake_hub import FakeHub
from playwright.sync_api import expect

from tests.support.browser import chat_frame
from tests.support.hostile_payloads import FORMS, RUN, payloads

SCHEMES = "all => all.map(each => new URL(each.getAttribute('href') ?? each.src, location.href).protocol)"


def everything(hostile: str) -> list[dict[str, Any]]:
    """An answer with the payload wherever words or addresses stand."""
    line = [span(hostile, strong=True, url=hostile)]
    blocks: list[dict[str, Any]] = [
        {"type": "paragraph", "spans": line},
        {"type": "items", "ordered": True, "items": [line]},
        {"type": "table", "head": [line], "rows": [[line]]},
        {"type": "image", "url": PICTURE, "alt": hostile, "width": 9, "height": 6},
    ]
    file = {"id": "0" * 64, "mime": "application/pdf", "bytes": 1, "name": hostile}
    actions = [
        {"type": "open_page", "label": hostile, "url": hostile},
        {"type": "call", "label": hostile, "number": hostile},
        {"type": "say", "label": hostile, "text": hostile},
    ]
    return [
        text(hostile, source={**SOURCE, "title": hostile}),
        text(hostile, blocks=blocks),
        {"type": "link", "title": hostile, "url": hostile, "description": hostile},
        {"type": "card", "title": hostile, "text": hostile, "actions": actions},
        {"type": "file", "media": file, "url": hostile},
        {"type": "location", "latitude": 31.2, "longitude": 121.5, "title": hostile, "address": hostile},
        {"type": "choices", "prompt": hostile, "options": [{"id": "c1", "label": hostile}]},
    ]


def test_nothing_hostile_runs(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    hostile = list(payloads())
    hub.newest = len(hostile) * 2
    hub.bank["name"] = FORMS[1].format(RUN)
    for each in hostile:
        hub.say(*everything(each), kind="agent", name=each[:60])
        hub.heard_from_customer(text(each))
    page = open_page(bank, bypass_csp=True)
    chat = open_chat(page)
    expect(answers(chat)).to_have_count(len(hostile))
    for number in range(0, len(hostile), 9):
        expect(answers(chat).nth(number)).to_contain_text(RUN)
    frame = chat_frame(page)
    page.wait_for_timeout(500)  # what would run does so by itself
    assert frame.evaluate("window.__ran") is None
    assert page.evaluate("window.__ran") is None
    schemes = set(chat.locator("a[href], iframe, embed, object").evaluate_all(SCHEMES))
    assert schemes <= {"http:", "https:", "tel:"}
    frame.evaluate("words => document.body.insertAdjacentHTML('beforeend', words)", FORMS[1].format(RUN))
    frame.wait_for_function("window.__ran === 1")
