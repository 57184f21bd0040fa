"""Every route for staff × every role × an object of another branch, from the list that the code keeps.

Each object that a request names is foreign once, while all others are the asker's own, so that a check of
one is no check of another. A role with everything makes the same requests first: they have to be right ones,
or a refusal would show nothing.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from pydantic_core import PydanticUndefined
from sqlalchemy import insert, select

from hub.staff.catalog import PARAMETER, named_in
from hub.staff.reach import Scope
from hub.staff.roles import FIRST_ROLES
from hub.staff.routes import Access, StaffModel, StaffRoute
from hub.store.metadata import metadata
from hub.store.schema_staff import role, role_right
from tests.support.staff import Served, StaffClient, make_account, make_branches
from tests.support.staff_objects import FOREIGN, HOUSE_WIDE, MAKERS, MARK, OWN, Make

EVERYTHING = "everything"
IN_ORDER = {"GET": 0, "DELETE": 2}

NOT_COMPARED = frozenset(
    (
        "staff_audit",
        "staff_audit_head",
        "staff_session",
        "staff_attempt",
        "process",
        "lease",
        "routing_change",
    )
)
"""Tables that a refused request may write to, those in which the hub shows that it is alive, and what the
router takes in by itself."""


@dataclass(frozen=True)
class Request:
    """One request of the matrix; `foreign`: which of its objects is another branch's."""

    route: StaffRoute
    path: str
    body: Any
    foreign: str

    def __str__(self) -> str:
        return f"{self.route.method} {self.route.path} ({self.foreign or 'no object'})"


@dataclass
class Matrix:
    """The objects, and what was found."""

    served: Served
    own: dict[str, str] = field(default_factory=dict)
    foreign: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    asked: int = 0
    refused: int = 0

    async def run(self, makers: Mapping[str, Make] = MAKERS, *, below: str = "/staff/") -> None:
        """Fills `faults` with what a role read or changed and should not; `below`: by which routes."""
        await make_branches(self.served.staff, OWN, FOREIGN)
        for kind in self.served.catalog.kinds:
            self.own[kind] = await makers[kind](self.served, OWN)
            self.foreign[kind] = await makers[kind](self.served, FOREIGN)
        await grant_everything(self.served)
        for each in (*FIRST_ROLES, ""):
            await make_account(self.served.staff, f"as.{each or 'nobody'}", [each] if each else [], OWN)
        routes = [route for route in self.served.catalog.routes if route.path.startswith(below)]
        requests = [request for route in routes for request in self._requests(route)]
        for each in (*FIRST_ROLES, ""):
            async with self.served.browser() as client:
                await self._as_role(client, each, requests)
        async with self.served.browser() as client:
            await self._signed_out(client, requests)
        async with self.served.browser() as client:
            await self._as_everything(client, requests)

    def _requests(self, route: StaffRoute) -> Iterator[Request]:
        """The route with each of its objects foreign in turn; once without, where it can be asked so."""
        asked_for = named_in(route.query) if route.query else {}
        named = {**route.about, **named_in(route.body), **asked_for}
        if asked_for and not route.about:
            yield Request(route, route.path, example(route.body, {}), "")
        for foreign in named or {"": ""}:
            ids = {
                name: self.foreign[kind] if name == foreign else self.own[kind]
                for name, kind in named.items()
            }
            path = PARAMETER.sub(lambda found: ids[found[1]], route.path)  # noqa: B023
            query = urlencode(example(route.query, ids) or {}) if route.query else ""
            yield Request(route, f"{path}?{query}" if query else path, example(route.body, ids), foreign)

    async def _as_role(self, client: StaffClient, role_id: str, requests: list[Request]) -> None:
        login = f"as.{role_id or 'nobody'}"
        before = await self._dump()
        rights = (await client.sign_in(login)).body["rights"]
        for request in requests:
            right = request.route.right
            if right is Access.ANYBODY or (request.route.method, request.route.path) in OF_ONESELF:
                continue
            if isinstance(right, Access):
                await client.sign_in(login)  # the one before may have ended the session
            scope = rights.get(right) if isinstance(right, str) else Scope.OWN
            if scope == Scope.ALL:
                continue  # everything is in reach
            answer = await client.ask(request.route.method, request.path, request.body)
            self._judge(request, role_id, scope, answer)
        after = await self._dump()
        changed = sorted(name for name in before if after[name] != before[name])
        if changed:
            self.faults.append(f"{role_id or 'nobody'} changed {', '.join(changed)}")

    def _judge(self, request: Request, role_id: str, scope: str | None, answer: Any) -> None:
        self.asked += 1
        who = f"{role_id or 'no role'}: {request}: {answer.status}"
        if scope is None and answer.status != 403:
            self.faults.append(f"{who} without the right")
        elif scope is not None and request.foreign and answer.status != 404:
            self.faults.append(f"{who} with a foreign {request.foreign}")
        self.refused += answer.status in (403, 404)
        text = str(answer.body)
        if MARK in text or any(each in text for kind, each in self.foreign.items() if kind not in HOUSE_WIDE):
            self.faults.append(f"{who} tells of a foreign object")

    async def _signed_out(self, client: StaffClient, requests: list[Request]) -> None:
        for request in requests:
            if request.route.right is not Access.ANYBODY:
                answer = await client.ask(request.route.method, request.path, request.body)
                if answer.status != 401:
                    self.faults.append(f"signed out: {request}: {answer.status}")

    async def _as_everything(self, client: StaffClient, requests: list[Request]) -> None:
        """Whoever may do everything is answered: so it was no mistake in the request that refused others.

        What reads comes first and what removes last, whichever part's it is: each finds its object there.
        """
        await make_account(self.served.staff, "as.everything", [EVERYTHING], OWN)
        await client.sign_in("as.everything")
        for request in sorted(requests, key=lambda each: IN_ORDER.get(each.route.method, 1)):
            if isinstance(request.route.right, Access):
                continue
            answer = await client.ask(request.route.method, request.path, request.body)
            if answer.status >= 400 and answer.status != 409:
                self.faults.append(f"with everything: {request}: {answer.status} {answer.body}")

    async def _dump(self) -> dict[str, list[Any]]:
        async with self.served.staff.database.read() as connection:
            return {
                table.name: sorted(map(repr, (await connection.execute(select(table))).all()))
                for table in metadata.sorted_tables
                if table.name not in NOT_COMPARED
            }


async def grant_everything(served: Served) -> None:
    """Makes the role `EVERYTHING`, which has each right as far as it goes."""
    async with served.staff.database.write() as connection:
        await connection.execute(
            insert(role).values(role_id=EVERYTHING, name_zh="全部", name_en="everything")
        )
        rows = [{"role_id": EVERYTHING, "right_name": name, "scope": "all"} for name in served.catalog.rights]
        await connection.execute(insert(role_right), rows)


OF_ONESELF = frozenset((("POST", "/staff/me/totp"), ("POST", "/staff/canned-replies")))
"""What changes what is the asker's own alone, and rightly."""


def example(model: type[StaffModel], ids: Mapping[str, str]) -> Any:
    """A right body: objects by their ids, everything else by the field's example or default."""
    if not model.model_fields:
        return None
    body: dict[str, Any] = {}
    for name, each in model.model_fields.items():
        if name in named_in(model):
            body[name] = [ids[name]] if re.search(r"_ids$", name) else ids[name]
        elif each.examples:
            body[name] = each.examples[0]
        elif each.default is PydanticUndefined and each.default_factory is None:
            raise AssertionError(f"{model.__name__}.{name} has no example")
    return body
