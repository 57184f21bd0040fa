"""In Chromium: reload, cut the connection in the middle of a message, restart hub and bot (G1, E9, C1)."""

import time

from playwright.sync_api import BrowserContext, expect

from tests.support.browser import Chat
from tests.support.product import Product

OUT = '[data-testid="message"][data-direction="out"]'
IN = '[data-testid="message"][data-direction="in"]'


def check_nothing_lost_or_twice(chat: Chat, asked: list[str]) -> None:
    """Every question stands there once, in order, and every number once."""
    rows = chat.shown()
    mine = [row["text"] for row in rows if row["direction"] == "in"]
    found = [next(question for question in asked if question in words) for words in mine]
    assert found == asked
    numbers = [row["seq"] for row in rows if row["seq"]]
    assert len(numbers) == len(set(numbers)) == len(rows)


def settle(chat: Chat, questions: int) -> None:
    """Waits until every question is stored and the last one is answered."""
    expect(chat.frame.locator(f"{IN}[data-seq]")).to_have_count(questions, timeout=30_000)
    script = """rows => rows.length > 0 && rows[rows.length - 1].dataset.direction === 'out'"""
    deadline = time.monotonic() + 30
    while not chat.rows.evaluate_all(script):
        assert time.monotonic() < deadline, chat.shown()
        chat.page.wait_for_timeout(100)


def test_history_is_there_after_a_reload(product: Product, visitor: BrowserContext) -> None:
    chat = Chat.on_page(visitor.new_page(), product.bank_url)
    chat.ask_and_wait("借记卡丢了怎么挂失")
    before = chat.shown()
    chat.page.reload()
    chat.open()
    chat.rows.nth(1).wait_for()
    assert [row["seq"] for row in chat.shown()] == [row["seq"] for row in before]
    assert chat.shown()[0]["text"] == before[0]["text"]


def test_a_connection_cut_in_the_middle_of_a_message(product: Product, visitor: BrowserContext) -> None:
    chat = Chat.on_page(visitor.new_page(), product.bank_url)
    asked = ["你好"]
    chat.ask_and_wait("你好")
    for number, after_bytes in enumerate((1, 90)):
        question = f"第 {number + 1} 问：信用卡年费是多少"
        asked.append(question)
        product.proxy.cut_after_client_bytes(after_bytes)
        chat.ask(question)
        settle(chat, len(asked))
    for number in range(2):
        question = f"第 {number + 10} 问：定期存款利率"
        asked.append(question)
        chat.ask(question)
        product.proxy.cut()
        settle(chat, len(asked))
    check_nothing_lost_or_twice(chat, asked)


def test_what_is_written_offline_is_sent_later(product: Product, visitor: BrowserContext) -> None:
    chat = Chat.on_page(visitor.new_page(), product.bank_url)
    chat.ask_and_wait("你好")
    product.proxy.refuse(True)
    product.proxy.cut()
    asked = ["你好", "离线第一句：怎么开户", "离线第二句：要带什么"]
    for question in asked[1:]:
        chat.ask(question)
    chat.page.wait_for_timeout(500)
    chat.page.reload()
    product.proxy.refuse(False)
    chat.page.reload()
    chat.open()
    settle(chat, len(asked))
    check_nothing_lost_or_twice(chat, asked)


def test_the_hub_is_killed_and_restarted(product: Product, visitor: BrowserContext) -> None:
    chat = Chat.on_page(visitor.new_page(), product.bank_url)
    asked = []
    for number in range(2):
        question = f"重启第 {number + 1} 问：怎么重置密码"
        asked.append(question)
        chat.ask(question)
        chat.page.wait_for_timeout(30 * number)
        product.kill_child("yuanqiao hub")
        settle(chat, len(asked))
    check_nothing_lost_or_twice(chat, asked)
    product.wait_ready()


def test_the_bot_is_killed_and_the_answer_comes(product: Product, visitor: BrowserContext) -> None:
    """C1: an honest notice when it takes long, and then the answer."""
    chat = Chat.on_page(visitor.new_page(), product.bank_url)
    chat.ask_and_wait("你好")
    product.kill_child("bot.serve")
    chat.ask("信用卡年费是多少")
    source = chat.frame.get_by_test_id("source")
    expect(source.first).to_be_visible(timeout=60_000)
    expect(chat.frame.locator(IN)).to_have_count(2)
    expect(source).to_have_count(1)
