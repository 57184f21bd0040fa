"""Trains the bot's pipeline on labelled utterances and tests it on others, in the bot's own environment."""

import json
import os
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from hub.errors import SetupError
from hub.settings import ROOT
from yuanqiao.nlu_figures import HeardUtterance
from yuanqiao.nlu_lines import Labelled

BOT_PYTHON = ROOT / "bot" / ".venv" / "bin" / "python"
LONGEST_S = 3600.0
"""Seconds that one training and its test may take."""

FEWEST_FOLDS = 2


def held_out(train: Sequence[Labelled], test: Sequence[Labelled]) -> list[HeardUtterance]:
    """What a pipeline trained on the one understands of the other; raises `SetupError`."""
    with tempfile.TemporaryDirectory(prefix="yuanqiao-nlu-") as name:
        folder = Path(name)
        files = _write(folder / "train.jsonl", train), _write(folder / "test.jsonl", test)
        told = _run(files)
    columns = zip(test, told["labels"], told["confidences"], told["parse_ms"], strict=True)
    return [HeardUtterance(each.intent, label or "", sure, ms) for each, label, sure, ms in columns]


def cross_validated(
    lines: Sequence[Labelled], folds: int, done: Callable[[], None] = lambda: None
) -> list[HeardUtterance]:
    """What a pipeline trained on the other folds understands of each one; `done` after each fold."""
    heard: list[HeardUtterance] = []
    for fold in folded(lines, folds):
        chosen = set(fold)
        train = [line for place, line in enumerate(lines) if place not in chosen]
        heard += held_out(train, [lines[place] for place in fold])
        done()
    return heard


def folded(lines: Sequence[Labelled], folds: int) -> list[list[int]]:
    """The places of the lines in so many folds: each intent's are dealt out in turn, always the same way."""
    by_intent: dict[str, list[int]] = {}
    for place, line in enumerate(lines):
        by_intent.setdefault(line.intent, []).append(place)
    dealt: list[list[int]] = [[] for _ in range(folds)]
    for number, place in enumerate(place for places in by_intent.values() for place in places):
        dealt[number % folds].append(place)
    return dealt


def _write(path: Path, lines: Sequence[Labelled]) -> Path:
    rows = (json.dumps({"text": line.text, "intent": line.intent}, ensure_ascii=False) for line in lines)
    path.write_text("\n".join(rows) + "\n", "utf-8")
    return path


def _run(files: tuple[Path, Path]) -> dict[str, Any]:
    if not BOT_PYTHON.exists():
        raise SetupError("the bot's environment is missing: run `make setup`")
    command = [str(BOT_PYTHON), "-m", "bot.evaluate", *map(str, files)]
    keys = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR")
    env = {key: os.environ[key] for key in keys if key in os.environ} | {"OPENBLAS_NUM_THREADS": "1"}
    try:
        ran = subprocess.run(  # noqa: S603 (our own program, no shell)
            command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=LONGEST_S, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise SetupError(f"the training took more than {LONGEST_S:.0f} s") from error
    if ran.returncode != 0:
        last = (ran.stderr.strip().splitlines() or ["no word"])[-1][:300]
        raise SetupError(f"the pipeline could not be trained: {last}")
    told: dict[str, Any] = json.loads(ran.stdout)
    return told
