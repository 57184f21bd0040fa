"""The literal rates and fees that stand in an article, wherever a customer would read them."""

from hub.errors import BadInput
from kb.model import AnswerFormat, ArticleDraft, Version
from kb.numbers import literals_in
from kb.rich import parse
from kb.rich.checks import told


def figures_of(article: ArticleDraft | Version) -> list[str]:
    """The literal figures of title, links and answer, each once; seen through the answer's form."""
    texts = [article.title, *(link.title for link in article.links)]
    try:
        is_plain = article.answer_format is AnswerFormat.PLAIN
        texts += [article.answer] if is_plain else told(parse(article.answer))
    except BadInput:
        texts.append(article.answer)  # it is not said like this: what stands there counts
    return list(dict.fromkeys(figure for text in texts for figure in literals_in(text)))
