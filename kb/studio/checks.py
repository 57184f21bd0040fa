"""What is wrong with an article before it may be reviewed, and what its editor is warned of."""

import re
from collections.abc import Iterable
from itertools import chain
from typing import Literal, NamedTuple

from hub.errors import BadInput
from kb.figures import told_texts
from kb.load import PLAIN_LIMIT
from kb.model import READER_WORD, AnswerFormat, ArticleDraft, ValueKind
from kb.numbers import literal_problem, literals_in, placeholders, problems_in
from kb.rich import Part, parse, plain, words

Code = Literal[
    "no_questions",
    "no_answer",
    "dates",
    "unreadable",
    "too_long",
    "value_unknown",
    "value_in_title",
    "value_waiting",
    "literal_figure",
    "literal_refused",
    "not_taken",
    "reader_word",
    "picture_missing",
]

WARNINGS = frozenset(("literal_figure", "value_waiting", "not_taken"))
"""What only asks for a second look: everything else keeps an article from its review."""


class Problem(NamedTuple):
    """One finding: `code` is for programs and catalogues, `detail` what it was found in.

    `figure`: the literal figure of the answer that may be turned into a value.
    """

    code: Code
    detail: str = ""
    figure: str = ""

    @property
    def stops(self) -> bool:
        """Whether the article cannot be reviewed with it."""
        return self.code not in WARNINGS


def problems_of(
    draft: ArticleDraft,
    known_values: Iterable[tuple[ValueKind, str]],
    waiting_values: Iterable[tuple[ValueKind, str]] = (),
    *,
    figures_refused: bool = False,
) -> list[Problem]:
    """Everything that is found in an article; a value that waits for its approval is warned of.

    `figures_refused`: a literal rate or fee keeps it from its review, which it is else warned of.
    """
    found: list[Problem] = []
    if not draft.questions:
        found.append(Problem("no_questions"))
    if not draft.answer:
        found.append(Problem("no_answer"))
    if draft.effective_to is not None and draft.effective_to < draft.effective_from:
        found.append(Problem("dates"))
    if placeholders(draft.title):
        found.append(Problem("value_in_title"))
    found += [Problem("reader_word", word) for word in _unknowable(draft)]
    parts: list[Part] | None = None
    if draft.answer and draft.answer_format is AnswerFormat.MARKDOWN:
        try:
            parts = list(parse(draft.answer))
        except BadInput as error:
            return [*found, Problem("unreadable", error.detail)]
        if len(plain(parts)) > PLAIN_LIMIT:
            found.append(Problem("too_long", str(PLAIN_LIMIT)))
    elif len(draft.answer) > PLAIN_LIMIT:
        found.append(Problem("too_long", str(PLAIN_LIMIT)))
    texts = told_texts(draft, parts)
    literal = dict.fromkeys(problem for text in texts for problem in problems_in(text))
    figures = {literal_problem(each): each for text in texts for each in literals_in(text)}
    of_figure: Code = "literal_refused" if figures_refused else "literal_figure"
    found += [
        Problem(of_figure if each in figures else "literal_figure", each, figures.get(each, ""))
        for each in literal
    ]
    filled = [draft.answer] if parts is None else list(words(parts))
    known = set(known_values)
    named = dict.fromkeys(each for text in filled for each in placeholders(text))
    unknown = [each for each in named if each not in known]
    waiting = set(waiting_values)
    found += [
        Problem("value_waiting" if (kind, name) in waiting else "value_unknown", f"{kind}:{name}")
        for kind, name in unknown
    ]
    return found


def _unknowable(draft: ArticleDraft) -> list[str]:
    """Words for readers that no system of the bank can tell: the article would be for nobody."""
    scope = draft.scope
    words = dict.fromkeys(chain(scope.audiences, scope.regions, scope.segments))
    return [word for word in words if not re.fullmatch(READER_WORD, word)]
