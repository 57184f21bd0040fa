"""JSON of callbacks, which mini-programs may choose instead of XML: the same fields, the same guards."""

import json
from typing import Any

from connectors.kit.weixin.xml import DEEPEST, MOST_ELEMENTS, Fields
from hub.errors import BadInput

NUMBER_LENGTH = 32


def is_json(body: bytes) -> bool:
    """Whether a body is JSON, and no XML."""
    return body.lstrip()[:1] == b"{"


def read_json(body: bytes) -> Fields:
    """The fields of an object as `read_xml` gives them, all words; raises `BadInput` for all else.

    No name stands twice, at any depth: which of two would count is what forgers play with.
    """
    try:
        read = json.loads(body, object_pairs_hook=_once, parse_int=_digits, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:  # UnicodeDecodeError is a ValueError, too
        raise BadInput("this is no JSON") from error
    fields = _Words().of(read, 1)
    if not isinstance(fields, dict):
        raise BadInput("the JSON is no callback")
    return fields


class _Words:
    """Makes words of what stands in an object, and counts it."""

    def __init__(self) -> None:
        self._count = 0

    def of(self, value: Any, depth: int) -> Any:
        self._count += 1
        if depth > DEEPEST or self._count > MOST_ELEMENTS:
            raise BadInput("the JSON is deeper or longer than any callback")
        match value:
            case str():
                return value
            case dict():
                return {name: self.of(each, depth + 1) for name, each in value.items()}
            case list():
                return [self.of(each, depth + 1) for each in value]
            case None:
                return ""
            case bool():
                return "1" if value else "0"
        return repr(value)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise BadInput("a field stands twice")
    return fields


def _digits(text: str) -> str:
    """Ids have more digits than some readers keep: they stay as they were written."""
    if len(text) > NUMBER_LENGTH:
        raise BadInput("a number is longer than any callback's")
    return text


def _refuse(_name: str) -> None:
    raise BadInput("this is no number")
