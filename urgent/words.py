"""What the house says where something is urgent: the texts of `words.yml`, checked when they are read."""

from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

WORDS = Path(__file__).with_name("words.yml")

Language = Literal["zh", "en"]
InBoth = dict[Language, str]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class UrgentSentences(_Strict):
    """Sentences that belong to no kind."""

    noted: InBoth
    heard: InBoth
    found: InBoth
    done: InBoth
    back: InBoth
    thanks: InBoth
    left: InBoth
    which_card: InBoth
    has_paid: InBoth
    need_person: InBoth
    person_option: InBoth


class Article(_Strict):
    """The question whose article says how something is done, for a kind and a card ("" for none)."""

    kind: str
    card: str
    question: str


class UrgentWords(_Strict):
    """All texts, by language and then by kind or name."""

    first: dict[Language, dict[str, str]]
    reminder: dict[Language, dict[str, str]]
    said: UrgentSentences
    cards: dict[Language, dict[str, str]]
    paid: dict[Language, dict[Literal["yes", "no"], str]]
    facts: dict[Language, dict[str, str]]
    articles: tuple[Article, ...]

    def article(self, kind: str, card: str) -> str | None:
        """The question for a kind and card, if there is one."""
        found = (each.question for each in self.articles if (each.kind, each.card) == (kind, card))
        return next(found, None)


@cache
def words() -> UrgentWords:
    """The texts as the file has them."""
    return UrgentWords.model_validate(yaml.safe_load(WORDS.read_text("utf-8")))
