"""Draws how well intents are told apart: the confusion matrix, and what a threshold lets through."""

from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure

from yuanqiao.nlu_figures import HeardUtterance

DPI = 110
INCHES_PER_INTENT = 0.16
STEPS = 101


def draw(heard: Sequence[HeardUtterance], folder: Path) -> list[Path]:
    """Writes confusions.png and thresholds.png into a folder, made where it is missing; the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    mpl.use("agg")
    pictures = {"confusions.png": _confusions(heard), "thresholds.png": _thresholds(heard)}
    for name, figure in pictures.items():
        figure.savefig(folder / name, dpi=DPI)
    return [folder / name for name in pictures]


def _confusions(heard: Sequence[HeardUtterance]) -> Figure:
    """Rows: what was meant; columns: what was understood; shade: the share of the row."""
    names = sorted({each.wanted for each in heard} | {each.found for each in heard})
    place = {name: at for at, name in enumerate(names)}
    counts = np.zeros((len(names), len(names)))
    for each in heard:
        counts[place[each.wanted], place[each.found]] += 1
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    side = max(5.0, 2 + INCHES_PER_INTENT * len(names))
    figure = Figure(figsize=(side, side), layout="constrained")
    axes = figure.subplots()
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    axes.set_xticks(range(len(names)), names, rotation=90, fontsize=6)
    axes.set_yticks(range(len(names)), names, fontsize=6)
    axes.set_xlabel("understood")
    axes.set_ylabel("meant")
    return figure


def _thresholds(heard: Sequence[HeardUtterance]) -> Figure:
    """What share is answered from a confidence on, and what share of that is right."""
    sure = np.array([each.confidence for each in heard])
    right = np.array([each.wanted == each.found for each in heard])
    steps = np.linspace(0, 1, STEPS)
    taken = [sure >= step for step in steps]
    figure = Figure(figsize=(7, 4.5), layout="constrained")
    axes = figure.subplots()
    axes.plot(steps, [mask.mean() for mask in taken], label="share that is decided")
    axes.plot(
        steps, [right[mask].mean() if mask.any() else np.nan for mask in taken], label="right, of those"
    )
    axes.set_xlabel("threshold")
    axes.set_ylim(0, 1.02)
    axes.legend()
    return figure
