"""Finds and replaces what must never be stored: full card numbers, passwords, one-time codes.

PCI DSS 3.3.1 (nothing of it after authorisation) and 3.4.1 (at most the last four digits of a card)
are the reasons. The search runs on a folded view of the text (`fold`), in two parts: numbers that prove
themselves by their check digit (`cards`), and values that stand next to a word that names them
(`cues`, `values`). What is replaced becomes one of the marks in `marks`; everything else stays as it was.
"""

from collections.abc import Sequence
from typing import NamedTuple

from hub.messages.secrets.cards import expiry_and_code, find_cards
from hub.messages.secrets.cues import PASSWORD_WORD, find_cued
from hub.messages.secrets.fold import View, fold
from hub.messages.secrets.marks import FoundSecret, mark_of, merged
from hub.messages.secrets.near import find_near

__all__ = ["Cleaned", "remove_secrets", "remove_secrets_across"]

ROUNDS = 4
"""Most passes over one text. The second finds nothing, except where a mark put in by the first opens a
word's boundary; the bound keeps the work linear whatever the text is."""


class Cleaned(NamedTuple):
    """A text without secrets, and the kinds that were replaced: `card`, `cvv`, `code`, `password`."""

    text: str
    kinds: tuple[str, ...]


def remove_secrets(text: str) -> Cleaned:
    """Replaces every secret in the text by a mark; the last four digits of a card stay.

    Doing it twice changes nothing more. The work grows linearly with the length of the text.
    """
    kinds: dict[str, None] = {}
    for _ in range(ROUNDS):
        view = fold(text)
        found = _find(view)
        if not found:
            break
        kinds.update((one.kind, None) for one in found)
        text = _replace(text, view, found)
    return Cleaned(text, tuple(kinds))


def remove_secrets_across(texts: Sequence[str]) -> tuple[str, ...]:
    """Replaces the secrets in texts that are read one below the other, each of them or all together.

    A word in one text can name the value in the next, and a number can begin in one and end in another:
    then every text that holds a piece of the secret gets a mark in its place.
    """
    cleaned = tuple(texts)
    if len(cleaned) < 2:
        return tuple(remove_secrets(text).text for text in cleaned)
    for _ in range(ROUNDS):
        view, found = _find_across(cleaned)
        if not found:
            break
        cleaned = _replace_across(cleaned, view, found)
    return cleaned


def _find(view: View) -> list[FoundSecret]:
    cards = find_cards(view.text)
    folded = view.without(cards)
    codes = expiry_and_code(folded, cards)
    return merged([*cards, *codes, *find_cued(folded), *find_near(folded, PASSWORD_WORD)])


def _find_across(texts: tuple[str, ...]) -> tuple[View, list[FoundSecret]]:
    """The view of all texts together, and what is found in it: in each text alone, and in all of them."""
    found = []
    begin = 0
    for text in texts:
        alone = fold(text)
        found += [one._replace(start=one.start + begin, end=one.end + begin) for one in _find(alone)]
        begin += len(alone.text) + 1  # behind the line end, which folds to itself
    view = fold("\n".join(texts))
    return view, merged([*found, *_find(view)])


def _replace(text: str, view: View, found: list[FoundSecret]) -> str:
    parts = []
    done = 0
    for one in found:
        start, end = view.origin(one.start, one.end)
        parts += [text[done:start], mark_of(one)]
        done = end
    return "".join([*parts, text[done:]])


def _replace_across(texts: tuple[str, ...], view: View, found: list[FoundSecret]) -> tuple[str, ...]:
    result = []
    begin = 0
    for text in texts:
        end = begin + len(text)
        parts = []
        done = begin
        for one in found:
            first, behind = view.origin(one.start, one.end)
            start, stop = max(first, begin), min(behind, end)
            if start < stop:
                parts += [text[done - begin : start - begin], mark_of(one)]
                done = stop
        result.append("".join([*parts, text[done - begin :]]))
        begin = end + 1  # behind the line end between them
    return tuple(result)
