"""A small linear model beside the rules: it knows how alarms sound that no rule foresees (docs/urgent.md).

Multinomial logistic regression over short runs of characters and the signs of the rules, fitted by
`yuanqiao urgent-fit` on `lines/` and kept as readable data: what each feature says for each kind.
"""

import json
import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from math import exp, sqrt
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from urgent.rules import AlarmRule, rules

MODEL = Path(__file__).with_name("model.json")
LONGEST_WINDOW = 48
"""A longer text is looked at clause by clause, too: a story hides its alarm in one of them."""
MOST_WINDOWS = 12
JOINTS = frozenset(("gap", "far", "after", "loser", "me"))
"""Signs that only join others."""

_DIGITS = re.compile(r"[0-9]+")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[a-z']+")
_CLAUSE = re.compile(r"[，,。.！!？?；;、\n ]+")


class AlarmModel(BaseModel):
    """The fitted model: a weight for each of `kinds` by run of characters; `least`: of an alarm, 0 to 1."""

    model_config = ConfigDict(frozen=True)

    kinds: tuple[str, ...]
    least: float
    bias: tuple[float, ...]
    weights: dict[str, tuple[float, ...]]


class Sounding(NamedTuple):
    """What a text sounds like most: a kind of alarm, and how surely it is any alarm, 0 to 1."""

    kind: str
    sure: float


def features(text: str) -> set[str]:
    """The runs of up to three characters, pairs with some between them, Latin words and pairs of those."""
    plain = f"^{_DIGITS.sub('0', text)}$"
    found = {plain[start : start + size] for size in (1, 2, 3) for start in range(len(plain) - size + 1)}
    found = {each for each in found if not each.isascii() or each in ("0", "0$", "^0", "?", "!", "?$")}
    signs = _CHINESE.findall(plain)
    found |= {f"{signs[i]}_{signs[i + gap]}" for gap in (2, 3) for i in range(len(signs) - gap)}
    latin = _LATIN.findall(plain)
    found |= {f"{word} " for word in latin} | {f"{one} {two}" for one, two in pairwise(latin)}
    return found


def all_features(text: str, among: Sequence[AlarmRule] | None = None) -> set[str]:
    """The runs of characters of a normalised text, and the signs of the rules in it, alone and in pairs.

    `among`: the rules that may hold, where that is known; those of a window are among those of its text.
    """
    known = rules()
    among = known.kinds if among is None else among
    signs = [name for name, pattern in known.signs.items() if name not in JOINTS and pattern.search(text)]
    signs += [name for name, pattern in known.asked.items() if pattern.search(text)]
    signs += [f"kind {rule.kind}" for rule in among if rule.holds(text)]
    pairs = {f"={one}&{two}" for place, one in enumerate(signs) for two in signs[place + 1 :]}
    return features(text) | {f"={sign}" for sign in signs} | pairs


def windows(text: str) -> list[str]:
    """The text, and of a long one also its clauses, some in a row: each once, so that a story stays cheap."""
    if len(text) <= LONGEST_WINDOW:
        return [text]
    joint = "，" if _CHINESE.search(text) else " "
    found, window = [text], ""
    for clause in filter(None, _CLAUSE.split(text)):
        for start in range(0, len(clause), LONGEST_WINDOW):
            part = clause[start : start + LONGEST_WINDOW]
            if window and len(window) + len(part) > LONGEST_WINDOW:
                found.append(window)
                window = ""
            window = f"{window}{joint}{part}" if window else part
    return [*found, window][:MOST_WINDOWS]


def sounds_like(text: str) -> Sounding:
    """What a normalised text sounds like, whole or in one of its windows."""
    among = [rule for rule in rules().kinds if rule.hinted(text)]
    return max((_sounding(window, among) for window in windows(text)), key=lambda each: each.sure)


@cache
def model() -> AlarmModel:
    """The model as the file has it."""
    return AlarmModel.model_validate(json.loads(MODEL.read_text("utf-8")))


def _sounding(text: str, among: Sequence[AlarmRule]) -> Sounding:
    fitted = model()
    found = all_features(text, among)
    scores = _scores(found, fitted)
    top = max(scores)
    likely = [exp(score - top) for score in scores]
    total = sum(likely)
    alarm = max(range(1, len(likely)), key=likely.__getitem__)
    return Sounding(fitted.kinds[alarm], 1 - likely[0] / total)


def _scores(found: set[str], fitted: AlarmModel) -> Sequence[float]:
    """One for each kind, the first that of no alarm; the features weigh less the more there are."""
    sums = [0.0] * len(fitted.kinds)
    weights = fitted.weights
    for each in found & weights.keys():
        for place, weight in enumerate(weights[each]):
            sums[place] += weight
    size = sqrt(len(found)) or 1.0
    return [bias + sum_ / size for bias, sum_ in zip(fitted.bias, sums, strict=True)]
