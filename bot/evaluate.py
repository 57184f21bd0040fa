"""`python -m bot.evaluate TRAIN TEST`: trains config.yml's pipeline on labelled lines, tests it on others.

Both files are JSON lines with `text` and `intent`. On stdout stands one JSON object: `labels` (what was
understood, line by line), `confidences`, `parse_ms` and `train_s`. `yuanqiao nlu evaluate` judges it.
"""

import argparse
import contextlib
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

from bot.absent import stand_in
from bot.quiet import silence_rasa

stand_in()
silence_rasa()

# ruff: noqa: E402
from rasa.core.channels.channel import UserMessage
from rasa.engine.constants import PLACEHOLDER_MESSAGE
from rasa.engine.recipes.recipe import Recipe
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.training.graph_trainer import GraphTrainer
from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.data import TrainingType
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.io import read_config_file

from bot.inputs import CONFIG
from bot.model import load_pipeline
from bot.training import NoCache

Line = dict[str, Any]


class LinesImporter(TrainingDataImporter):
    """Labelled lines as Rasa's training data, past its files: no text of theirs is read as markup."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines

    def get_domain(self) -> Domain:
        """Nothing but understanding is trained."""
        return Domain.empty()

    def get_stories(self, exclusion_percentage: int | None = None) -> StoryGraph:
        """There are none."""
        return StoryGraph([])

    def get_conversation_tests(self) -> StoryGraph:
        """There are none."""
        return StoryGraph([])

    def get_config(self) -> dict[str, Any]:
        """The project's own configuration."""
        config: dict[str, Any] = read_config_file(CONFIG)
        return config

    def get_config_file_for_auto_config(self) -> str:
        """Where it stands."""
        return str(CONFIG)

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """The lines as messages."""
        return TrainingData([Message({TEXT: line["text"], INTENT: line["intent"]}) for line in self._lines])


def evaluate(train: Sequence[Line], test: Sequence[Line]) -> dict[str, Any]:
    """Trains on the one, parses the other; `parse_ms` in milliseconds, `train_s` in seconds."""
    started = perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        model = Path(folder) / "model.tar.gz"
        _train(train, model)
        trained = perf_counter() - started
        runner, target = load_pipeline(model)
    heard: list[dict[str, Any]] = []
    spans: list[float] = []
    runner.run({PLACEHOLDER_MESSAGE: [UserMessage(text="warm up")]}, [target])
    for line in test:
        before = perf_counter()
        outputs = runner.run({PLACEHOLDER_MESSAGE: [UserMessage(text=line["text"])]}, [target])
        spans.append(1000 * (perf_counter() - before))
        heard.append(outputs[target][0].get(INTENT) or {})
    return {
        "labels": [each.get("name") for each in heard],
        "confidences": [float(each.get("confidence") or 0) for each in heard],
        "parse_ms": [round(span, 3) for span in spans],
        "train_s": round(trained, 1),
    }


def _train(lines: Sequence[Line], target: Path) -> None:
    recipe = Recipe.recipe_for_name("default.v1")
    importer = LinesImporter(lines)
    graph = recipe.graph_config_for_recipe(importer.get_config(), {}, training_type=TrainingType.NLU)
    with tempfile.TemporaryDirectory() as folder:
        trainer = GraphTrainer(LocalModelStorage(Path(folder)), NoCache(), DaskGraphRunner)
        trainer.train(graph, importer, target, force_retraining=True)


def _read(path: Path) -> list[Line]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; returns its exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m bot.evaluate", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("train", type=Path)
    parser.add_argument("test", type=Path)
    options = parser.parse_args(arguments)
    with contextlib.redirect_stdout(sys.stderr):  # the one object alone belongs on stdout
        found = evaluate(_read(options.train), _read(options.test))
    print(json.dumps(found, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
