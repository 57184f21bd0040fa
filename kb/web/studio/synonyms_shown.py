"""What the routes of synonyms are sent, and what they answer with."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Self

from pydantic import Field

from hub.staff import StaffModel
from kb.studio.synonym_checks import MOST_BYTES
from kb.studio.synonym_trial import ListTried

ListText = Annotated[str, Field(max_length=MOST_BYTES, examples=["密码 口令\n挂失 报失"])]
Revision = Annotated[int, Field(ge=0, examples=[0])]
Number = Annotated[int, Field(ge=0, examples=[0])]
Why = Annotated[str, Field(min_length=1, max_length=500, examples=["客户说“报失”"])]


class SaveSynonyms(StaffModel):
    """The whole list, one group on each line.

    `revision`: of the draft that was seen, 0 for none; `number`: the version in force that was seen.
    """

    revision: Revision
    number: Number
    text: ListText


class SynonymsStep(StaffModel):
    """The revision of the draft that was looked at."""

    revision: Revision


class SynonymsStepWhy(StaffModel):
    """The revision of the draft that was looked at, and why."""

    revision: Revision
    comment: Why


class SynonymsBack(StaffModel):
    """The version to go back to; 0 is the list that is shipped."""

    number: Number


class SynonymsCompared(StaffModel):
    """Two versions; without another one, the draft."""

    one: Number
    other: int | None = Field(default=None, ge=0)


class ToTrySynonyms(StaffModel):
    """A question, and the list as it stands in the editor."""

    question: str = Field(min_length=1, max_length=500, examples=["卡报失怎么办"])
    text: ListText


class FindingShown(StaffModel):
    """One finding in a line; `stops`: it keeps the list from its review.

    `number`: the other line of a word that stands twice, the articles that have a common one, or the limit.
    """

    line: int
    code: str
    word: str
    number: int
    stops: bool


class SynonymsDraftShown(StaffModel):
    """The draft; `own`: who asks wrote in it, and cannot approve it. `comment`: what for."""

    revision: int
    state: str
    text: str
    comment: str
    returned: str
    authors: list[str]
    own: bool
    updated_by: str
    updated_at: datetime
    findings: list[FindingShown]


class SynonymsVersionShown(StaffModel):
    """One version: who wrote it, who approved it, and when."""

    number: int
    comment: str
    authors: list[str]
    approved_by: str
    approved_at: datetime


class SynonymsShown(StaffModel):
    """What is published (0: what is shipped), what is worked on, and what was before.

    `serving`: by which version this hub searches just now; none without an index. `moved_on`: the shipped
    list is another one than when the newest version was published.
    """

    number: int
    text: str
    serving: int | None
    moved_on: bool
    draft: SynonymsDraftShown | None
    versions: list[SynonymsVersionShown]


class GroupChangeShown(StaffModel):
    """A group that is new, gone, or changed."""

    kind: str
    before: list[str]
    after: list[str]


class SynonymsDifference(StaffModel):
    """What differs."""

    changes: list[GroupChangeShown]


class SynonymsPublished(StaffModel):
    """The number of the version that was published."""

    number: int


class FoundArticleShown(StaffModel):
    """One of the first articles."""

    article_id: str
    title: str


class ListTriedShown(StaffModel):
    """What comes of a question by one list; `outcome` is answer, offer or abstain."""

    groups: list[list[str]]
    outcome: str
    found: list[FoundArticleShown]

    @classmethod
    def of(cls, tried: ListTried) -> Self:
        """As it is shown."""
        return cls(
            groups=[list(group) for group in tried.groups],
            outcome=tried.outcome,
            found=[FoundArticleShown(**asdict(each)) for each in tried.found],
        )


class SynonymsTried(StaffModel):
    """What comes of a question by the list in force, and by the draft."""

    published: ListTriedShown
    draft: ListTriedShown
