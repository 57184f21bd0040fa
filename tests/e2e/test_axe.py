"""The real chat under axe: two screens, light and dark, two languages, two type sizes, everything open.

Of these sixteen half are looked at, so chosen that any three of the four meet in each way.
"""

import json
from collections import Counter
from typing import Any

import pytest
from playwright.sync_api import Browser, Frame

from hub.settings import ROOT
from tests.e2e.looks import LOOKS, Look, context_in
from tests.support.browser import Chat, chat_frame
from tests.support.product import Product

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
BAD = {"serious", "critical"}
LOST = "卡丢了怎么办"
UNSURE = "利率"
BEGUN = "信用卡"
RUN = "async () => JSON.stringify(await axe.run(document, {resultTypes: ['violations', 'passes']}))"
LEAST_CHECKED = 150
"""Elements that rules of axe held for, in one look at the chat with everything open."""


def checked(frame: Frame) -> dict[str, Any]:
    """What axe says of a frame."""
    if not frame.evaluate("typeof axe === 'object'"):
        frame.evaluate(AXE.read_text(encoding="utf-8") + "; void 0")
    result: dict[str, Any] = json.loads(frame.evaluate(RUN))
    return result


def faults(result: dict[str, Any]) -> list[str]:
    """What keeps somebody out, with the element that does."""
    return [
        f"{rule['id']} ({rule['impact']}): {node['html'][:200]} {node.get('failureSummary', '')[:300]}"
        for rule in result["violations"]
        if rule["impact"] in BAD
        for node in rule["nodes"]
    ]


def open_answer(chat: Chat) -> None:
    """An answer with a table, and the reasons under it."""
    answer = chat.ask_and_wait(LOST)
    answer.get_by_test_id("table").wait_for()
    answer.get_by_test_id("rate-down").click()
    answer.get_by_test_id("reasons").wait_for()


def open_more(chat: Chat) -> None:
    """Choices, and suggestions over them."""
    chat.ask_and_wait(UNSURE).get_by_test_id("choice").first.wait_for()
    chat.composer.press_sequentially(BEGUN, delay=20)
    chat.wait_for_suggestion()


def stages(chat: Chat) -> list[str]:
    """Walks through the chat; checks at each stage and gives the faults. Prints what was checked."""
    found: list[str] = []

    def look(stage: str, least: int) -> None:
        result = checked(chat_frame(chat.page))
        broken = sorted({f"{rule['id']} ({rule['impact']})" for rule in result["violations"]})
        nodes = Counter({rule["id"]: len(rule["nodes"]) for rule in result["passes"]})
        print(
            f"    {stage}: {len(nodes)} rules held for {nodes.total()} elements, "
            f"{nodes['color-contrast']} of them for contrast; "
            f"broken: {', '.join(broken) or 'none'}"
        )
        assert nodes.total() >= least, f"axe found next to nothing to check: {stage}"
        assert nodes["color-contrast"] > 0, stage
        found.extend(f"{stage}: {fault}" for fault in faults(result))

    chat.frame.get_by_test_id("hot").first.wait_for()
    look("beginning", LEAST_CHECKED // 3)
    open_answer(chat)
    look("answer and reasons", LEAST_CHECKED)
    open_more(chat)
    look("choices and suggestions", LEAST_CHECKED)
    chat.frame.get_by_test_id("more").click()
    look("menu", LEAST_CHECKED)
    chat.frame.get_by_test_id("menu-transcript").click()
    chat.frame.get_by_test_id("transcript").wait_for()
    look("the whole conversation", LEAST_CHECKED // 5)
    return found


def is_large(look: Look) -> bool:
    """Whether type is large in this look."""
    return (look.screen == "desktop") ^ (look.scheme == "dark") ^ (look.language == "en")


@pytest.mark.parametrize("look", LOOKS, ids="-".join)
def test_nothing_keeps_anybody_out(product: Product, browser: Browser, look: Look) -> None:
    if not AXE.exists():
        pytest.skip("web/node_modules/axe-core missing: make setup")
    context = context_in(browser, look)
    chat = Chat.on_page(context.new_page(), product.bank_url)
    if is_large(look):
        chat.frame.get_by_test_id("large").click()
    found = stages(chat)
    launcher = checked(chat.page.main_frame)
    found += [fault for fault in faults(launcher) if "launcher" in fault or "yuanqiao" in fault]
    context.close()
    assert found == []


def test_axe_itself_finds_a_planted_fault(browser: Browser) -> None:
    if not AXE.exists():
        pytest.skip("web/node_modules/axe-core missing: make setup")
    page = browser.new_page()
    page.set_content("<main><button></button><p style='color:#ddd'>hardly to be read</p></main>")
    found = {fault.split(" ")[0] for fault in faults(checked(page.main_frame))}
    page.close()
    assert {"button-name", "color-contrast"} <= found
