"""Finds entities that a list names, by any of their names: the longest name at a place counts."""

import re
from collections.abc import Mapping, Sequence

from bot.components.entities.found import FoundEntity


class Lookup:
    """A list of values with their names; Latin names count as whole words only, in any case."""

    def __init__(self, entity: str, names_of: Mapping[str, Sequence[str]]) -> None:
        self._entity = entity
        self._value = {name.lower(): value for value, names in names_of.items() for name in names}
        longest_first = sorted(self._value, key=len, reverse=True)
        words = (
            rf"(?<![a-z]){re.escape(n)}(?![a-z])" if n.isascii() else re.escape(n) for n in longest_first
        )
        self._pattern = re.compile("|".join(words), re.I)

    def find(self, text: str) -> list[FoundEntity]:
        """All that stand in the text, without overlaps."""
        found = self._pattern.finditer(text)
        return [FoundEntity(self._entity, self._value[match[0].lower()], *match.span()) for match in found]
