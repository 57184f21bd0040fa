"""Defines the classifier of business intents: what a question to the bank is about, where that is sure."""

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

from bot.components.business_features import characters_of, says_something, words_of
from bot.components.linear_model import LinearModel, fit
from bot.components.neighbours import Neighbours
from bot.components.sentence_vectors import DIMENSIONS, vectors_of

RANKING = "intent_ranking"
LEAST_LABELS = 2
MOST_LIKELY = 3
"""Of so many intents by words one has to be worth a look at the meaning."""

BY_MEANING, BY_WORDS = "by_meaning", "by_words"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class BusinessIntents(IntentClassifier, GraphComponent):
    """Refines the default intent: a linear support vector machine, and examples that mean nearly the same.

    Only messages that the classifier before took for `default_intent` are looked at; `general` are the
    intents that it knows, which are not learnt here. An intent is chosen if its confidence is at least
    `threshold`, or `thresholds[intent]` where that is set. Else the default stays: the message is out of
    scope here, as is what is most like the examples of `none_of_them`. Data without examples of the default
    has nothing out of scope: the likeliest is chosen.

    The confidence is a softmax of the machine's scores times `sharpness`, plus `neighbours_share` of what the
    nearest examples by meaning are. `C` is the machine's inverse strength of regularisation, `vector_share`
    the weight of the sentence's vector in it, `ranking_length` how many intents are reported. A second
    machine learns from words alone. It decides where sentences cannot be turned into vectors, and where it is
    sure (`sure_by_words`) and none of the intents in `meaning_for` is likely, as a vector takes 5 ms. Where
    `meaning_for` is empty, or nothing is out of scope, the meaning is always looked at.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The settings where config.yml names none."""
        return {
            "default_intent": "ask",
            "none_of_them": "out_of_scope",
            "general": [],
            "threshold": 0.5,
            "thresholds": {},
            "sharpness": 6.0,
            "C": 0.4,
            "meaning_for": [],
            "sure_by_words": 0.0,
            "vector_share": 1.4,
            "neighbours_share": 0.7,
            "ranking_length": 5,
        }

    @staticmethod
    def required_packages() -> list[str]:
        """What must be importable for this component; sentence vectors are optional."""
        return ["numpy", "rjieba", "opencc"]

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        """An untrained classifier: it changes nothing."""
        self._config = config
        self._storage = storage
        self._resource = resource
        self._by_meaning: LinearModel | None = None
        self._by_words: LinearModel | None = None
        self._neighbours: Neighbours | None = None
        self._abstains = False

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "BusinessIntents":
        """Called by Rasa before training."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Fits the weights and stores them in the model."""
        labelled = [e for e in training_data.intent_examples if e.get(INTENT) and e.get(TEXT)]
        self._abstains = any(e.get(INTENT) == self._config["default_intent"] for e in labelled)
        general = {*self._config["general"], self._config["default_intent"]}
        examples = [e for e in labelled if e.get(INTENT) not in general]
        if len({e.get(INTENT) for e in examples}) >= LEAST_LABELS:
            self._fit([e.get(TEXT) for e in examples], [e.get(INTENT) for e in examples])
        self._store()
        return self._resource

    def _fit(self, texts: list[str], labels: list[str]) -> None:
        bags = [[words_of(text) for text in texts], [characters_of(text) for text in texts]]
        strength, share = self._config["C"], self._config["vector_share"]
        vectors = vectors_of(texts)
        if vectors.any():
            self._neighbours = Neighbours.of(vectors, labels)
            self._by_meaning = fit(bags, vectors, labels, strength=strength, vector_share=share)
        none = np.zeros_like(vectors)
        self._by_words = fit(bags, none, labels, strength=strength, vector_share=share)

    def process(self, messages: list[Message]) -> list[Message]:
        """Changes the intent of the messages that it is sure of, and reports their ranking."""
        default = self._config["default_intent"]
        for message in messages:
            heard = (message.get(INTENT) or {}).get("name")
            text = message.get(TEXT) or ""
            if heard not in (default, None) or not text.strip():
                continue
            if self._abstains and not says_something(text):
                continue
            ranking = self._rank(text)
            if ranking and self._is_sure(ranking[0]):
                message.set(INTENT, dict(ranking[0]), add_to_output=True)
                message.set(RANKING, ranking, add_to_output=True)
            elif ranking:  # what it thought of: people say later which one it was
                first = dict(message.get(INTENT) or {"name": default, "confidence": 0.0})
                message.set(RANKING, [first, *ranking[:-1]], add_to_output=True)
        return messages

    def _is_sure(self, best: dict[str, Any]) -> bool:
        if not self._abstains:
            return True
        least = self._config["thresholds"].get(best["name"], self._config["threshold"])
        return bool(best["name"] != self._config["none_of_them"] and best["confidence"] >= least)

    def _rank(self, text: str) -> list[dict[str, Any]]:
        """The likeliest intents with their confidence, the likeliest first; none where nothing was learnt."""
        if self._by_words is None:
            return []
        bags = [words_of(text), characters_of(text)]
        shares = self._shares(self._by_words, bags, np.zeros(DIMENSIONS, dtype=np.float32))
        labels = self._by_words.labels
        if self._by_meaning and self._neighbours and self._is_worth_meaning(labels, shares):
            vector = vectors_of([text])[0]
            if vector.any():
                weight = self._config["neighbours_share"]
                near = self._neighbours.shares(vector)
                shares = (self._shares(self._by_meaning, bags, vector) + weight * near) / (1 + weight)
        order = np.argsort(-shares)[: self._config["ranking_length"]]
        return [{"name": labels[at], "confidence": round(float(shares[at]), 4)} for at in order]

    def _shares(self, model: LinearModel, bags: list[set[str]], vector: np.ndarray) -> np.ndarray:
        scores = model.scores(bags, vector)
        powers = np.exp(self._config["sharpness"] * (scores - scores.max()))
        shares: np.ndarray = powers / powers.sum()
        return shares

    def _is_worth_meaning(self, labels: list[str], shares: np.ndarray) -> bool:
        wanted = self._config["meaning_for"]
        if not wanted or not self._abstains:
            return True
        if shares.max() < self._config["sure_by_words"]:
            return True
        return any(labels[at] in wanted for at in np.argsort(-shares)[:MOST_LIKELY])

    def _store(self) -> None:
        with self._storage.write_to(self._resource) as directory:
            (directory / "abstains").write_text(str(self._abstains), "utf-8")
            for name, model in ((BY_MEANING, self._by_meaning), (BY_WORDS, self._by_words)):
                if model:
                    (directory / name).mkdir()
                    model.store(directory / name)
            if self._neighbours:
                self._neighbours.store(directory)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "BusinessIntents":
        """Called by Rasa when a model is loaded; raises when the weights are missing or damaged."""
        classifier = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as directory:
            classifier._abstains = (directory / "abstains").read_text("utf-8") == "True"
            if (directory / BY_WORDS).exists():
                classifier._by_words = LinearModel.read(directory / BY_WORDS)
            if (directory / BY_MEANING).exists():
                classifier._by_meaning = LinearModel.read(directory / BY_MEANING)
                classifier._neighbours = Neighbours.read(directory)
        return classifier

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Lets later components of the pipeline see this one's decisions."""
        return training_data

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Nothing to check beyond the defaults."""

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Nothing outside the settings and the data changes the result."""
        return None
