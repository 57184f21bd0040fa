"""Risk questionnaires: questions with points, and the rating that a sum of them gives.

A rating from 1 to 5 stands against products' classes R1 to R5, and holds for a year at most
(理财公司理财产品销售管理暂行办法, 2021, on the assessment of investors' ability to bear risk).
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from hub.errors import BadInput
from video.flows.script import Name, Words

FOLDER = Path(__file__).with_name("questionnaires")


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, populate_by_name=True)


class QuestionnaireOption(_Model):
    """One answer."""

    zh: Words
    en: Words
    points: Annotated[int, Field(ge=0, le=100)]


class Question(_Model):
    """One question."""

    question: Name
    zh: Words
    en: Words
    options: Annotated[list[QuestionnaireOption], Field(min_length=2, max_length=10)]


class Band(_Model):
    """From how many points on which rating."""

    begins: Annotated[int, Field(ge=0, alias="from")]
    rating: Annotated[int, Field(ge=1, le=5)]
    zh: Words
    en: Words


class Questionnaire(_Model):
    """A questionnaire in one version."""

    questionnaire: Name
    version: Annotated[int, Field(ge=1)]
    valid_days: Annotated[int, Field(ge=1, le=365)]
    questions: Annotated[list[Question], Field(min_length=1, max_length=50)]
    bands: Annotated[list[Band], Field(min_length=1, max_length=5)]

    @model_validator(mode="after")
    def _is_right(self) -> "Questionnaire":
        begins = [band.begins for band in self.bands]
        ratings = [band.rating for band in self.bands]
        if begins[0] != 0 or begins != sorted(set(begins)) or ratings != sorted(set(ratings)):
            raise ValueError("bands begin at 0 and rise, and ratings rise with them")
        if len({each.question for each in self.questions}) < len(self.questions):
            raise ValueError("two questions have one name")
        return self

    def score(self, answers: Mapping[str, int]) -> tuple[int, Band]:
        """Points and band of answers, places among the options; raises `BadInput` unless all are there."""
        if set(answers) != {each.question for each in self.questions}:
            raise BadInput("every question needs one answer")
        points = 0
        for each in self.questions:
            if not 0 <= answers[each.question] < len(each.options):
                raise BadInput("there is no such answer", question=each.question)
            points += each.options[answers[each.question]].points
        return points, next(band for band in reversed(self.bands) if band.begins <= points)


@cache
def read_questionnaire(name: str) -> Questionnaire:
    """A questionnaire that comes along, by its name."""
    return Questionnaire.model_validate(yaml.safe_load((FOLDER / f"{name}.yml").read_bytes()))
