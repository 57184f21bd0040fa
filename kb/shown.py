"""How a version is named to customers: as the source of an answer, as an option, in English."""

from hub.messages import Source
from kb.model import Version
from kb.outcomes import OfferedArticle
from kb.search.profiles import english_texts


def source_of(version: Version) -> Source:
    """The source of an answer."""
    return Source(
        article_id=version.article_id,
        version=version.version,
        title=version.title,
        effective_from=version.effective_from,
    )


def english_title(version: Version) -> str:
    """What the article is called in English: its first similar question in English; empty without one."""
    return next(iter(english_texts(version)), "")


def as_option(version: Version, *, english: bool = False) -> OfferedArticle:
    """The article to choose, called in English for a question in English."""
    name = english_title(version) if english else ""
    return OfferedArticle(version.article_id, version.title, version.topic, name)
