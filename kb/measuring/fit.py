"""Fits a calibration to examples; needs scikit-learn, which no process imports at run time."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import StandardScaler

from hub.errors import BadInput
from kb.calibration import Calibration, LikelihoodModel, ThresholdPoint
from kb.decide import is_literal, may_answer
from kb.evidence import FEATURES
from kb.measuring.examples import FOLDS, HIDINGS, ExampleKind, ExampleQuestion, fold_of
from kb.search.meaning import Meaning

STRENGTH = 0.3
"""The inverse of the penalty on weights: rather strong, because a bank has few labelled questions."""

FEWEST = 40
"""Fewer questions with an article, or fewer where the first article is wrong, fit nothing."""

SHIFTS = np.linspace(-10, 10, 2001)
"""By how much odds (their logarithms) are moved, to find the shift after which they are right on average."""

THRESHOLDS = [round(0.02 + 0.01 * step, 2) for step in range(97)]

Array = Any  # a numpy array


class Fitted:
    """A calibration, and the counted examples: what models that had not seen them say, and their weights."""

    def __init__(self, examples: Sequence[ExampleQuestion], meaning: Meaning | None = None) -> None:
        """`meaning`: what the examples were ranked with. Raises `BadInput` for too few examples."""
        found = [each for each in examples if each.evidence is not None]
        unseen, answer = _fit_both(found, [each.first_right for each in found])
        _, offer = _fit_both(found, [each.offer_right for each in found])
        self.examples = [each for each in found if each.counted]
        self.unseen = unseen[[each.counted for each in found]]
        self.say = _say(self.examples)
        points = _points([each for each in examples if each.counted], self.examples, self.unseen)
        self.calibration = Calibration(answer=answer, offer=offer, points=points, meaning=meaning)

    @property
    def auroc(self) -> float:
        """The chance that a right first article got a higher likelihood than a wrong one."""
        right = [each.first_right for each in self.examples]
        return float(roc_auc_score(right, self.unseen, sample_weight=self.say))


def _fit_both(examples: Sequence[ExampleQuestion], right: Sequence[bool]) -> tuple[Array, LikelihoodModel]:
    """The likelihoods of unseen examples, fold by fold, and the model of all of them."""
    if sum(right) < FEWEST or len(right) - sum(right) < FEWEST:
        raise BadInput(
            f"a calibration needs {FEWEST} questions whose first article is right, and {FEWEST} where it is"
            f" not: here are {sum(right)} and {len(right) - sum(right)}"
        )
    features = np.array([[getattr(each.evidence, name) for name in FEATURES] for each in examples])
    truth = np.array(right)
    folds = np.array([fold_of(each.text) for each in examples])
    say = _say(examples)
    unseen = np.zeros(len(examples))
    for fold in range(FOLDS):
        intercept, weights = _fit(features[folds != fold], truth[folds != fold], say[folds != fold])
        unseen[folds == fold] = _chance(intercept + features[folds == fold] @ weights)
    intercept, weights = _fit(features, truth, say)
    by_name = {name: round(float(weight), 6) for name, weight in zip(FEATURES, weights, strict=True)}
    return unseen, LikelihoodModel(round(float(intercept), 6), by_name)


def _say(examples: Sequence[ExampleQuestion]) -> Array:
    """The weight of each example.

    A question whose article was hidden several times has one say in all; those that only teach have together
    at most as much as those that count.
    """
    say = np.array([1 / HIDINGS if each.kind is ExampleKind.HIDDEN else 1.0 for each in examples])
    counted = np.array([each.counted for each in examples])
    teaching = say[~counted].sum()
    say[~counted] *= min(1.0, say[counted].sum() / teaching) if teaching else 1.0
    return say


def _fit(features: Array, truth: Array, say: Array) -> tuple[float, Array]:
    scaler = StandardScaler().fit(features)
    model = LogisticRegression(C=STRENGTH, max_iter=3000).fit(scaler.transform(features), truth, say)
    weights = model.coef_[0] / scaler.scale_
    return float(model.intercept_[0] - weights @ scaler.mean_), weights


def _points(
    asked: Sequence[ExampleQuestion], examples: Sequence[ExampleQuestion], unseen: Array
) -> tuple[ThresholdPoint, ...]:
    kinds = np.array([each.kind for each in examples])
    right = np.array([each.first_right for each in examples])
    # The rule of the judge: what conflicts or is another house's is never answered directly.
    allowed = np.array([may_answer(each.evidence) for each in examples if each.evidence])
    literal = np.array([is_literal(each.evidence) for each in examples if each.evidence])
    of = {kind: max(1, sum(each.kind is kind for each in asked)) for kind in ExampleKind}
    answered = [allowed & (literal | (unseen >= threshold)) for threshold in THRESHOLDS]
    inside = kinds == ExampleKind.INSIDE
    # The few wrong answers above a threshold are too few to count: what is expected moves less by chance.
    error = np.zeros(len(examples))
    error[inside] = 1 - _chance_inside(unseen[inside], right[inside])
    return tuple(
        ThresholdPoint(
            threshold=threshold,
            answered=round(int((each & inside).sum()) / of[ExampleKind.INSIDE], 4),
            wrong=round(float(error[each & inside].mean()) if (each & inside).any() else 0.0, 4),
            hidden=round(int((each & (kinds == ExampleKind.HIDDEN)).sum()) / of[ExampleKind.HIDDEN], 4),
            outside=round(int((each & (kinds == ExampleKind.OUTSIDE)).sum()) / of[ExampleKind.OUTSIDE], 4),
        )
        for threshold, each in zip(THRESHOLDS, answered, strict=True)
    )


def _chance_inside(unseen: Array, right: Array) -> Array:
    """The chance that the first article is right, where the question is known to have one.

    Were wrong articles alike whether the right one is hidden or not, these odds would be the estimated ones
    times a constant. A few mislabelled questions say otherwise, so they are believed by half.
    """
    odds = np.log(unseen / (1 - unseen)).reshape(-1, 1)
    # Two parameters need no penalty.
    slope = (1 + LogisticRegression(C=1e3).fit(odds, right).coef_[0, 0]) / 2
    steep = slope * odds[:, 0]
    means = [_chance(steep + shift).mean() for shift in SHIFTS]
    return _chance(steep + np.interp(right.mean(), means, SHIFTS))


def _chance(odds: Array) -> Array:
    return 1 / (1 + np.exp(-odds))
