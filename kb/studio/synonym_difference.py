"""What differs between two lists of synonyms, group by group."""

from collections import Counter
from collections.abc import Sequence
from typing import Literal, NamedTuple

from kb.studio.synonym_checks import listed_groups
from kb.text import normalise

Words = tuple[str, ...]


class GroupChange(NamedTuple):
    """A group that is new or gone, or has other words (or another plainest one) than before."""

    kind: Literal["new", "gone", "changed"]
    before: Words = ()
    after: Words = ()


def changed_groups(one: str, other: str) -> list[GroupChange]:
    """From one list to another, in the order of the other one, what is gone at the end.

    A group goes on as the one with which it has most words in common.
    """
    before = [group.words for group in listed_groups(one)]
    places = {normalise(word): place for place, words in enumerate(before) for word in words}
    found, met = list[GroupChange](), set[int]()
    for after in (group.words for group in listed_groups(other)):
        place = _nearest(after, places, met)
        if place is None:
            found.append(GroupChange("new", (), after))
            continue
        met.add(place)
        if _meaning(before[place]) != _meaning(after):
            found.append(GroupChange("changed", before[place], after))
    gone = [GroupChange("gone", words) for place, words in enumerate(before) if place not in met]
    return found + gone


def _nearest(words: Words, places: dict[str, int], met: set[int]) -> int | None:
    known = (places.get(normalise(word)) for word in words)
    shared = Counter(place for place in known if place is not None and place not in met)
    return shared.most_common(1)[0][0] if shared else None


def _meaning(words: Sequence[str]) -> tuple[str, frozenset[str]]:
    """The plainest word, and all of them: their order means nothing else."""
    normal = [normalise(word) for word in words]
    return normal[0], frozenset(normal)
