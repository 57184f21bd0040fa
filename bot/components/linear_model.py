"""Defines a linear model over bags of features and a sentence's vector; serving it needs NumPy alone."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

Bag = set[str]


@dataclass(frozen=True)
class Block:
    """One kind of feature: the rarity of each name (inverse document frequency) and the weights by label."""

    column: dict[str, int]
    rarity: np.ndarray
    weights: np.ndarray

    def scores(self, bag: Bag) -> np.ndarray:
        """What the bag adds to the score of each label; the bag counts as a vector of length 1."""
        known = [self.column[name] for name in bag if name in self.column]
        norm = float(np.linalg.norm(self.rarity[known])) or 1.0
        return (self.rarity[known] / norm) @ self.weights[known]


@dataclass(frozen=True)
class LinearModel:
    """One-against-the-rest scores: of each block of features, of the sentence's vector, and a bias."""

    labels: list[str]
    blocks: list[Block]
    by_vector: np.ndarray
    bias: np.ndarray

    def scores(self, bags: Sequence[Bag], vector: np.ndarray) -> np.ndarray:
        """The score of each label: above 0 it rather is, below it rather is not."""
        parts = [block.scores(bag) for block, bag in zip(self.blocks, bags, strict=True)]
        total: np.ndarray = np.sum(parts, axis=0) + vector @ self.by_vector + self.bias
        return total

    def store(self, directory: Path) -> None:
        """Writes the model: numbers as .npz without pickles, names as JSON."""
        arrays = {"by_vector": self.by_vector, "bias": self.bias}
        for place, block in enumerate(self.blocks):
            arrays |= {f"rarity{place}": block.rarity, f"weights{place}": block.weights}
        np.savez(directory / "numbers.npz", **arrays)
        names = {"labels": self.labels, "columns": [list(block.column) for block in self.blocks]}
        (directory / "names.json").write_text(json.dumps(names, ensure_ascii=False), "utf-8")

    @classmethod
    def read(cls, directory: Path) -> "LinearModel":
        """Reads what `store` wrote; raises where it is missing or damaged."""
        names = json.loads((directory / "names.json").read_text("utf-8"))
        numbers = np.load(directory / "numbers.npz", allow_pickle=False)
        blocks = [
            Block(
                {name: at for at, name in enumerate(columns)},
                numbers[f"rarity{place}"],
                numbers[f"weights{place}"],
            )
            for place, columns in enumerate(names["columns"])
        ]
        return cls(names["labels"], blocks, numbers["by_vector"], numbers["bias"])


def fit(
    bags: Sequence[Sequence[Bag]],
    vectors: np.ndarray,
    labels: Sequence[str],
    *,
    strength: float,
    vector_share: float,
) -> LinearModel:
    """Fits a linear support vector machine: `bags` holds one list of bags for each block of features.

    `strength` is the inverse strength of regularisation; `vector_share` weighs a sentence's vector against a
    block of features, which has length 1.
    """
    # Needed while training only: serving a model does without scikit-learn.
    from scipy.sparse import csr_matrix, hstack  # noqa: PLC0415
    from sklearn.svm import LinearSVC  # noqa: PLC0415

    columns = [_columns(block) for block in bags]
    rarities = [_rarity(block, column) for block, column in zip(bags, columns, strict=True)]
    parts = [_matrix(*each) for each in zip(bags, columns, rarities, strict=True)]
    matrix = hstack([*parts, csr_matrix(vectors * vector_share)]).tocsr()
    machine = LinearSVC(C=strength, random_state=0).fit(matrix, labels)
    weights = machine.coef_.T.astype(np.float32)
    bias = machine.intercept_.astype(np.float32)
    if weights.shape[1] == 1:  # of two labels, scikit-learn keeps the second one's scores alone
        weights, bias = np.hstack([-weights, weights]), np.hstack([-bias, bias])
    cuts = np.cumsum([part.shape[1] for part in parts])
    pieces = np.split(weights, cuts)
    blocks = [Block(*each) for each in zip(columns, rarities, pieces[:-1], strict=True)]
    return LinearModel([str(label) for label in machine.classes_], blocks, pieces[-1] * vector_share, bias)


def _columns(bags: Sequence[Bag]) -> dict[str, int]:
    return {name: at for at, name in enumerate(sorted(set().union(*bags)))}


def _rarity(bags: Sequence[Bag], column: dict[str, int]) -> np.ndarray:
    seen = Counter(name for bag in bags for name in bag)
    rarities = [1 + np.log((1 + len(bags)) / (1 + seen[name])) for name in column]
    return np.array(rarities, dtype=np.float32)


def _matrix(bags: Sequence[Bag], column: dict[str, int], rarity: np.ndarray):  # type: ignore[no-untyped-def]
    from scipy.sparse import csr_matrix  # noqa: PLC0415

    rows = [np.array(sorted(column[name] for name in bag), dtype=int) for bag in bags]
    shares = [rarity[row] / (np.linalg.norm(rarity[row]) or 1.0) for row in rows]
    ends = np.cumsum([0, *map(len, rows)])
    return csr_matrix((np.concatenate(shares), np.concatenate(rows), ends), shape=(len(bags), len(column)))
