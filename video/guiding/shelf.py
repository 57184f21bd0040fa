"""The documents and forms that come along, each in its newest version."""

from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from hub.errors import BadInput, NotFound
from video.guiding.model import GuidedDocument, GuidedForm

FOLDER = Path(__file__).parent

Kind = TypeVar("Kind", bound=BaseModel)


@cache
def all_documents() -> dict[str, GuidedDocument]:
    """The documents by name; raises `BadInput` for one that is wrong."""
    return {each.document: each for each in _read_all("documents", GuidedDocument)}


@cache
def all_forms() -> dict[str, GuidedForm]:
    """The forms by name; raises `BadInput` for one that is wrong."""
    return {each.form: each for each in _read_all("forms", GuidedForm)}


def document_of(name: str) -> GuidedDocument:
    """A document; raises `NotFound`."""
    if name not in all_documents():
        raise NotFound("there is no such document")
    return all_documents()[name]


def form_of(name: str) -> GuidedForm:
    """A form; raises `NotFound`."""
    if name not in all_forms():
        raise NotFound("there is no such form")
    return all_forms()[name]


def _read_all(folder: str, kind: type[Kind]) -> list[Kind]:
    return [read(path.read_bytes(), kind) for path in sorted((FOLDER / folder).glob("*.yml"))]


def read(data: bytes, kind: type[Kind]) -> Kind:
    """What a file holds; raises `BadInput`."""
    try:
        held: Any = yaml.safe_load(data)
        return kind.model_validate(held)
    except (yaml.YAMLError, UnicodeDecodeError, ValidationError) as error:
        raise BadInput(f"no {kind.__name__.lower()} of ours: {error}") from error
