"""The literal rates and fees that stand in an article, wherever a customer would read them."""

from collections.abc import Sequence

from hub.errors import BadInput
from kb.model import AnswerFormat, ArticleDraft, Version
from kb.numbers import literals_in
from kb.rich import Part, parse
from kb.rich.checks import told


def told_texts(article: ArticleDraft | Version, parts: Sequence[Part] | None) -> list[str]:
    """What customers would read of an article; `parts`: of an answer with a form, None for a plain one."""
    answer = [article.answer] if parts is None else told(parts)
    return [article.title, *(link.title for link in article.links), *answer]


def figures_of(article: ArticleDraft | Version) -> list[str]:
    """The literal figures of title, links and answer, each once; seen through the answer's form."""
    parts: Sequence[Part] | None = None
    try:
        if article.answer_format is not AnswerFormat.PLAIN:
            parts = parse(article.answer)
    except BadInput:
        pass  # it is not said like this: what stands there counts
    return list(dict.fromkeys(each for text in told_texts(article, parts) for each in literals_in(text)))
