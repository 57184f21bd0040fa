"""The bases of everything that travels: values that never change, and know their own words.

`Worded` is what sanitising (redaction) rests on: each text field of a value counts as filled in by people,
and is cleaned, unless the field itself says otherwise with one of the marks in `Holds`.
"""

from abc import abstractmethod
from collections.abc import Callable
from enum import Enum
from typing import Any, ClassVar, Literal, NamedTuple, Self, get_origin

from annotated_types import MaxLen
from pydantic import BaseModel, ConfigDict
from pydantic.fields import FieldInfo

from hub.messages.addresses import remove_secrets_from_address
from hub.messages.secrets import remove_secrets_across


class Immutable(BaseModel):
    """A value that never changes after it was made and refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Holds(Enum):
    """What a text field holds where it is not words that people fill in; stands in its `Annotated`."""

    OURS = "ours"
    """Ids, hashes, codes, and what has a form that leaves no room for a secret: never cleaned."""

    ADDRESS = "address"
    """A web address or a mini-program's path: cleaned so that it remains an address."""


Change = Callable[[str], str]


class _Filled(NamedTuple):
    """A field that people can fill, itself or inside; `limit` is the most characters of a text."""

    name: str
    limit: int | None
    is_address: bool


class Worded(Immutable):
    """A value with texts that people fill in, in its own fields or in the values that it holds."""

    _filled: ClassVar[tuple[_Filled, ...]] = ()

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """Looks once for the fields that people can fill."""
        super().__pydantic_init_subclass__(**kwargs)
        cls._filled = tuple(
            _Filled(name, _limit(field), Holds.ADDRESS in field.metadata)
            for name, field in cls.model_fields.items()
            if not _is_ours(field)
        )

    def with_texts(self, words: Change, addresses: Change) -> Self:
        """The value with every text changed, in the order of its fields, and cut to what its field takes."""
        changed = {}
        for field in self._filled:
            before = getattr(self, field.name)
            if before:  # what is empty is so afterwards
                after = _changed(before, field, words, addresses)
                if after != before:
                    changed[field.name] = after
        return self.model_copy(update=changed) if changed else self

    def storable(self) -> Self:
        """The value without U+0000, which PostgreSQL keeps in no text and no JSON."""
        return self.with_texts(_without_null, _without_null)

    def without_secrets(self) -> Self:
        """The value with a mark for each secret, also for one that is spread over several of its fields.

        A mark may be longer than what it replaces: cutting behind it reveals nothing.
        """
        texts: list[str] = []

        def note(text: str) -> str:
            texts.append(text)
            return text

        noted = self.with_texts(note, remove_secrets_from_address)
        cleaned = remove_secrets_across(texts)
        if cleaned == tuple(texts):  # nearly always
            return noted
        rest = iter(cleaned)
        return noted.with_texts(lambda _text: next(rest), lambda address: address)


class BaseSegment(Worded):
    """One kind of what a message is made of."""

    @abstractmethod
    def words(self) -> str:
        """What it says where there are only words: in logs, in searches, to the bot, by SMS."""


def _is_ours(field: FieldInfo) -> bool:
    """Whether people cannot fill it: it is marked so, or its type has a list of values."""
    kind = field.annotation
    has_list = get_origin(kind) is Literal or (isinstance(kind, type) and issubclass(kind, Enum))
    return has_list or Holds.OURS in field.metadata


def _limit(field: FieldInfo) -> int | None:
    return next((each.max_length for each in field.metadata if isinstance(each, MaxLen)), None)


def _changed(value: Any, field: _Filled, words: Change, addresses: Change) -> Any:
    if isinstance(value, str):
        return addresses(value) if field.is_address else words(value)[: field.limit]
    if isinstance(value, Worded):
        return value.with_texts(words, addresses)
    if isinstance(value, tuple):
        return tuple(_changed(each, field, words, addresses) for each in value)
    return value


def _without_null(text: str) -> str:
    return text.replace("\0", "\ufffd")
