"""The one normalisation of the house: documents and queries of every search backend go through it.

A text becomes tokens: Chinese characters and their bigrams, the stems of Latin words and numbers whole, and
one token for each group of synonyms and each term of the English glossary that it touches.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from pathlib import Path

from opencc import OpenCC

from kb.english import ENGLISH, is_latin, stem, terms_in
from kb.synonyms import Synonyms

SYNONYMS = Path(__file__).with_name("synonyms.txt")
"""The list that is shipped: one group of words that mean the same on each line, the plainest word first."""

_RUN = re.compile(r"[a-z0-9]+(?:[.'][a-z0-9]+)*|[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_PAUSE = re.compile(r"[\s，。？！；、,.?!;…~～]+")
_PAUSE_IN_LATIN = re.compile(r"[.,?!;…~\n]+\s*")
SHORTEST_CLAUSE = 4
GROUP = "="
"""How the token of a group begins, before its plainest word."""

_SPACE = re.compile(r"\s+")


@cache
def _to_simplified() -> OpenCC:
    return OpenCC("t2s")


def normalise(text: str) -> str:
    """Compatibility forms, width, case, Traditional characters and spaces folded into one form."""
    folded = unicodedata.normalize("NFKC", text)
    return _SPACE.sub(" ", _to_simplified().convert(folded).lower()).strip()


def tokens(text: str, synonyms: Synonyms) -> tuple[str, ...]:
    """The tokens of a text by a list of synonyms, in the order of reading, repeated ones included."""
    normal = normalise(text)
    found: list[str] = []
    for run in _RUN.findall(normal):
        found.extend([stem(run)] if run[0].isascii() else _characters_and_bigrams(run))
    return (*found, *(GROUP + word for word in groups_in(normal, synonyms)))


def groups_in(normal: str, synonyms: Synonyms) -> list[str]:
    """The groups that a normalised text touches, in whichever language, each once by its plainest word.

    A term of the English glossary in no group stands for itself.
    """
    words = [*synonyms.words_in(normal), *terms_in(normal)]
    return list(dict.fromkeys(map(synonyms.plainest, words)))


def clauses(text: str) -> list[str]:
    """The parts between punctuation, in Chinese also spaces, without those too short to ask anything."""
    pause = _PAUSE_IN_LATIN if is_latin(normalise(text)) else _PAUSE
    return [part for part in pause.split(text) if len(part) >= SHORTEST_CLAUSE]


def words_of_line(line: str) -> list[str]:
    """The words of one line of a list of synonyms, as they are written; `#` begins a remark."""
    return line.partition("#")[0].split()


def read_synonyms(text: str, number: int = 0) -> Synonyms:
    """The list of a text with one group on each line."""
    lines = (tuple(map(normalise, words_of_line(line))) for line in text.splitlines())
    return Synonyms(tuple(group for group in lines if group), number)


@cache
def shipped_synonyms() -> Synonyms:
    """The list that is shipped: in force where editors have published none."""
    return read_synonyms(SYNONYMS.read_text("utf-8"))


def fingerprint(synonyms: Synonyms) -> str:
    """Changes whenever the same text may become other tokens: indexes built before are then stale."""
    return hashlib.sha256(f"{_rules()} {synonyms.digest}".encode()).hexdigest()[:16]


@cache
def _rules() -> str:
    """The same for what this release does to a text, whichever the list is."""
    digest = hashlib.sha256()
    for file in (ENGLISH, Path(__file__), ENGLISH.with_suffix(".py"), SYNONYMS.with_suffix(".py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _characters_and_bigrams(run: str) -> Iterable[str]:
    yield from run
    for first, second in pairwise(run):
        yield first + second
