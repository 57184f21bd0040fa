"""Defines a script: the steps of one kind of business on video, in their order, with a version."""

from collections.abc import Iterator
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from hub.errors import BadInput

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Words = Annotated[str, Field(min_length=1, max_length=1000)]

Kind = Literal["consent", "say", "ask", "see", "questionnaire", "suitability", "identity", "sign"]
"""What a step is: the customer agrees to be recorded, the agent says something, the customer answers,
something has to be seen, a questionnaire, product against rating, who somebody is, a signature."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class ScriptStep(_Model):
    """One step. `zh`, `en`: what the agent says or does; `answers`: which answers let the flow go on.

    `faces`: what has to be seen are the faces of both, so a model looks for them where one is connected.
    """

    step: Name
    kind: Kind
    zh: Words
    en: Words
    answers: Annotated[list[Words], Field(max_length=10)] = []
    faces: bool = False


class Script(_Model):
    """A script. `licences`: what the agent has to hold, all of them."""

    script: Name
    version: Annotated[int, Field(ge=1, le=1_000_000)]
    zh: Words
    en: Words
    recorded: bool
    licences: Annotated[list[Name], Field(max_length=10)] = []
    steps: Annotated[list[ScriptStep], Field(min_length=1, max_length=100)]

    @model_validator(mode="after")
    def _is_right(self) -> "Script":
        mistakes = list(_mistakes(self))
        if mistakes:
            raise ValueError("; ".join(mistakes))
        return self

    def step(self, name: str) -> ScriptStep | None:
        """The step of a name, None where there is none."""
        return next((each for each in self.steps if each.step == name), None)


def _mistakes(script: Script) -> Iterator[str]:
    kinds, names = [each.kind for each in script.steps], [each.step for each in script.steps]
    if len(set(names)) < len(names):
        yield "two steps have one name"
    if script.recorded and kinds[0] != "consent":
        yield "what is recorded begins with the customer's consent"
    if "consent" in kinds[1:] or ("consent" in kinds and not script.recorded):
        yield "consent is the first step of what is recorded, and stands nowhere else"
    if "suitability" in kinds and "questionnaire" not in kinds[: kinds.index("suitability")]:
        yield "a product is compared with a rating, so a questionnaire comes before"
    for each in script.steps:
        if each.kind in ("consent", "ask") and not each.answers:
            yield f"{each.step}: which answers let the flow go on is not said"
        if each.kind not in ("consent", "ask") and each.answers:
            yield f"{each.step}: no answer is waited for there"
        if each.faces and each.kind != "see":
            yield f"{each.step}: faces are looked for where something has to be seen"


def read_script(data: bytes) -> Script:
    """Reads a script from YAML; raises `BadInput`, which names the first mistake."""
    try:
        return Script.model_validate(yaml.safe_load(data))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadInput("the script is no YAML") from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise BadInput(f"the script is wrong at {place or 'its top'}: {first['msg']}") from error
