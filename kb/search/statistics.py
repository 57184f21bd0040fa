"""How common each token is: what re-ranking and the decision weigh tokens with.

They hold the synonyms by which they were counted: whatever is weighed with them is cut into tokens by these.
"""

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kb import text
from kb.synonyms import Synonyms


@dataclass(frozen=True, slots=True, eq=False)
class Statistics:
    """In how many of the articles each token stands, counted over titles and similar questions."""

    documents: int
    frequencies: Mapping[str, int]
    synonyms: Synonyms
    _total: int = field(init=False)
    _weights: Mapping[int, float] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_total", sum(self.frequencies.values()))
        numbers = {0, *self.frequencies.values()}
        weights = {number: math.log(1 + self.documents / (number + 0.5)) for number in numbers}
        object.__setattr__(self, "_weights", weights)

    def tokens(self, written: str) -> tuple[str, ...]:
        """The tokens of a text, by the synonyms with which these were counted."""
        return text.tokens(written, self.synonyms)

    def weight(self, token: str) -> float:
        """The inverse document frequency, larger for rarer tokens, largest for unknown ones."""
        return self._weights[self.frequencies.get(token, 0)]

    def knows(self, token: str) -> bool:
        """Whether any article has the token in its title or questions."""
        return token in self.frequencies

    def share(self, token: str) -> float:
        """The share of a token that is known in the language of all articles."""
        return self.frequencies[token] / self._total

    def save(self, path: Path) -> None:
        """Writes the statistics beside an index."""
        content = {
            "documents": self.documents,
            "frequencies": dict(self.frequencies),
            "synonyms": self.synonyms.groups,
            "synonyms_number": self.synonyms.number,
        }
        path.write_text(json.dumps(content, ensure_ascii=False), "utf-8")


def count(documents: Iterable[Iterable[str]], synonyms: Synonyms) -> Statistics:
    """Counts the tokens of documents, which were cut by these synonyms."""
    frequencies: Counter[str] = Counter()
    number = 0
    for number, document in enumerate(documents, start=1):  # noqa: B007  (the last number is the count)
        frequencies.update(set(document))
    return Statistics(number, frequencies, synonyms)


def load(path: Path) -> Statistics:
    """Reads what `Statistics.save` wrote."""
    content = json.loads(path.read_text("utf-8"))
    groups = tuple(map(tuple, content["synonyms"]))
    synonyms = Synonyms(groups, content["synonyms_number"])
    return Statistics(content["documents"], content["frequencies"], synonyms)
