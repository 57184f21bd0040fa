"""What the studio's routes answer with."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from hub.staff import Names, StaffModel
from kb.model import AboutArticle
from kb.studio.about import MOST_TAGS
from kb.studio.checks import Problem
from kb.studio.content import ArticleContent
from kb.studio.drafts import Work


class ProblemShown(StaffModel):
    """One finding in an article; `stops`: it keeps the article from its review.

    `figure`: the literal figure that may be turned into a value.
    """

    code: str
    detail: str
    stops: bool
    figure: str = ""


class DraftShown(StaffModel):
    """The draft of an article."""

    revision: int
    state: str
    content: ArticleContent
    authors: list[str]
    base_version: int
    approved_by: str | None
    comment: str
    updated_by: str
    updated_at: datetime | None
    problems: list[ProblemShown]


class ArticleVersionShown(StaffModel):
    """One version; `state`: draft, scheduled, published, replaced, expired or withdrawn."""

    version: int
    title: str
    state: str
    effective_from: date
    effective_to: date | None
    approved_by: str
    approved_at: datetime | None


class ArticleShown(StaffModel):
    """An article with all that an editor has to know; `content`: what to go on from."""

    article_id: str
    topic: str
    owner_id: str | None
    owner_name: str
    review_by: date | None
    tags: list[str]
    version: int
    content: ArticleContent
    draft: DraftShown | None
    versions: list[ArticleVersionShown]


class ListedArticle(StaffModel):
    """An article in the list; `state`, `revision`: of its draft, `live`: of its newest version.

    `up`, `down`: customers' verdicts of the last 30 days; `work`: whether a work item is open.
    `figures`: whether customers read a literal figure of it that its category refuses by now.
    """

    article_id: str
    topic: str
    title: str
    state: str | None
    revision: int | None
    live: str | None
    version: int | None
    owner_id: str | None
    review_by: date | None
    up: int
    down: int
    work: bool
    figures: bool


class NameShown(StaffModel):
    """What a category is called."""

    zh: str = Field(min_length=1, max_length=64, examples=["银行卡"])
    en: str = Field(min_length=1, max_length=64, examples=["Cards"])


class ArticlesShown(StaffModel):
    """A page of articles by id; `more`: there are further ones behind the last.

    `topics`: the categories within reach, `names` of those that have some.
    """

    articles: list[ListedArticle]
    topics: list[str]
    names: dict[str, NameShown]
    more: bool


class Listing(StaffModel):
    """Which articles are wanted.

    `reviewable`: whose draft waits for a review by who asks; `figures`: as in `ListedArticle`.
    """

    words: str = Field(default="", max_length=200)
    state: str = Field(default="", pattern="^(draft|review|approved|scheduled|published|expired|withdrawn|)$")
    topic: str = Field(default="", max_length=64)
    owner: str = Field(default="", max_length=32)
    due: bool = False
    reviewable: bool = False
    figures: bool = False
    after: str = Field(default="", max_length=128)


Revision = Annotated[int, Field(ge=0, examples=[0])]


class Save(StaffModel):
    """The content, and what its editor saw when they began."""

    revision: Revision
    version: Revision
    content: ArticleContent = Field(
        examples=[{"topic": "卡片", "title": "银行卡丢失怎么挂失", "effective_from": "2026-01-01"}]
    )


class NewArticle(StaffModel):
    """A new article."""

    content: ArticleContent = Field(
        examples=[{"topic": "卡片", "title": "银行卡丢失怎么挂失", "effective_from": "2026-01-01"}]
    )


class DraftStep(StaffModel):
    """Which draft goes on its way."""

    revision: Revision


class GiveBack(DraftStep):
    """A draft that its authors get back."""

    comment: str = Field(min_length=1, max_length=1000, examples=["请补充办理条件"])


class RollBack(DraftStep):
    """An older version that is to be the draft."""

    version: int = Field(ge=1, examples=[1])


class About(StaffModel):
    """Who owns an article, when it has to be looked at again, and its tags."""

    owner_id: Annotated[str | None, Names("account"), Field(max_length=32)] = None
    review_by: date | None = None
    tags: list[Annotated[str, Field(min_length=1, max_length=40)]] = Field(default=[], max_length=MOST_TAGS)

    def read(self) -> AboutArticle:
        """As it is kept."""
        return AboutArticle(self.owner_id, self.review_by, tuple(self.tags))


class AboutWanted(About):
    """What an editor makes of what they saw (`was`): only what differs is changed."""

    was: About = Field(examples=[{}])


class Published(StaffModel):
    """The version that an article has now."""

    version: int


class DifferingLine(StaffModel):
    """One line; `mark`: same, gone, new."""

    mark: str
    text: str


class DifferenceShown(StaffModel):
    """The fields that differ, with their lines."""

    fields: dict[str, list[DifferingLine]]


class Compare(StaffModel):
    """Which two versions; 0 is the draft."""

    one: int = Field(default=0, ge=0)
    other: int = Field(default=0, ge=0)


def draft_shown(work: Work, problems: Sequence[Problem]) -> DraftShown:
    """A draft with what was found in it."""
    return DraftShown(
        revision=work.revision,
        state=work.state.value,
        content=work.content,
        authors=list(work.authors),
        base_version=work.base_version,
        approved_by=work.approved_by,
        comment=work.comment,
        updated_by=work.updated_by,
        updated_at=work.updated_at,
        problems=problems_shown(problems),
    )


def problems_shown(problems: Sequence[Problem]) -> list[ProblemShown]:
    """The findings."""
    return [
        ProblemShown(code=each.code, detail=each.detail, stops=each.stops, figure=each.figure)
        for each in problems
    ]
