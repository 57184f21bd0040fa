"""Trains a model with Rasa's own graph trainer, without its cache (an SQLite file that nobody needs)."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.absent import stand_in
from bot.quiet import silence_rasa

stand_in()
silence_rasa()

# ruff: noqa: E402
from rasa.engine.caching import Cacheable, TrainingCache
from rasa.engine.recipes.recipe import Recipe
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.storage import ModelStorage
from rasa.engine.training.graph_trainer import GraphTrainer
from rasa.engine.validation import validate
from rasa.shared.data import TrainingType
from rasa.shared.importers.importer import TrainingDataImporter

from bot.inputs import CONFIG, DATA, DOMAIN


class NoCache(TrainingCache):
    """Remembers nothing: every training starts from the data."""

    def cache_output(
        self, fingerprint_key: str, output: Any, output_fingerprint: str, model_storage: ModelStorage
    ) -> None:
        """Forgets at once."""

    def get_cached_output_fingerprint(self, fingerprint_key: str) -> str | None:
        """Nothing was ever cached."""
        return None

    def get_cached_result(
        self, output_fingerprint_key: str, node_name: str, model_storage: ModelStorage
    ) -> Cacheable | None:
        """Nothing was ever cached."""
        return None


def train(target: Path, report: Callable[[str], None]) -> None:
    """Trains from config.yml, domain.yml and bot/data into the file `target` (a .tar.gz).

    `report` gets one line before each step. Raises what Rasa raises for contradictory rules or data.
    """
    report("reading rules and examples")
    importer = TrainingDataImporter.load_from_config(str(CONFIG), str(DOMAIN), [str(DATA)])
    recipe = Recipe.recipe_for_name("default.v1")
    config, _, _ = recipe.auto_configure(str(CONFIG), importer.get_config(), TrainingType.BOTH)
    graph = recipe.graph_config_for_recipe(config, {}, training_type=TrainingType.BOTH)
    validate(graph)
    report(f"learning {len(importer.get_nlu_data().intent_examples)} examples")
    fresh = target.with_suffix(".new")
    with tempfile.TemporaryDirectory() as folder:
        trainer = GraphTrainer(LocalModelStorage(Path(folder)), NoCache(), DaskGraphRunner)
        trainer.train(graph, importer, fresh, force_retraining=True)
    fresh.replace(target)
