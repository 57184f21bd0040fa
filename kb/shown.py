"""How a version is shown to customers: as an answer with its source, as an option, in English."""

from hub.messages import Source
from kb.model import Version
from kb.outcomes import Answered, OfferedArticle
from kb.rich.saying import SaidAnswer
from kb.search.profiles import english_texts

HELP_CHANNEL = "webchat"
"""Who reads the public help pages reads what the chat on the web would say to anybody."""


def source_of(version: Version) -> Source:
    """The source of an answer."""
    return Source(
        article_id=version.article_id,
        version=version.version,
        title=version.title,
        effective_from=version.effective_from,
    )


def answer_of(version: Version, said: SaidAnswer) -> Answered:
    """The whole answer of a version, as it is said on the customer's day."""
    return Answered(
        said.text,
        source_of(version),
        version.links,
        understood=version.title,
        blocks=said.blocks,
        topic=version.topic,
        values_from=said.values_from,
        has_page=version.is_for(HELP_CHANNEL),
    )


def english_title(version: Version) -> str:
    """What the article is called in English: its first similar question in English; empty without one."""
    return next(iter(english_texts(version)), "")


def as_option(version: Version, *, english: bool = False) -> OfferedArticle:
    """The article to choose, called in English for a question in English."""
    name = english_title(version) if english else ""
    return OfferedArticle(version.article_id, version.title, version.topic, name)
