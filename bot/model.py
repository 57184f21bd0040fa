"""Loads the current model: only a file whose SHA-256 is the one in `current.json`, and no commands."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.storage import ModelMetadata
from rasa.nlu.classifiers.regex_message_handler import RegexMessageHandler
from rasa.shared.core.domain import Domain

from bot.errors import CannotStart
from bot.indexed_rules import with_indexed_rules
from bot.runner import DirectRunner, without_node
from bot.stored_model import NO_MODEL, current_model

COMMAND_READER = f"run_{RegexMessageHandler.__name__}"
"""The node that Rasa adds to every model and that reads `/intent{...}`: we take it out."""


@dataclass(frozen=True)
class LoadedModel:
    """A loaded model: the graph, its two targets, the domain, and the file's SHA-256."""

    runner: DirectRunner
    parse_target: str
    predict_target: str
    domain: Domain
    sha256: str


def load_current(directory: Path) -> LoadedModel:
    """Loads the model that `current.json` names; raises `CannotStart` with one clear sentence."""
    path, found = current_model(directory)
    try:
        return _load(path, found)
    except Exception as problem:  # a model is code: whatever it raises, it cannot be used
        raise CannotStart(
            f"The model {path} cannot be loaded ({type(problem).__name__}): run `python -m bot.train`.",
            NO_MODEL,
        ) from problem


def _load(path: Path, sha256: str) -> LoadedModel:
    with tempfile.TemporaryDirectory() as folder:
        storage, metadata = LocalModelStorage.from_model_archive(Path(folder), path)
        before_commands = metadata.predict_schema.nodes[COMMAND_READER].needs["messages"]
        schema = without_node(metadata.predict_schema, COMMAND_READER, before_commands)
        schema = with_indexed_rules(schema)
        context = ExecutionContext(graph_schema=schema, model_id=metadata.model_id)
        return LoadedModel(
            runner=DirectRunner.create(schema, storage, context),
            parse_target=before_commands,
            predict_target=_predict_target(metadata),
            domain=metadata.domain,
            sha256=sha256,
        )


def load_pipeline(path: Path) -> tuple[DirectRunner, str]:
    """The part of a model just trained that understands, as a bot runs it; and its target.

    Raises whatever a component raises that cannot be loaded.
    """
    with tempfile.TemporaryDirectory() as folder:
        storage, metadata = LocalModelStorage.from_model_archive(Path(folder), path)
        target = metadata.predict_schema.nodes[COMMAND_READER].needs["messages"]
        schema = without_node(metadata.predict_schema, COMMAND_READER, target)
        context = ExecutionContext(graph_schema=schema, model_id=metadata.model_id)
        return DirectRunner.create(schema, storage, context), target


def _predict_target(metadata: ModelMetadata) -> str:
    if not metadata.core_target:
        raise ValueError("the model has no rules")
    return str(metadata.core_target)
