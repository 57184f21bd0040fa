"""Defines the examples that lie near a sentence by meaning, and what they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

NARROWNESS = 30.0
"""How fast an example's say falls with its distance: at a cosine of .9 to a twentieth of what it is at 1."""


@dataclass(frozen=True)
class Neighbours:
    """The vectors of all examples, and the place of each one's label among the labels in order."""

    vectors: np.ndarray
    label_at: np.ndarray
    count: int

    @classmethod
    def of(cls, vectors: np.ndarray, labels: Sequence[str]) -> "Neighbours":
        """Those of a set of examples: one row and one label each; rows have length 1."""
        names, places = np.unique(np.array(labels), return_inverse=True)
        return cls(vectors.astype(np.float32), places.astype(np.int32), len(names))

    def shares(self, vector: np.ndarray) -> np.ndarray:
        """How much of what lies near belongs to each label; sums up to 1."""
        near = np.exp(NARROWNESS * (self.vectors @ vector - 1))
        by_label = np.bincount(self.label_at, weights=near, minlength=self.count)
        shares: np.ndarray = by_label / max(by_label.sum(), 1e-12)
        return shares

    def store(self, directory: Path) -> None:
        """Writes them without pickles."""
        np.savez(directory / "neighbours.npz", vectors=self.vectors, label_at=self.label_at, count=self.count)

    @classmethod
    def read(cls, directory: Path) -> "Neighbours":
        """Reads what `store` wrote; raises where it is missing or damaged."""
        kept = np.load(directory / "neighbours.npz", allow_pickle=False)
        return cls(kept["vectors"], kept["label_at"], int(kept["count"]))
