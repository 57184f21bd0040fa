"""What editors write of an article, and how it becomes a version's content."""

from datetime import date
from typing import Annotated

from pydantic import Field

from hub.messages import Link
from hub.staff import StaffModel
from kb.model import AnswerFormat, ArticleDraft, ArticleScope, Version

MOST_QUESTIONS = 500
NOTE_LIMIT = 4_000
"""Most characters of what only agents read."""

Title = Annotated[str, Field(min_length=1, max_length=200, examples=["银行卡丢失怎么挂失"])]
Topic = Annotated[str, Field(min_length=1, max_length=64, examples=["卡片"])]
Group = Annotated[tuple[Annotated[str, Field(max_length=64)], ...], Field(max_length=50)]
Question = Annotated[str, Field(min_length=1, max_length=200)]


class LinkContent(StaffModel):
    """A link below an answer."""

    title: str = Field(min_length=1, max_length=200)
    url: str = Field(pattern=r"^https?://[^\s]{1,1900}$")
    description: str = Field(default="", max_length=500)


class ArticleContent(StaffModel):
    """An article as editors write it; `effective_to` is the last day, no `channels` mean all of them.

    No `audiences`, `regions`, `segments` leave it to everybody. `note` is plain text that only agents read.
    """

    topic: Topic
    title: Title
    questions: tuple[Question, ...] = Field(default=(), max_length=MOST_QUESTIONS)
    answer: str = Field(default="", max_length=20_000)
    answer_format: AnswerFormat = AnswerFormat.MARKDOWN
    effective_from: date = Field(examples=["2026-01-01"])
    effective_to: date | None = None
    channels: tuple[Annotated[str, Field(max_length=32)], ...] = Field(default=(), max_length=20)
    links: tuple[LinkContent, ...] = Field(default=(), max_length=10)
    pinned: int | None = Field(default=None, ge=1, le=1000)
    audiences: Group = ()
    regions: Group = ()
    segments: Group = ()
    note: str = Field(default="", max_length=NOTE_LIMIT)


def as_draft(article_id: str, content: ArticleContent) -> ArticleDraft:
    """The content in the form in which it is published; similar questions each once, in their order."""
    return ArticleDraft(
        article_id=article_id,
        topic=content.topic,
        title=content.title,
        questions=tuple(dict.fromkeys(content.questions)),
        answer=content.answer,
        effective_from=content.effective_from,
        effective_to=content.effective_to,
        channels=content.channels,
        links=tuple(Link(**link.model_dump()) for link in content.links),
        answer_format=content.answer_format,
        pinned=content.pinned,
        scope=ArticleScope(content.audiences, content.regions, content.segments),
        note=content.note,
    )


def of_version(version: Version) -> ArticleContent:
    """The content of a version, to be worked on.

    What is stored is taken as it is: it may be longer than what an editor may write today.
    """
    return ArticleContent.model_construct(
        topic=version.topic,
        title=version.title,
        questions=version.questions,
        answer=version.answer,
        answer_format=version.answer_format,
        effective_from=version.effective_from,
        effective_to=version.effective_to,
        channels=version.channels,
        links=tuple(LinkContent.model_construct(**link.model_dump()) for link in version.links),
        pinned=version.pinned,
        audiences=version.scope.audiences,
        regions=version.scope.regions,
        segments=version.scope.segments,
        note=version.note,
    )
