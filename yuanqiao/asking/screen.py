"""What stands on a customer's screen after a turn: words, options, sources, notices."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from hub.messages import Card, Choices, Link, Notice, NoticeCode, Segment, Text

_ONLY_ASIDE = {NoticeCode.SECRET_REMOVED, NoticeCode.LATE}

_QUOTED = re.compile(r"“[^”]*”|‘[^’]*’|\"[^\"]*\"|《[^》]*》")


_SENTENCE_END = re.compile(r"(?<=[。！？!?\n])|(?<=\.)(?=\s)")


@dataclass(frozen=True, slots=True)
class ScreenLine:
    """Words, and the article that they come from, where they do."""

    words: str
    source: str | None = None


@dataclass(frozen=True)
class AnswerScreen:
    """The answers of one turn, in their order; `titles`: the article that each label leads to."""

    segments: tuple[Segment, ...]
    titles: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def lines(self) -> tuple[ScreenLine, ...]:
        """Everything that is said, notices that are no answer left out."""
        found = []
        for segment in self.segments:
            if isinstance(segment, Notice) and segment.code in _ONLY_ASIDE:
                continue
            source = segment.source if isinstance(segment, Text) else None
            found.append(ScreenLine(segment.words(), source.article_id if source else None))
        return tuple(found)

    @cached_property
    def own_words(self) -> str:
        """What is said without an article."""
        return "\n".join(line.words for line in self.lines if line.source is None)

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """What can be chosen."""
        found: list[str] = []
        for segment in self.segments:
            if isinstance(segment, Choices):
                found += [option.label for option in segment.options]
            elif isinstance(segment, Card):
                found += [action.label for action in segment.actions]
        return tuple(found)

    @cached_property
    def whole(self) -> str:
        """All that can be read."""
        links = [segment.url for segment in self.segments if isinstance(segment, Link)]
        return "\n".join((*(line.words for line in self.lines), *self.labels, *links))

    @cached_property
    def answered(self) -> tuple[str, ...]:
        """The articles that were said."""
        return tuple(line.source for line in self.lines if line.source is not None)

    @cached_property
    def offered(self) -> tuple[str, ...]:
        """The articles that can be chosen, known by what they are called."""
        return tuple(self.titles[label] for label in self.labels if label in self.titles)

    @property
    def codes(self) -> frozenset[NoticeCode]:
        """What the house says of itself."""
        return frozenset(segment.code for segment in self.segments if isinstance(segment, Notice))

    def transcript(self) -> list[str]:
        """The screen in lines of plain words."""
        found = [f"{line.words}  （《{line.source}》）" if line.source else line.words for line in self.lines]
        return [*found, *(f"  [{label}]" for label in self.labels)]


def opening(words: str) -> str:
    """The first two sentences, at most so long that they are read at a glance; quotations left out."""
    plain = _QUOTED.sub("", words).strip()
    sentences = [each for each in _SENTENCE_END.split(plain) if each.strip()]
    return "".join(sentences[:2])[: OPENING_LIMIT if _is_chinese(plain) else 2 * OPENING_LIMIT]


OPENING_LIMIT = 100
"""Chinese characters; English takes twice as many letters."""


def _is_chinese(words: str) -> bool:
    return len(re.findall(r"[\u4e00-\u9fff]", words)) > len(words) / 4


def is_english(words: str) -> bool:
    """Whether the first words are English."""
    begin = words.strip()[:80]
    return len(re.findall(r"[A-Za-z]", begin)) > 3 * len(re.findall(r"[\u4e00-\u9fff]", begin))
