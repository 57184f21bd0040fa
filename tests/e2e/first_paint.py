"""Measures how soon a slow phone shows the chat.

`python -m tests.e2e.first_paint`; needs what `make run` needs. Time runs from the moment when the launcher
makes the iframe, with nothing cached. Chromium slows the network for files, not for WebSockets. Figures
depend on the machine: nothing here passes or fails.
"""

import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Browser

from tests.support.browser import INSTALL, chat_frame, find_chromium, running_browser
from tests.support.product import Product, running_product

RUNS = 5
CPU_SLOWDOWN = 4
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True, "locale": "zh-CN"}
WAIT_MS = 60_000


class Network(NamedTuple):
    """A slow network: kbit/s both ways, and ms from a request to the first byte."""

    name: str
    kbit_s: int
    latency_ms: int


NETWORKS = (Network("400 kbit/s, 400 ms", 400, 400), Network("1.6 Mbit/s, 150 ms", 1600, 150))

WATCH = """
if (window !== window.parent) {
    window.seen = {};
    const look = () => {
        const chat = document.querySelector("yq-chat")?.shadowRoot;
        const find = (name, inner) => chat?.querySelector(name)?.shadowRoot?.querySelector(inner);
        if (find("yq-composer", "textarea")) window.seen.composer ??= performance.now();
        if (find("yq-log", '[data-ready="true"]')) window.seen.ready ??= performance.now();
        if (!window.seen.ready) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
}
"""

READ = """() => ({
    paint: performance.getEntriesByName("first-contentful-paint")[0].startTime,
    composer: window.seen.composer,
    ready: window.seen.ready,
    bytes: [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
        .reduce((sum, each) => sum + each.transferSize, 0),
})"""


def opened(browser: Browser, product: Product, network: Network) -> dict[str, float]:
    """Opens the chat once with an empty cache; ms since the iframe began, and bytes on the wire."""
    context = browser.new_context(**PHONE)  # type: ignore[arg-type]
    context.add_init_script(WATCH)
    page = context.new_page()
    page.goto(product.bank_url)
    page.get_by_test_id("launcher").wait_for()
    slow = context.new_cdp_session(page)
    slow.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWDOWN})
    slow.send("Network.enable")
    bytes_s = network.kbit_s * 1000 / 8
    conditions = {"offline": False, "latency": network.latency_ms}
    slow.send(
        "Network.emulateNetworkConditions",
        {**conditions, "downloadThroughput": bytes_s, "uploadThroughput": bytes_s},
    )
    page.get_by_test_id("launcher").click()
    page.frame_locator("iframe").locator('[data-testid="log"][data-ready="true"]').wait_for(
        state="attached", timeout=WAIT_MS
    )
    figures: dict[str, float] = chat_frame(page).evaluate(READ)
    context.close()
    return figures


def report(network: Network, runs: list[dict[str, float]]) -> str:
    """One line: medians, and the slowest first paint."""
    median: dict[str, Any] = {name: statistics.median(run[name] for run in runs) for name in runs[0]}
    worst = max(run["paint"] for run in runs)
    return (
        f"{network.name}, CPU {CPU_SLOWDOWN}x slower, {len(runs)} runs: "
        f"first contentful paint {median['paint']:.0f} ms (slowest {worst:.0f}), "
        f"composer {median['composer']:.0f} ms, history there {median['ready']:.0f} ms, "
        f"{median['bytes'] / 1000:.1f} kB"
    )


def main() -> int:
    """Measures on both networks and prints."""
    executable = find_chromium()
    if executable is None:
        print(f"no chromium found: {INSTALL}", file=sys.stderr)
        return 2
    with (
        tempfile.TemporaryDirectory() as folder,
        running_product(Path(folder)) as product,
        running_browser(executable) as browser,
    ):
        for network in NETWORKS:
            print(report(network, [opened(browser, product, network) for _ in range(RUNS)]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
