"""XML of callbacks: read without document types, entities and depth; written so that no text breaks out.

expat itself does the reading: what has to be refused are events of its own, so nothing is followed first.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from xml.parsers import expat

from hub.errors import BadInput

DEEPEST = 8
MOST_ELEMENTS = 2000

Fields = dict[str, Any]
"""The children of an element by name: words, `Fields`, or a list of these where a name stands again."""

Written = str | int | Mapping[str, Any] | Sequence[Mapping[str, Any]]

FORBIDDEN = re.compile("[^\\t\\n\\r\\u0020-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
"""What XML 1.0 has no place for, not even escaped."""


class XmlDocument(NamedTuple):
    """A document: its one element's name and children, and whether a child's name stands twice."""

    name: str
    fields: Fields
    repeats: bool


def read_xml(body: bytes) -> Fields:
    """The children of the one element `xml`; raises `BadInput` for all else.

    At the top no name stands twice: which of two would count is what forgers play with.
    """
    document = parse_xml(body)
    if document.name != "xml":
        raise BadInput("the XML is no callback")
    if document.repeats:
        raise BadInput("a field stands twice")
    return document.fields


def parse_xml(body: bytes) -> XmlDocument:
    """Any document, behind the same guards; raises `BadInput`. Spaces round words are part of them."""
    return _Reading().read(body)


class _Reading:
    """One document: a stack of open elements, each with its children and its words."""

    def __init__(self) -> None:
        self._open: list[tuple[str, Fields, list[str]]] = []
        self._count = 0
        self._document: XmlDocument | None = None

    def read(self, body: bytes) -> XmlDocument:
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._words
        parser.StartDoctypeDeclHandler = _refuse_document_type
        try:
            parser.Parse(body, True)
        except expat.ExpatError as error:
            raise BadInput("this is no XML") from error
        if self._document is None:
            raise BadInput("the XML holds nothing")
        return self._document

    def _start(self, name: str, _attributes: Mapping[str, str]) -> None:
        self._count += 1
        if len(self._open) >= DEEPEST or self._count > MOST_ELEMENTS:
            raise BadInput("the XML is deeper or longer than any callback")
        self._open.append((name, {}, []))

    def _words(self, words: str) -> None:
        self._open[-1][2].append(words)

    def _end(self, _name: str) -> None:
        name, children, words = self._open.pop()
        if not self._open:
            self._document = XmlDocument(name, children, any(isinstance(v, list) for v in children.values()))
            return
        above, value = self._open[-1][1], children or "".join(words)
        if name not in above:
            above[name] = value
        elif isinstance(above[name], list):
            above[name].append(value)
        else:
            above[name] = [above[name], value]


def _refuse_document_type(*_declared: object) -> None:
    raise BadInput("a document type is refused")


def write_xml(fields: Mapping[str, Written]) -> bytes:
    """The fields below `xml`, in their order; numbers bare, words in CDATA.

    A sequence becomes one `item` each, as articles want it. What XML cannot hold is left out.
    """
    return f"<xml>{''.join(_element(name, value) for name, value in fields.items())}</xml>".encode()


def _element(name: str, value: Written) -> str:
    match value:
        case int():
            inner = str(value)
        case str():
            # `]]>` would end the section: it is taken apart between two of them.
            clean = FORBIDDEN.sub("", value).replace("]]>", "]]]]><![CDATA[>")
            inner = f"<![CDATA[{clean}]]>"
        case Mapping():
            inner = "".join(_element(*each) for each in value.items())
        case _:
            inner = "".join(_element("item", each) for each in value)
    return f"<{name}>{inner}</{name}>"
