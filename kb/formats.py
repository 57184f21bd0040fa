"""Reads articles and values from files: the YAML form of the demo bank, and JSON Lines.

`docs/knowledge-base.md` shows both forms.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any, NamedTuple, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, StrictStr, StringConstraints, ValidationError

from hub.errors import BadInput
from hub.messages import Link
from kb.media import StoredPicture, with_stored_pictures
from kb.model import (
    READER_WORD,
    AnswerFormat,
    ArticleDraft,
    ArticleScope,
    CategoryName,
    Value,
    ValueKind,
)
from kb.numbers import NAME
from kb.values import DEFAULT_UNITS

BEGINNING = date(2000, 1, 1)
"""From when an article of a JSON Lines file is in effect, where the file does not say."""

PROBLEMS_SHOWN = 20

Item = TypeVar("Item", bound=BaseModel)


class Origin(NamedTuple):
    """Where something was read: for errors that say what to mend."""

    file: str
    name: str


@dataclass(slots=True)
class Batch:
    """What was read from one path, to be loaded as a whole."""

    articles: list[tuple[Origin, ArticleDraft]] = field(default_factory=list)
    values: list[tuple[Origin, Value]] = field(default_factory=list)
    names: dict[str, CategoryName] = field(default_factory=dict)
    """What the categories of the articles are called, by id."""

    media: dict[str, StoredPicture] = field(default_factory=dict)


class LoadError(BadInput):
    """Files that cannot be loaded; `fields['problems']` lists each file, article and reason."""

    code = "load"

    def __init__(self, problems: list[str]) -> None:
        shown = problems[:PROBLEMS_SHOWN]
        more = [f"… and {len(problems) - len(shown)} more"] if len(problems) > len(shown) else []
        super().__init__("nothing was loaded:\n" + "\n".join([*shown, *more]), problems=problems)


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _LinkForm(_Form):
    title: str
    url: str
    description: str = ""


ScopeName = Annotated[str, StringConstraints(strict=True, pattern=READER_WORD)]


class _NameForm(_Form):
    zh: StrictStr = Field(min_length=1, max_length=64)
    en: StrictStr = Field(min_length=1, max_length=64)


class _ArticleForm(_Form):
    id: str = Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z_.-]{0,127}$")
    title: str = Field(min_length=1, max_length=200)
    questions: list[StrictStr] = Field(min_length=1)
    answer: str = Field(min_length=1, max_length=3500)
    effective_from: date
    effective_to: date | None = None
    links: list[_LinkForm] = []
    channels: list[StrictStr] = []
    audiences: list[ScopeName] = []
    regions: list[ScopeName] = []
    segments: list[ScopeName] = []
    pinned: int | None = Field(default=None, ge=1, le=1000)
    note: StrictStr = Field(default="", max_length=4000)


class _ValueForm(_Form):
    name: str = Field(pattern=f"^{NAME}$", max_length=128)
    kind: ValueKind
    value: StrictStr = Field(max_length=500)
    unit: str | None = Field(default=None, max_length=32)
    valid_from: date
    valid_to: date | None = None
    region: ScopeName | None = None
    segment: ScopeName | None = None


class _LineForm(BaseModel):
    model_config = ConfigDict(extra="ignore")

    id: str = Field(min_length=1, max_length=128)
    title: str = Field(min_length=1, max_length=200)
    topic: str = "imported"
    questions: list[str] = []
    aliases: list[str] = []
    answer: str = ""
    format: AnswerFormat = AnswerFormat.PLAIN
    effective_from: date = BEGINNING
    effective_to: date | None = None
    pinned: int | None = Field(default=None, ge=1, le=1000)


def read(path: Path) -> Batch:
    """Reads a folder (`values.yml` and `articles/*.yml`), one YAML file or one JSON Lines file.

    Raises `LoadError`, which names every file and article that is not of its form.
    """
    batch, problems = Batch(), list[str]()
    for file in _files(path):
        try:
            text = file.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise LoadError([f"{file.name}: cannot be read: {error}"]) from error
        if file.suffix == ".jsonl":
            _read_lines(file.name, text, batch, problems)
        else:
            _read_yaml(file.name, text, batch, problems)
    _take_pictures(path if path.is_dir() else path.parent, batch, problems)
    if not (batch.articles or batch.values or problems):
        problems.append(f"{path.name}: there is neither an article nor a value in it")
    if problems:
        raise LoadError(problems)
    return batch


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    return [*sorted(path.glob("values.yml")), *sorted((path / "articles").glob("*.yml"))]


def _take_pictures(folder: Path, batch: Batch, problems: list[str]) -> None:
    """Puts the stored names of pictures into Markdown answers; the files lie in `folder`/media."""
    for place, (origin, draft) in enumerate(batch.articles):
        if draft.answer_format is AnswerFormat.PLAIN:
            continue
        try:
            answer, found = with_stored_pictures(draft.answer, folder)
        except BadInput as error:
            problems.append(f"{origin.file}: article {origin.name}: answer: {error.detail}")
            continue
        batch.articles[place] = origin, replace(draft, answer=answer)
        batch.media.update({media.name: media for media in found})


def _read_yaml(name: str, text: str, batch: Batch, problems: list[str]) -> None:
    try:
        content = yaml.safe_load(text)
    except yaml.YAMLError as error:
        problems.append(f"{name}: no YAML: {error}")
        return
    if isinstance(content, list):
        _read_values(name, content, batch, problems)
    elif isinstance(content, dict) and set(content) - {"name"} == {"topic", "articles"}:
        _read_articles(name, content, batch, problems)
    else:
        problems.append(f"{name}: neither a list of values nor a topic with its articles")


def _read_values(name: str, items: list[Any], batch: Batch, problems: list[str]) -> None:
    for form in _valid(_ValueForm, name, items, "name", problems):
        unit = DEFAULT_UNITS.get(form.kind, "") if form.unit is None else form.unit
        days = (form.valid_from, form.valid_to)
        scope = (form.region or "", form.segment or "")
        value = Value(form.name, form.kind, form.value, unit, *days, *scope)
        batch.values.append((Origin(name, form.name), value))


def _read_articles(name: str, content: dict[str, Any], batch: Batch, problems: list[str]) -> None:
    topic, items = content["topic"], content["articles"]
    if not isinstance(topic, str) or not 1 <= len(topic) <= 64 or not isinstance(items, list):
        problems.append(f"{name}: topic must be a word of at most 64 characters, articles a list")
        return
    for called in _valid(_NameForm, name, [content["name"]] if "name" in content else [], "zh", problems):
        batch.names[topic] = CategoryName(called.zh, called.en)
    for form in _valid(_ArticleForm, name, items, "id", problems):
        try:
            links = tuple(Link(**link.model_dump()) for link in form.links)
        except ValidationError as error:
            problems += [f"{name}: article {form.id}: links: {line}" for line in _lines(error)]
            continue
        draft = ArticleDraft(
            article_id=form.id,
            topic=topic,
            title=form.title.strip(),
            questions=tuple(question.strip() for question in form.questions),
            answer=form.answer.strip(),
            effective_from=form.effective_from,
            effective_to=form.effective_to,
            channels=tuple(form.channels),
            links=links,
            answer_format=AnswerFormat.MARKDOWN,
            pinned=form.pinned,
            scope=ArticleScope(tuple(form.audiences), tuple(form.regions), tuple(form.segments)),
            note=form.note.strip(),
        )
        batch.articles.append((Origin(name, form.id), draft))


def _read_lines(name: str, text: str, batch: Batch, problems: list[str]) -> None:
    items = []
    for number, line in enumerate(text.split("\n"), start=1):
        try:
            items += [json.loads(line)] if line.strip() else []
        except ValueError as error:
            problems.append(f"{name}: line {number}: no JSON: {error}")
    for form in _valid(_LineForm, name, items, "id", problems):
        draft = ArticleDraft(
            article_id=form.id,
            topic=form.topic,
            title=form.title,
            questions=tuple(form.questions or form.aliases),
            # Evaluation sets leave answers out: such an article says its title.
            answer=form.answer or form.title,
            answer_format=form.format,
            effective_from=form.effective_from,
            effective_to=form.effective_to,
            pinned=form.pinned,
        )
        batch.articles.append((Origin(name, form.id), draft))


def _valid(form: type[Item], name: str, items: list[Any], key: str, problems: list[str]) -> Iterator[Item]:
    for place, item in enumerate(items, start=1):
        label = item.get(key, f"number {place}") if isinstance(item, dict) else f"number {place}"
        what = "value" if key == "name" else "article"
        try:
            yield form.model_validate(item)
        except ValidationError as error:
            problems += [f"{name}: {what} {label}: {line}" for line in _lines(error)]


def _lines(error: ValidationError) -> list[str]:
    return [f"{'.'.join(map(str, each['loc'])) or 'form'}: {each['msg']}" for each in error.errors()]
