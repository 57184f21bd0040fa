"""Twenty questions in a person's own words, asked in Chromium on the demo bank's page."""

from typing import Any

import yaml
from playwright.sync_api import Browser, Locator

from hub.settings import ROOT
from tests.support.browser import Chat
from tests.support.product import Product

QUESTIONS = ROOT / "tests" / "e2e" / "questions.yml"
NEEDED = 16


def own_words() -> list[dict[str, Any]]:
    """The questions that are asked in the browser."""
    listed = yaml.safe_load(QUESTIONS.read_text(encoding="utf-8"))["questions"]
    return [question for question in listed if question.get("e2e")]


def titles() -> dict[str, str]:
    """Article ids by title."""
    found = {}
    for path in (ROOT / "kb" / "demo" / "articles").glob("*.yml"):
        for article in yaml.safe_load(path.read_text(encoding="utf-8"))["articles"]:
            found[article["title"]] = article["id"]
    return found


def named_source(answer: Locator) -> str | None:
    """The title that an answer names as its source."""
    source = answer.get_by_test_id("source")
    if source.count() == 0:
        return None
    words = source.first.inner_text()
    return words[words.index("《") + 1 : words.index("》")]


def offered(answer: Locator) -> list[str]:
    """The options that an answer offers."""
    return [words.strip() for words in answer.get_by_test_id("choice").all_inner_texts()]


def test_own_words_find_the_right_article(product: Product, browser: Browser) -> None:
    by_title = titles()
    questions = own_words()
    assert len(questions) == 20
    right = direct = wrong = 0
    for question in questions:
        wanted = question["article"] if isinstance(question["article"], list) else [question["article"]]
        # Each by another customer: what one has told before decides what later words of theirs mean.
        context = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 800})
        chat = Chat.on_page(context.new_page(), product.bank_url)
        answer = chat.ask_and_wait(question["question"])
        source = named_source(answer)
        options = [title for title in offered(answer) if by_title.get(title) in wanted]
        if source is None and options:
            answer = choose(chat, answer, options[0])
            assert by_title[named_source(answer) or ""] in wanted
            outcome = "chosen"
        elif source is None and "96110" in answer.inner_text():
            outcome = "helped"  # a scam: what stops it comes before any article
        elif source is None:
            outcome = "not found"
        else:
            outcome = "direct" if by_title[source] in wanted else f"WRONG: {source}"
        right += outcome in {"direct", "chosen", "helped"}
        direct += outcome == "direct"
        wrong += outcome.startswith("WRONG")
        print(f"  {outcome:<10} {question['question']}")
        context.close()
    print(f"right {right} of {len(questions)} ({direct} directly), wrong {wrong}")
    assert wrong == 0
    assert right >= NEEDED


def choose(chat: Chat, answer: Locator, title: str) -> Locator:
    """Chooses an option and gives the row of what comes."""
    outgoing = chat.frame.locator('[data-testid="message"][data-direction="out"]')
    before = outgoing.count()
    answer.get_by_test_id("choice").filter(has_text=title).first.click()
    outgoing.nth(before).wait_for()
    return outgoing.nth(before)
