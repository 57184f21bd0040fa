"""The form of a set: what customers write, message by message, and what is wanted of each answer.

`docs/asking-a-set.md` says what each word means; `yuanqiao.asking.judge` holds an answer against it.
"""

import json
from collections.abc import Iterable, Sequence
from enum import StrEnum
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from hub.errors import BadInput

SAYS_AT_ONCE = 6
"""Most messages that a customer sends one right behind the other."""


class AnswerOutcome(StrEnum):
    """What an answer may come to."""

    ANSWER = "answer"
    OFFER = "offer"
    REWORDED = "reworded"
    FREEZE = "freeze"
    SCAM = "scam"
    CARE = "care"
    GOES_ON = "goes_on"
    PERSON = "person"
    OFFER_PERSON = "offer_person"
    COMPLAINT = "complaint"
    ASK = "ask"
    GREETING = "greeting"
    THANKS = "thanks"
    FAREWELL = "farewell"
    NOTED = "noted"
    UNKNOWN = "unknown"
    ENGLISH_HELP = "english_help"


URGENT = frozenset({AnswerOutcome.FREEZE, AnswerOutcome.SCAM, AnswerOutcome.CARE})
"""What helps somebody in need at once."""

OF_ARTICLES = frozenset({AnswerOutcome.ANSWER, AnswerOutcome.OFFER, AnswerOutcome.REWORDED})
"""What names an article."""

Pattern = Annotated[str, Field(pattern=r"^[A-Za-z0-9*][A-Za-z0-9._*-]*$")]
"""An article's id, in which `*` stands for anything."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


Ids = tuple[Pattern, ...]
Words = tuple[Annotated[str, Field(min_length=1)], ...]


class Want(_Strict):
    """What a good clerk would do: any of `accept`, and all the rest."""

    accept: Annotated[tuple[AnswerOutcome, ...], Field(min_length=1)]
    articles: Ids = ()
    relevant: Ids = ()
    also: tuple[Ids, ...] = ()
    never_answered: Ids = ()
    show: Words = ()
    hide: Words = ()
    language: Literal["zh", "en"] = "zh"
    tact: bool = False
    option: Annotated[int, Field(ge=1, le=10)] | None = None
    irrelevant_at_most: Annotated[int, Field(ge=0, le=10)] = 1

    @model_validator(mode="after")
    def _names_what_it_accepts(self) -> Self:
        if OF_ARTICLES & set(self.accept) and not self.articles:
            raise ValueError("what may be answered or offered has to be named in `articles`")
        return self

    @property
    def is_urgent(self) -> bool:
        """Whether nothing but help at once is good."""
        return set(self.accept) <= URGENT

    @property
    def may_be_urgent(self) -> bool:
        """Whether help at once would be no false alarm."""
        return bool(set(self.accept) & (URGENT | {AnswerOutcome.GOES_ON}))

    def patterns(self) -> tuple[str, ...]:
        """Every article that may be shown."""
        return (*self.articles, *self.relevant, *(id_ for group in self.also for id_ in group))


def matches(article_id: str, patterns: Iterable[str]) -> bool:
    """Whether one of the patterns means this article."""
    return any(fnmatchcase(article_id, pattern) for pattern in patterns)


Said = Annotated[str, Field(min_length=1, max_length=2000, pattern=r"\S")]


class SetTurn(_Strict):
    """What a customer says, one message or several at once, and what is wanted then."""

    say: Said | Annotated[tuple[Said, ...], Field(min_length=2, max_length=SAYS_AT_ONCE)]
    want: Want

    @property
    def messages(self) -> tuple[str, ...]:
        """What is sent, one after the other."""
        return (self.say,) if isinstance(self.say, str) else self.say


Name = Annotated[str, Field(pattern=r"^[a-z0-9_-]{1,60}$")]
Names = tuple[Name, ...]


class _Message(SetTurn):
    id: Name
    kind: Name
    style: Names = ()


class _Conversation(_Strict):
    id: Name
    kind: Name
    style: Names = ()
    turns: Annotated[tuple[SetTurn, ...], Field(min_length=1, max_length=20)]


class _Query(_Strict):
    query: Said
    gold: Annotated[Ids, Field(min_length=1)]


class SetCase(_Strict):
    """A customer's conversation from the first message to the last; a single message is one of one turn."""

    id: str
    kind: str
    style: tuple[str, ...]
    turns: tuple[SetTurn, ...]
    place: str


def read_cases(path: Path, articles: Iterable[str]) -> list[SetCase]:
    """Reads a set of one JSON object a line.

    Lines with `query` and `gold` are taken, too: then one of these articles is wanted.

    Raises `BadInput`, naming the line of every mistake.
    """
    known = frozenset(articles)
    cases: list[SetCase] = []
    mistakes: list[str] = []
    for number, line in enumerate(_text(path).splitlines(), start=1):
        if not line.strip():
            continue
        place = f"{path.name}: line {number}"
        try:
            case = _case(line, place, f"{path.stem}-{number:03d}", path.stem)
            mistakes += [f"{place}: {each}" for each in _mistakes(case, known, cases)]
            cases.append(case)
        except (ValidationError, ValueError) as error:
            mistakes += [f"{place}: {each}" for each in _sentences(error)]
    if mistakes:
        raise BadInput("\n".join(mistakes))
    if not cases:
        raise BadInput(f"{path.name}: there is nothing in it")
    return cases


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path.name}: no text in UTF-8 that can be read") from error


def _case(line: str, place: str, own_id: str, own_kind: str) -> SetCase:
    item = json.loads(line)
    if not isinstance(item, dict):
        raise ValueError("no JSON object")
    if "query" in item:
        query = _Query.model_validate_json(line)
        accept = (AnswerOutcome.ANSWER, AnswerOutcome.OFFER)
        want = Want(accept=accept, articles=query.gold, irrelevant_at_most=10)
        return SetCase(
            id=own_id, kind=own_kind, style=(), turns=(SetTurn(say=query.query, want=want),), place=place
        )
    if "turns" in item:
        said = _Conversation.model_validate_json(line)
        return SetCase(id=said.id, kind=said.kind, style=said.style, turns=said.turns, place=place)
    one = _Message.model_validate_json(line)
    turn = SetTurn(say=one.say, want=one.want)
    return SetCase(id=one.id, kind=one.kind, style=one.style, turns=(turn,), place=place)


def _mistakes(case: SetCase, known: frozenset[str], before: Sequence[SetCase]) -> list[str]:
    """What the form cannot see: articles that do not exist, an id that stands twice."""
    named = [pattern for turn in case.turns for pattern in (*turn.want.patterns(), *turn.want.never_answered)]
    unknown = [
        pattern
        for pattern in dict.fromkeys(named)
        if not any(fnmatchcase(article, pattern) for article in known)
    ]
    found = [f"no article is called {pattern}" for pattern in unknown]
    if any(other.id == case.id for other in before):
        found.append(f"the id {case.id} stands twice")
    return found


def _sentences(error: ValueError) -> list[str]:
    if isinstance(error, json.JSONDecodeError):
        return [f"no JSON object: {error.msg}"]
    if not isinstance(error, ValidationError):
        return [str(error)]
    return [f"{'.'.join(map(str, each['loc'])) or 'it'}: {each['msg']}" for each in error.errors()]
