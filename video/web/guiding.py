"""What the sockets say and hear of what both sides look at: the pointer, documents, forms, the shared screen.

Nothing of it is kept but what the customer confirms: the other side gets it, or it is worth nothing a moment
later. Documents and forms come from the hub's shelf, so that neither page can make one up.
"""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from hub.errors import BadInput
from video.flows.script import Name
from video.guiding.model import VALUE_CHARS, Both, Values
from video.guiding.shelf import all_documents, all_forms, document_of, form_of
from video.web.ids import CallId

Value = Annotated[str, Field(max_length=VALUE_CHARS, repr=False)]
Position = Annotated[int, Field(ge=0, le=10_000)]
"""Ten-thousandths of the picture's width or height."""


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PointedAt(_Data):
    """Where the agent points in the customer's picture; nowhere without places."""

    kind: Literal["point"]
    x: Position | None = None
    y: Position | None = None


class Show(_Data):
    """The agent shows a page of a document; pages are counted from 0."""

    kind: Literal["show"]
    document: Name
    page: int = Field(ge=0, le=49)


class OpenForm(_Data):
    """The agent opens a form."""

    kind: Literal["form"]
    form: Name


class Away(_Data):
    """The agent takes away what is shown."""

    kind: Literal["away"]


class Propose(_Data):
    """The agent proposes what a field could hold; the customer takes it or not."""

    kind: Literal["propose"]
    form: Name
    field: Name
    value: Value


class PageSeen(_Data):
    """Which page the customer looks at."""

    kind: Literal["seen"]
    document: Name
    page: int = Field(ge=0, le=49)


class Sharing(_Data):
    """Whether the customer's screen is shared, and whether its page covers what is private."""

    kind: Literal["sharing"]
    on: bool
    covered: bool = False


class SoundOnly(_Data):
    """A line is too poor for pictures, or good enough again: neither side sends one, or both do."""

    kind: Literal["sound"]
    only: bool


class FieldFilled(_Data):
    """What a field holds at the customer's."""

    kind: Literal["filled"]
    form: Name
    field: Name
    value: Value


class Confirm(_Data):
    """The customer confirms a form, with all that stands in it."""

    kind: Literal["confirm"]
    form: Name
    values: Values = Field(repr=False)


AgentData = Annotated[PointedAt | Show | OpenForm | Away | Propose | SoundOnly, Field(discriminator="kind")]
CustomerData = Annotated[PageSeen | Sharing | FieldFilled | Confirm | SoundOnly, Field(discriminator="kind")]


class _Guide(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    type: Literal["guide"]
    call: CallId


class AgentGuide(_Guide):
    """The agent guides."""

    data: AgentData


class CustomerGuide(_Guide):
    """The customer follows, fills in, shares."""

    data: CustomerData


def for_customer(guide: AgentGuide) -> dict[str, Any]:
    """What the customer's page gets; raises `NotFound`, `BadInput` for what is not on the shelf."""
    match guide.data:
        case Show() as shown:
            document = document_of(shown.document)
            if shown.page >= len(document.pages):
                raise BadInput("the document has no such page")
            page = document.pages[shown.page]
            told = {"title": _both(document), "text": _both(page), "pages": len(document.pages)}
            return _frame(guide, shown.model_dump() | told)
        case OpenForm() as opened:
            form = form_of(opened.form)
            fields = [field.model_dump() for field in form.fields]
            return _frame(guide, opened.model_dump() | {"title": _both(form), "fields": fields})
        case Propose() as proposed:
            form_of(proposed.form).field(proposed.field)
    return _frame(guide, guide.data.model_dump())


def for_agent(guide: CustomerGuide) -> dict[str, Any]:
    """What the desk gets: of a private field only that it holds something. Raises `NotFound`, `BadInput`."""
    match guide.data:
        case FieldFilled() as filled:
            field = form_of(filled.form).field(filled.field)
            value = "" if field.private else filled.value
            return _frame(guide, filled.model_dump() | {"value": value, "there": bool(filled.value)})
        case Confirm() as confirmed:
            return _frame(guide, {"kind": "confirmed", "form": confirmed.form})
    return _frame(guide, guide.data.model_dump())


def answer_frame(call: str, form: str, code: str, field: str = "") -> dict[str, Any]:
    """What the customer's page gets for a form: `done`, or why it was refused and by which field."""
    answer = {"kind": "confirmed", "form": form, "code": code, "field": field}
    return {"type": "guide", "call": call, "data": answer}


def shelf_frame() -> dict[str, Any]:
    """What can be shown, as the desk gets it."""
    return {
        "type": "shelf",
        "documents": _listed([(each.document, each) for each in all_documents().values()]),
        "forms": _listed([(each.form, each) for each in all_forms().values()]),
    }


def _listed(named: Sequence[tuple[str, Both]]) -> list[dict[str, str]]:
    return [{"name": name, **_both(each)} for name, each in named]


def _both(words: Both) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}


def _frame(guide: _Guide, data: dict[str, Any]) -> dict[str, Any]:
    return {"type": "guide", "call": guide.call, "data": data}
