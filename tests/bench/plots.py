"""Draws a picture of each curve from the results that there are."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

Results = Mapping[str, Mapping[str, str | float]]
Points = list[tuple[int, float]]

LABELS = {
    "bot": "our bot and actions",
    "way": "ours, the whole way",
    "stock": "stock Rasa",
    "hub": "hub alone",
}


def draw(results: Results, folder: Path) -> list[Path]:
    """Writes `bench-*.png` for what was measured; gives what was written."""
    mpl.use("Agg")
    folder.mkdir(parents=True, exist_ok=True)
    return [
        file
        for name, picture in PICTURES.items()
        if (file := _picture(results, picture, folder / f"bench-{name}.png"))
    ]


def points(result: Mapping[str, str | float], begin: str, end: str) -> Points:
    """The figures whose names have a number between two words, by that number."""
    found = []
    for name, value in result.items():
        middle = name.removeprefix(begin).removesuffix(end)
        if name == f"{begin}{middle}{end}" and middle.isdigit():
            found.append((int(middle), float(value)))
    return sorted(found)


def _picture(results: Results, picture: Callable[[Axes, Results], None], file: Path) -> Path | None:
    figure = Figure(figsize=(7, 4), layout="constrained")
    axes = figure.subplots()
    picture(axes, results)
    if not axes.lines:
        return None
    axes.grid(alpha=0.3)
    axes.legend()
    figure.savefig(file, dpi=110)
    return file


def _curves(
    axes: Axes,
    results: Results,
    parts: Sequence[str],
    begin: str,
    end: str = "",
    words: str = "",
    style: str = "-",
) -> None:
    for part in parts:
        found = points(results.get(part, {}), begin, end)
        if found:
            label = f"{LABELS[part]}{words}"
            colour = f"C{list(LABELS).index(part)}"
            axes.plot(*zip(*found, strict=True), style, marker="o", label=label, color=colour)


def _throughput(axes: Axes, results: Results) -> None:
    _curves(axes, results, list(LABELS), "messages_per_s_c")
    axes.set(xlabel="conversations at once", ylabel="messages a second", title="Throughput", ylim=(0, None))


def _latency(axes: Axes, results: Results) -> None:
    _curves(axes, results, ("way", "stock"), "p50_ms_c", words=", p50", style="--")
    _curves(axes, results, ("way", "stock"), "p99_ms_c", words=", p99")
    axes.set(xlabel="conversations at once", ylabel="ms", title="Question to answer", yscale="log")


def _growth(axes: Axes, results: Results) -> None:
    _curves(axes, results, list(LABELS), "turn_", "_ms")
    axes.set(xlabel="turns of the conversation", ylabel="ms", title="An answer in a long conversation")
    axes.set(xscale="log", yscale="log")


def _share(axes: Axes, results: Results) -> None:
    _curves(axes, results, ("hub",), "p50_share_ms_c", words=", p50", style="--")
    _curves(axes, results, ("hub",), "p99_share_ms_c", words=", p99")
    axes.set(xlabel="conversations at once", ylabel="ms", title="The hub's share of a turn", yscale="log")


def _search(axes: Axes, results: Results) -> None:
    for end, label in (
        ("_p50_ms", "search, p50"),
        ("_p99_ms", "search, p99"),
        ("_p99_decision_ms", "decision, p99"),
    ):
        found = points(results.get("search", {}), "q", end)
        if found:
            axes.plot(*zip(*found, strict=True), marker="o", label=label)
    axes.set(xlabel="questions in the index", ylabel="ms", title="Search", xscale="log")


def _webchat(axes: Axes, results: Results) -> None:
    found = points(results.get("webchat", {}), "memory_", "_mb")
    if found:
        axes.plot(*zip(*found, strict=True), marker="o", label="resident memory of the chats")
    axes.set(xlabel="open chats on one process", ylabel="MB", title="Open web chats", ylim=(0, None))


PICTURES: dict[str, Callable[[Axes, Results], None]] = {
    "throughput": _throughput,
    "latency": _latency,
    "growth": _growth,
    "share": _share,
    "search": _search,
    "webchat": _webchat,
}
