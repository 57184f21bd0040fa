"""Draws a calibration, for those who choose the risks.

It needs matplotlib, which no process imports at run time.
"""

from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from hub.errors import SetupError
from kb.calibration import Risks
from kb.measuring.fit import Fitted

BINS = 10
FEWEST_IN_BIN = 5


def draw(fitted: Fitted, risks: Risks, path: Path) -> None:
    """Writes a picture: can the likelihood be believed, and what does each threshold cost and bring.

    The form follows the suffix (png, svg, pdf). Raises `SetupError` where it cannot be written.
    """
    figure = Figure(figsize=(11, 4.5), layout="constrained")
    left, right = figure.subplots(1, 2)
    _reliability(left, fitted)
    _curves(right, fitted, risks)
    try:
        figure.savefig(path, dpi=120)
    except (OSError, ValueError) as error:
        raise SetupError(f"the plot cannot be written to {path}: {error}") from error


def _reliability(axes: Axes, fitted: Fitted) -> None:
    right = np.array([each.first_right for each in fitted.examples])
    bins = np.minimum((fitted.unseen * BINS).astype(int), BINS - 1)
    filled = [number for number in range(BINS) if (bins == number).sum() >= FEWEST_IN_BIN]
    axes.plot([0, 1], [0, 1], color="0.7", linestyle="--")
    estimated, was_right = (
        [np.average(shares[bins == number], weights=fitted.say[bins == number]) for number in filled]
        for shares in (fitted.unseen, right)
    )
    axes.plot(estimated, was_right, marker="o")
    axes.set(
        xlabel="estimated chance that the first article is right",
        ylabel="share that was right",
        title=f"Unseen questions: {len(right)}, AUROC {fitted.auroc:.3f}",
    )


def _curves(axes: Axes, fitted: Fitted, risks: Risks) -> None:
    points = fitted.calibration.points
    thresholds = [point.threshold for point in points]
    for label, shares in {
        "answered directly": [point.answered for point in points],
        "of these wrong": [point.wrong for point in points],
        "article hidden, yet answered": [point.hidden for point in points],
        "from elsewhere, yet answered": [point.outside for point in points],
    }.items():
        axes.plot(thresholds, shares, label=label)
    chosen = fitted.calibration.thresholds(risks).answer
    if chosen <= 1:
        axes.axvline(chosen, color="0.4", linestyle=":", label=f"threshold {chosen:.2f}")
    axes.set(xlabel="threshold", ylabel="share", ylim=(0, 1), title=f"Risks: {risks.wrong:.0%} wrong allowed")
    axes.legend()
