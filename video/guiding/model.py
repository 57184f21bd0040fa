"""Defines documents and forms, and which values a form takes."""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from hub.errors import BadInput
from video.flows.script import Name, Words

VALUE_CHARS = 200
FIELDS_LIMIT = 30
AMOUNT = re.compile(r"[0-9]{1,12}(\.[0-9]{1,2})?")

Version = Annotated[int, Field(ge=1, le=1_000_000)]
Values = Annotated[dict[Name, Annotated[str, Field(max_length=VALUE_CHARS)]], Field(max_length=FIELDS_LIMIT)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Both(_Model):
    """Words in both languages."""

    zh: Words
    en: Words


class GuidedDocument(Both):
    """What the agent shows, page by page."""

    document: Name
    version: Version
    pages: Annotated[list[Both], Field(min_length=1, max_length=50)]


class FormField(Both):
    """One field. `private`: what the customer writes there is stored, and no agent gets it."""

    field: Name
    kind: Literal["text", "amount", "choice"]
    required: bool = True
    private: bool = False
    options: Annotated[list[Words], Field(max_length=12)] = []

    @model_validator(mode="after")
    def _has_options(self) -> "FormField":
        if (self.kind == "choice") != bool(self.options):
            raise ValueError("a choice has options, and nothing else has")
        return self


class GuidedForm(Both):
    """What both fill in, and the customer alone confirms."""

    form: Name
    version: Version
    fields: Annotated[list[FormField], Field(min_length=1, max_length=FIELDS_LIMIT)]

    def field(self, name: str) -> FormField:
        """The field of a name; raises `BadInput`."""
        for each in self.fields:
            if each.field == name:
                return each
        raise BadInput("the form has no such field")


def check_values(form: GuidedForm, values: Mapping[str, str]) -> None:
    """Raises `BadInput`, with the `field`, where a form cannot be confirmed like this; quotes no value."""
    for name in values:
        form.field(name)
    for name in _wrong(form, values):
        raise BadInput("a field is empty, or holds what it does not take", field=name)


def _wrong(form: GuidedForm, values: Mapping[str, str]) -> Iterator[str]:
    for field in form.fields:
        value = values.get(field.field, "").strip()
        if not value:
            if field.required:
                yield field.field
        elif (field.kind == "amount" and not AMOUNT.fullmatch(value)) or (
            field.kind == "choice" and value not in field.options
        ):
            yield field.field
