"""The list of everything that staff can ask for, checked before anything is served."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from hub.errors import SetupError
from hub.staff.audit import ACTION
from hub.staff.reach import Kind, Names, Right
from hub.staff.routes import Access, StaffModel, StaffRoute, StaffSocket
from hub.staff.waiting import WaitingWork

PATH = re.compile(r"/staff(?:/(?:[a-z0-9-]+|<[a-z_]+>))+")
PARAMETER = re.compile(r"<([a-z_]+)>")
RIGHT = re.compile(r"[a-z_]{1,30}\.[a-z_]{1,30}")
ID_FIELD = re.compile(r"\w+_ids?")


@dataclass(frozen=True, slots=True)
class Catalog:
    """The routes and sockets, with the rights and kinds of objects that they name; and what can wait."""

    rights: Mapping[str, Right]
    kinds: Mapping[str, Kind]
    routes: tuple[StaffRoute, ...]
    sockets: tuple[StaffSocket, ...]
    waiting: tuple[WaitingWork, ...]


def make_catalog(
    rights: Iterable[Right],
    kinds: Iterable[Kind],
    routes: Iterable[StaffRoute],
    sockets: Iterable[StaffSocket],
    waiting: Iterable[WaitingWork] = (),
) -> Catalog:
    """The list of what was declared; raises `SetupError` with every mistake in it."""
    rights, kinds, routes, sockets = tuple(rights), tuple(kinds), tuple(routes), tuple(sockets)
    by_name = {right.name: right for right in rights}
    made = Catalog(by_name, {kind.name: kind for kind in kinds}, routes, sockets, tuple(waiting))
    declared = (
        [right.name for right in rights],
        [kind.name for kind in kinds],
        [f"{route.method} {PARAMETER.sub('<>', route.path)}" for route in routes],
        [socket.path for socket in sockets],
    )
    mistakes = [f"{name} is declared twice" for names in declared for name in _twice(names)]
    mistakes += [f"{right.name!r} is no right's name" for right in rights if not RIGHT.fullmatch(right.name)]
    mistakes += [
        f"{route.method} {route.path}: {mistake}" for route in routes for mistake in _mistakes(made, route)
    ]
    mistakes += [
        f"{socket.path}: no part declares the right {socket.right!r}"
        for socket in sockets
        if socket.right not in made.rights
    ]
    mistakes += [
        f"what waits at {work.page}: no part declares the right {work.right!r}"
        for work in made.waiting
        if work.right not in made.rights
    ]
    if mistakes:
        raise SetupError("; ".join(mistakes))
    return made


def named_in(model: type[StaffModel]) -> dict[str, str]:
    """Which fields of a body name an object, and of which kind."""
    return {
        name: said.kind
        for name, field in model.model_fields.items()
        for said in field.metadata
        if isinstance(said, Names)
    }


def _mistakes(made: Catalog, route: StaffRoute) -> Iterator[str]:
    if not PATH.fullmatch(route.path):
        yield "the path has to look like /staff/cases/<case_id>"
    parameters = set(PARAMETER.findall(route.path))
    if parameters != set(route.about):
        yield f"`about` has to say of which kind {', '.join(sorted(parameters)) or 'nothing'} is"
    models = (route.body, *([route.query] if route.query else []))
    named = [kind for model in models for kind in named_in(model).values()]
    for kind in (*route.about.values(), *named):
        if kind not in made.kinds:
            yield f"no part declares the kind {kind!r}"
    for model in models:
        unsaid = {name for name in model.model_fields if ID_FIELD.fullmatch(name)} - set(named_in(model))
        yield from (f"of {name} nobody says what it names" for name in sorted(unsaid))
    if isinstance(route.right, Access):
        if parameters or named:
            yield "a route about an object needs a right"
    else:
        if route.right not in made.rights:
            yield f"no part declares the right {route.right!r}"
        if route.method != "GET" and not route.audit and not route.asks:
            yield "what changes something is written into the audit"
    if route.audit and not ACTION.fullmatch(route.audit):
        yield f"{route.audit!r} is no name of an action"


def _twice(names: list[str]) -> list[str]:
    return sorted(name for name, times in Counter(names).items() if times > 1)
