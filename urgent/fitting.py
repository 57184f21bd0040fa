"""Fits the model of `model.py`; needs scikit-learn, which no process needs at run time."""

import json
from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from urgent.examples import NONE, AlarmExample
from urgent.model import AlarmModel, all_features
from urgent.normal import normalise
from urgent.recognise import KINDS

SEEN_IN = 2
"""A feature is kept that stands in so many examples."""
SMALLEST = 0.12
"""A feature is dropped whose weights are all smaller: what is left can be read."""
STRENGTH = 10.0
ALARM_WEIGHT = 2.0
"""An alarm missed counts as much as so many false ones."""


def fit(examples: Sequence[AlarmExample], *, least: float) -> AlarmModel:
    """The model that these examples make; `least`: how sure it has to be of an alarm, 0 to 1."""
    found = [all_features(normalise(each.words)) for each in examples]
    seen = Counter(feature for features in found for feature in features)
    names = sorted(feature for feature, count in seen.items() if count >= SEEN_IN)
    place = {name: number for number, name in enumerate(names)}
    rows, columns, values = [], [], []
    for row, features in enumerate(found):
        for feature in features & place.keys():
            rows.append(row)
            columns.append(place[feature])
            values.append(1 / np.sqrt(len(features)))
    matrix = csr_matrix((values, (rows, columns)), shape=(len(found), len(names)))
    weight = {NONE: 1.0, **dict.fromkeys(KINDS, ALARM_WEIGHT)}
    fitted = LogisticRegression(C=STRENGTH, max_iter=600, class_weight=weight)
    fitted.fit(matrix, [each.kind for each in examples])
    order = [list(fitted.classes_).index(kind) for kind in (NONE, *KINDS)]
    weights = fitted.coef_[order]
    kept = {
        name: tuple(round(float(value), 2) for value in weights[:, number])
        for name, number in place.items()
        if np.abs(weights[:, number]).max() >= SMALLEST
    }
    bias = tuple(round(float(value), 3) for value in fitted.intercept_[order])
    return AlarmModel(kinds=(NONE, *KINDS), least=least, bias=bias, weights=kept)


def as_text(model: AlarmModel) -> str:
    """The model as its file has it: one feature a line."""
    head = model.model_dump(exclude={"weights"})
    lines = ",\n".join(
        f"  {json.dumps(name, ensure_ascii=False)}: {json.dumps(value)}"
        for name, value in model.weights.items()
    )
    return json.dumps(head, ensure_ascii=False)[:-1] + ', "weights": {\n' + lines + "\n}}\n"
