"""Groups of words that mean the same, as a value that is held beside what was built by it."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Group = tuple[str, ...]
"""Normalised words that mean the same, the plainest first."""


@dataclass(frozen=True, slots=True, eq=False)
class Synonyms:
    """One list of groups; `number`: which version of the editors' list, 0 for the one that is shipped.

    A word belongs to one group; where a list has it in several, the last one counts.
    """

    groups: tuple[Group, ...]
    number: int = 0
    digest: str = field(init=False)
    """Another one for any list by which texts may become other tokens."""
    _plainest: Mapping[str, str] = field(init=False, repr=False)
    _lengths: Mapping[str, tuple[int, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        plainest = {word: group[0] for group in self.groups for word in group if word}
        listed = "\n".join(" ".join(group) for group in self.groups)
        object.__setattr__(self, "_plainest", plainest)
        object.__setattr__(self, "_lengths", _lengths_by_first(plainest))
        object.__setattr__(self, "digest", hashlib.sha256(listed.encode()).hexdigest()[:16])

    def plainest(self, word: str) -> str:
        """The plainest word of a word's group; the word itself where it is in none."""
        return self._plainest.get(word, word)

    def words_in(self, normal: str) -> list[str]:
        """The words of the list in a normalised text, in the order of reading, the longest first.

        Within longer ones, too, of Latin letters as well: `atm` is in `webatm`.
        A look at each character, not a pattern of all words: the time does not grow with the list.
        """
        found, place, lengths, known = list[str](), 0, self._lengths, self._plainest
        while place < len(normal):
            for length in lengths.get(normal[place], ()):
                word = normal[place : place + length]
                if word in known:
                    found.append(word)
                    place += length
                    break
            else:
                place += 1
        return found


def _lengths_by_first(words: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """By its first character, how long words are, the longest first."""
    found: dict[str, set[int]] = {}
    for word in words:
        found.setdefault(word[0], set()).add(len(word))
    return {first: tuple(sorted(lengths, reverse=True)) for first, lengths in found.items()}
