"""Reads YAML and remembers on which line each value stands; what YAML can do beyond plain data is refused."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.constructor import ConstructorError, SafeConstructor
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

DEEPEST = 16
Place = tuple[str | int, ...]
"""The keys and indexes that lead to a value, as pydantic tells them."""

PLAIN = {f"tag:yaml.org,2002:{kind}" for kind in ("null", "bool", "int", "float")}
QUOTED = re.compile(r"'[^']{2,}'|\"[^\"]{2,}\"")
"""What the parser's message quotes could be a secret that somebody wrote out."""


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """What is wrong, and on which line, counted from 1; line 0 is the file as a whole."""

    line: int
    text: str


@dataclass
class Lined:
    """Plain data, the line of each place in it, and what was wrong on the way."""

    data: Any = None
    lines: dict[Place, int] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)

    def line_of(self, place: Place) -> int:
        """The line of a place, or of the nearest one around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 0)


def read_lined(text: str) -> Lined:
    """Reads one YAML document; what is not plain data is a mistake, and then there are no data."""
    lined = Lined()
    try:
        lined.mistakes = list(_beyond_plain_data(text))
        if not lined.mistakes:
            node = yaml.compose(text, Loader=yaml.SafeLoader)
            lined.data = None if node is None else _build(node, (), lined)
    except yaml.YAMLError as error:
        lined.mistakes.append(_not_yaml(error, text))
    return lined


def _beyond_plain_data(text: str) -> Iterator[Mistake]:
    """Anchors, tags and depth, told from the events: composing them first would follow them."""
    depth, documents = 0, 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        line = 0 if event.start_mark is None else event.start_mark.line + 1
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents == 2:
                yield Mistake(line, "one document is enough: what stands behind `---` is not read")
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            yield Mistake(line, "`&` and `*` are not read here: a value that begins so belongs in quotes")
        elif getattr(event, "tag", None):
            yield Mistake(line, "`!` is not read here: a value that begins so belongs in quotes")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth == DEEPEST + 1:
                yield Mistake(line, f"it is nested more than {DEEPEST} deep")
                return  # the parser takes ever longer the deeper it gets
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _build(node: Node, place: Place, lined: Lined) -> Any:
    lined.lines.setdefault(place, node.start_mark.line + 1)
    match node:
        case MappingNode():
            return _build_mapping(node, place, lined)
        case SequenceNode():
            return [_build(each, (*place, index), lined) for index, each in enumerate(node.value)]
        case _:
            return _scalar(node)


def _build_mapping(node: MappingNode, place: Place, lined: Lined) -> dict[Any, Any]:
    built: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        key = key_node.value if isinstance(key_node, ScalarNode) else None
        if key is None:
            lined.mistakes.append(Mistake(line, "a key has to be a plain word"))
        elif key in built:
            first = lined.lines[(*place, key)]
            lined.mistakes.append(Mistake(line, f"`{key}` stands here again, after line {first}"))
        else:
            lined.lines[(*place, key)] = line
            built[key] = _build(value_node, (*place, key), lined)
    return built


def _scalar(node: Node) -> Any:
    """Nothing, a truth, a number or words; what only looks like a number or a date is words."""
    if node.tag not in PLAIN:
        return node.value
    try:
        return SafeConstructor().construct_object(node)
    except (ConstructorError, ValueError, OverflowError, KeyError):
        return node.value


def _not_yaml(error: yaml.YAMLError, text: str) -> Mistake:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        mark = error.problem_mark
        problem = f": {error.problem}" if error.problem and not QUOTED.search(error.problem) else ""
        return Mistake(mark.line + 1, f"this is not YAML (column {mark.column + 1}){problem}")
    position = getattr(error, "position", 0)  # a character that YAML does not allow
    return Mistake(text.count("\n", 0, position) + 1, "this is not YAML: a control character stands here")
