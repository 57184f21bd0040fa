"""Defines the classifier of intents: from text to probabilities in one step, without TensorFlow."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.features import features, share_known

RANKING = "intent_ranking"
LEAST_LABELS = 2


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ShortTextClassifier(IntentClassifier, GraphComponent):
    """Logistic regression over words and character n-grams, with an intent for what is not sure.

    Settings: `default_intent` is chosen unless another one is at least as probable as `threshold` and
    at least the share `least_known` of the text's features was seen in training (of a dish's name, a
    classifier of greetings knows nothing, and says so with confidence). Where none is, the likeliest of a
    group of `heard_together` is chosen all the same if its `intents` together are at least as probable as its
    `least` and as the default: in a story of anger, a complaint, a wish for a person and abuse share what one
    of them would have alone.
    Of the examples, those of the intents in `only` (and of the default) are learnt; of all where it is empty.
    `ranking_length` intents are reported; `C` is the inverse strength of regularisation.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The settings where config.yml names none."""
        return {
            "default_intent": "ask",
            "threshold": 0.6,
            "least_known": 0.4,
            "heard_together": [],
            "only": [],
            "ranking_length": 5,
            "C": 20.0,
        }

    @staticmethod
    def required_packages() -> list[str]:
        """What must be importable for this component."""
        return ["numpy", "rjieba", "opencc"]

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        """An untrained classifier."""
        self._config = config
        self._storage = storage
        self._resource = resource
        self._column: dict[str, int] = {}
        self._labels: list[str] = []
        self._weights = np.zeros((0, 0), dtype=np.float32)
        self._bias = np.zeros(0, dtype=np.float32)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "ShortTextClassifier":
        """Called by Rasa before training."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Fits the weights and stores them in the model."""
        labelled = [e for e in training_data.intent_examples if e.get(INTENT) and e.get(TEXT)]
        examples = [e for e in labelled if self._is_learnt(e.get(INTENT))]
        labels = [example.get(INTENT) for example in examples]
        if len(set(labels)) >= LEAST_LABELS:
            bags = [features(example.get(TEXT)) for example in examples]
            self._column = {name: column for column, name in enumerate(sorted(set().union(*bags)))}
            self._fit(bags, labels)
        self._store()
        return self._resource

    def _is_learnt(self, intent: str) -> bool:
        only = self._config["only"]
        return not only or intent in only or intent == self._config["default_intent"]

    def _fit(self, bags: list[set[str]], labels: list[str]) -> None:
        # Needed while training only: serving a model does without scikit-learn.
        from scipy.sparse import csr_matrix  # noqa: PLC0415
        from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

        seen = Counter(name for bag in bags for name in bag)
        rarity = np.array([1 + np.log((1 + len(bags)) / (1 + seen[name])) for name in self._column])
        rows = [sorted(self._column[name] for name in bag) for bag in bags]
        matrix = csr_matrix(
            (
                np.concatenate([rarity[row] / np.linalg.norm(rarity[row]) for row in rows]),
                np.concatenate(rows),
                np.cumsum([0, *map(len, rows)]),
            ),
            shape=(len(bags), len(self._column)),
        )
        fitted = LogisticRegression(C=self._config["C"], max_iter=1000, random_state=0).fit(matrix, labels)
        self._labels = [str(label) for label in fitted.classes_]
        # The last column keeps each feature's rarity, which a text's length is measured with.
        self._weights = np.column_stack([fitted.coef_.T * rarity[:, None], rarity]).astype(np.float32)
        self._bias = fitted.intercept_.astype(np.float32)

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the intent and the ranking to each message."""
        if not self._labels:
            for message in messages:
                message.set(INTENT, {"name": self._config["default_intent"], "confidence": 0.0}, True)
            return messages
        for message in messages:
            bag = features(message.get(TEXT) or "")
            known = [self._column[name] for name in bag if name in self._column]
            ranking = self._rank(known)
            message.set(INTENT, self._choose(ranking, share_known(bag, self._column)), add_to_output=True)
            message.set(RANKING, ranking[: self._config["ranking_length"]], add_to_output=True)
        return messages

    def _rank(self, known: list[int]) -> list[dict[str, Any]]:
        """All intents with their probabilities, the most probable first."""
        chosen = self._weights[known]
        norm = float(np.linalg.norm(chosen[:, -1])) or 1.0
        scores = chosen[:, :-1].sum(axis=0) / norm + self._bias
        powers = np.exp(scores - scores.max())
        shares = powers / powers.sum()
        ranked = sorted(zip(self._labels, shares.tolist(), strict=True), key=lambda pair: -pair[1])
        return [{"name": name, "confidence": round(share, 4)} for name, share in ranked]

    def _choose(self, ranking: list[dict[str, Any]], share: float) -> dict[str, Any]:
        best = ranking[0]
        name = self._config["default_intent"]
        default = next((dict(entry) for entry in ranking if entry["name"] == name), dict(best))
        if share >= self._config["least_known"]:
            if best["confidence"] >= self._config["threshold"]:
                return dict(best)
            for group in self._config["heard_together"]:
                together = [entry for entry in ranking if entry["name"] in group["intents"]]
                weight = sum(entry["confidence"] for entry in together)
                if weight >= max(group["least"], default["confidence"]):
                    return dict(together[0])
        return default

    def _store(self) -> None:
        with self._storage.write_to(self._resource) as directory:
            np.savez(directory / "weights.npz", weights=self._weights, bias=self._bias)
            names = {"columns": list(self._column), "labels": self._labels}
            (directory / "names.json").write_text(json.dumps(names, ensure_ascii=False), "utf-8")

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "ShortTextClassifier":
        """Called by Rasa when a model is loaded; raises when the weights are missing or damaged."""
        classifier = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as directory:
            classifier._read(directory)
        return classifier

    def _read(self, directory: Path) -> None:
        names = json.loads((directory / "names.json").read_text("utf-8"))
        stored = np.load(directory / "weights.npz", allow_pickle=False)
        self._column = {name: column for column, name in enumerate(names["columns"])}
        self._labels = names["labels"]
        self._weights, self._bias = stored["weights"], stored["bias"]

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Lets later components of the pipeline see this one's decisions."""
        self.process(training_data.training_examples)
        return training_data

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Nothing to check beyond the defaults."""

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Nothing outside the settings and the data changes the result."""
        return None
