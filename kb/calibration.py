"""A calibration: how likely the first article is right, and which likelihoods keep which risks.

It is fitted by `yuanqiao kb calibrate` and is nothing but a small JSON file: no library is needed to use it.
"""

import importlib
import json
import math
from collections.abc import Mapping
from dataclasses import asdict, astuple, dataclass, field, replace
from pathlib import Path
from typing import Any, Self

from hub.errors import SetupError
from hub.settings import Settings
from kb.evidence import FEATURES, Evidence
from kb.search.meaning import Meaning

SHIPPED = Path(__file__).with_name("calibration.json")
"""Fitted on the demo bank; in use where the settings name no other."""

FORMAT = 1
MEANING_SUFFIX = ".meaning.npz"
NEVER = 1.01
"""A threshold that no likelihood reaches."""


@dataclass(frozen=True, slots=True)
class LikelihoodModel:
    """A logistic regression: a weight for each feature of `Evidence`, in their own units."""

    intercept: float
    weights: Mapping[str, float]

    def likelihood(self, found: Evidence) -> float:
        """The estimated chance, 0 to 1."""
        total = self.intercept + sum(
            weight * getattr(found, feature) for feature, weight in self.weights.items()
        )
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, total))))


@dataclass(frozen=True, slots=True)
class ThresholdPoint:
    """What happened at a threshold, on questions that the model had not seen.

    `answered`: the share of questions with an article that were answered directly; `wrong`: of these,
    the share expected to be wrong; `hidden`: the share of questions about hidden articles that were answered;
    `outside`: the same of questions from elsewhere. No share grows with the threshold.
    """

    threshold: float
    answered: float
    wrong: float
    hidden: float
    outside: float


@dataclass(frozen=True, slots=True)
class Risks:
    """What an operator allows.

    `wrong`: of the answers given to questions that have an article, at most this share wrong; `unfounded`: of
    the questions whose article does not exist, at most this share answered directly; `useless`: an offer is
    made where the estimated chance that none of its articles is right is at most this.
    """

    wrong: float = 0.03
    unfounded: float = 0.065
    useless: float = 0.85

    def stricter(self, other: Self) -> Self:
        """Of each risk the smaller one."""
        return type(self)(*map(min, astuple(self), astuple(other)))


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which likelihood on there is an answer, and from which an offer."""

    answer: float
    offer: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Two models, is the first article right and is one of those offered, and what the first one did.

    `meaning`: what the ranking compares by beside words, where the models were fitted with it. `risks`: those
    that it is to be used with where the settings name none.
    """

    answer: LikelihoodModel
    offer: LikelihoodModel
    points: tuple[ThresholdPoint, ...]
    meaning: Meaning | None = None
    risks: Risks = field(default_factory=Risks)

    def thresholds(self, risks: Risks) -> Thresholds:
        """The lowest thresholds that keep the risks; never an answer where none does."""
        kept = [
            point.threshold
            for point in self.points
            if point.wrong <= risks.wrong and max(point.hidden, point.outside) <= risks.unfounded
        ]
        return Thresholds(min(kept, default=NEVER), 1 - risks.useless)

    def save(self, path: Path) -> None:
        """Writes the calibration, and its meaning into a file beside it; raises `SetupError`."""
        content = {"format": FORMAT} | asdict(replace(self, meaning=None))
        del content["meaning"]
        try:
            if self.meaning is not None:
                beside = path.with_suffix(MEANING_SUFFIX)
                self.meaning.save(beside)
                content["meaning"] = beside.name
            path.write_text(json.dumps(content, indent=1) + "\n", "utf-8")
        except OSError as error:
            raise SetupError(f"the calibration cannot be written to {path}: {error.strerror}") from error


def load(path: Path, settings: Settings | None = None) -> Calibration:
    """Reads what `Calibration.save` wrote; `settings` (of the environment, if none) name who makes vectors.

    Raises `SetupError` for what is none, or is for other features or vectors.
    """
    try:
        content = json.loads(path.read_text("utf-8"))
        found = Calibration(
            answer=_model(content["answer"]),
            offer=_model(content["offer"]),
            points=tuple(ThresholdPoint(**point) for point in content["points"]),
            risks=Risks(**content.get("risks", {})),
        )
    except OSError as error:
        raise SetupError(f"the calibration {path} cannot be read: {error.strerror}") from error
    except (ValueError, TypeError, KeyError) as error:
        raise SetupError(f"{path} is no calibration: make it with `yuanqiao kb calibrate`") from error
    fitted = [set(model.weights) for model in (found.answer, found.offer)]
    if content.get("format") != FORMAT or fitted != [set(FEATURES)] * 2:
        raise SetupError(f"{path} was made by another version: make it again with `yuanqiao kb calibrate`")
    beside = content.get("meaning")
    return replace(found, meaning=_meaning(path.with_name(str(beside)), settings)) if beside else found


def _meaning(path: Path, settings: Settings | None) -> Meaning:
    try:
        sentences = importlib.import_module("kb.search.sentences")
        encoders = importlib.import_module("kb.search.encoders")
    except ModuleNotFoundError as error:
        raise SetupError(f"{error.name} is not installed: uv sync --extra server --extra meaning") from error
    found: Meaning = sentences.load(path, encoders.open_encoder(settings or Settings()))
    return found


def _model(content: Mapping[str, Any]) -> LikelihoodModel:
    weights = {str(feature): float(weight) for feature, weight in content["weights"].items()}
    return LikelihoodModel(float(content["intercept"]), weights)
