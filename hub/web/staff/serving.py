"""How a request for staff is served: who asks, may they, is the object in reach; then the handler, the audit.

All of it happens in one transaction, so a right that is taken away meanwhile either holds for the whole
request or for nothing of it.
"""

import re
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from dataclasses import dataclass
from typing import Any

import structlog
from pydantic import ValidationError
from sanic import HTTPResponse, Request
from sanic.response import raw, redirect
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import BadInput, NotAllowed, NotFound, TodoFirst, TooLarge, UnknownKind, YuanqiaoError
from hub.metrics import STAFF_REFUSED
from hub.remote import remote_address
from hub.staff.catalog import Catalog, named_in
from hub.staff.current import CurrentStaff
from hub.staff.routes import Access, NoBody, StaffCall, StaffModel, StaffRoute
from hub.staff.staff import Staff
from hub.web.staff.giving import give
from hub.web.staff.guard import BACKGROUND, Guard

log = structlog.get_logger(__name__)

JSON = "application/json"

OBJECT_ID = re.compile(r"[0-9A-Za-z_-]{1,64}(?:\.[0-9A-Za-z_-]{1,32}){0,3}")
"""What an id in a path looks like; whatever else stands there is another spelling, or no id."""


@dataclass(frozen=True, slots=True)
class Serving:
    """Serves the routes of the catalog."""

    staff: Staff
    catalog: Catalog
    guard: Guard

    async def serve(self, route: StaffRoute, request: Request, args: dict[str, str]) -> HTTPResponse | None:
        """Answers one request, None where a file was sent; raises the errors that docs/staff.md lists."""
        if not all(OBJECT_ID.fullmatch(value) for value in args.values()):
            raise NotFound("there is nothing here")
        key = self.guard.key(request)
        if not key:
            self.guard.check_own_page(request)
        call: StaffCall[Any] = StaffCall(
            house=self.staff,
            catalog=self.catalog,
            args=args,
            body=_read_body(route, request),
            query=_read_query(route, request),
            address=remote_address(request, self.staff.settings.proxies),
            presented="" if key else self.guard.token(request),
            key=key,
            flow=self.guard.flow(request),
        )
        try:
            answer = await self._answer(route, call)
        except _OutOfReach as refused:
            await self._note_refusal(route, call, refused)
            raise refused.error from None
        except NotAllowed as error:
            if type(error) is NotAllowed and call.signed_in is not None:
                await self._note_refusal(route, call, _OutOfReach(error, *next(_objects(route, call), ())))
            raise
        await self._touch(call, request)
        if call.file is not None:
            return await give(request, call.file)
        return self._respond(route, call, answer)

    async def _answer(self, route: StaffRoute, call: StaffCall[Any]) -> StaffModel | None:
        if call.key and isinstance(route.right, Access):
            raise NotAllowed("this is for people who sign in, not for programs")
        if route.right is Access.ANYBODY:
            return await route.handle(call)
        if not route.transaction:
            async with self._transaction(writes=bool(route.audit)) as connection:
                await self._admit(route, call, connection, lock=False)
                await self._note(route, call, connection, "begun")
            return await route.handle(call)
        if route.prepare is not None:
            async with self._transaction(writes=False) as connection:
                await self._admit(route, call, connection, lock=False)
            call.prepared = await route.prepare(call)
        async with self._transaction(writes=route.writes) as connection:
            await self._admit(route, call, connection, lock=route.writes)
            call.transaction = connection
            answer = await route.handle(call)
            await self._note(route, call, connection, "done")
        return answer

    def _transaction(self, *, writes: bool) -> AbstractAsyncContextManager[AsyncConnection]:
        return self.staff.database.write() if writes else self.staff.database.read()

    async def _admit(
        self,
        route: StaffRoute,
        call: StaffCall[Any],
        connection: AsyncConnection,
        *,
        lock: bool,
    ) -> None:
        """Raises what keeps the caller from this route, or from an object that the request names."""
        if call.key:
            signed_in = await self.staff.keys.current(connection, call.key, lock=lock)
            call.note(key=signed_in.session)
        else:
            signed_in = await self.staff.sessions.current(connection, call.presented, lock=lock)
        call.signed_in = signed_in
        if isinstance(route.right, Access):
            return
        if signed_in.todo:
            raise TodoFirst(f"first: {', '.join(signed_in.todo)}")
        if not signed_in.may(route.right):
            raise _OutOfReach(NotAllowed("the right for this is missing"))
        call.reach = signed_in.reach(route.right)
        for kind, object_id in _objects(route, call):
            place = await self.catalog.kinds[kind].place_of(connection, object_id)
            if place is None:
                raise NotFound(f"there is no such {kind}")
            if not await call.reach.covers(connection, place):
                # In the words of what is not there: ids of others are nobody's business.
                raise _OutOfReach(NotFound(f"there is no such {kind}"), kind, object_id)

    async def _note(
        self, route: StaffRoute, call: StaffCall[Any], connection: AsyncConnection, result: str
    ) -> None:
        if not route.audit:
            return
        kind, object_id = next(_objects(route, call), ("", ""))
        await self.staff.audit.append(
            connection,
            route.audit,
            actor=call.staff.account_id,
            object_kind=kind,
            object_id=object_id,
            result=result,
            address=call.address,
            **call.noted,
        )

    async def _note_refusal(self, route: StaffRoute, call: StaffCall[Any], refused: "_OutOfReach") -> None:
        """Writes down that somebody reached for what is not theirs."""
        signed_in: CurrentStaff = call.staff
        STAFF_REFUSED.labels(refused.error.code).inc()
        log.warning("staff.refused", code=refused.error.code, route=route.path, method=route.method)
        async with self.staff.database.write() as connection:
            await self.staff.audit.append(
                connection,
                route.audit or "route.read",
                actor=signed_in.account_id,
                object_kind=refused.kind,
                object_id=refused.object_id,
                result="refused",
                address=call.address,
            )

    async def _touch(self, call: StaffCall[Any], request: Request) -> None:
        signed_in = call.signed_in
        if signed_in is None or call.key or BACKGROUND in request.headers or call.token is not None:
            return
        if self.staff.sessions.is_worth_noting(signed_in):
            async with self.staff.database.write() as connection:
                await self.staff.sessions.touch(connection, signed_in)

    def _respond(self, route: StaffRoute, call: StaffCall[Any], answer: StaffModel | None) -> HTTPResponse:
        if call.redirect:
            response = redirect(call.redirect, status=303)
        elif answer is None:
            response = HTTPResponse(status=204)
        elif route.answer is None or not isinstance(answer, route.answer):
            raise TypeError(f"{route.method} {route.path} answered with a {type(answer).__name__}")
        else:
            response = raw(answer.model_dump_json().encode(), content_type=JSON)
        if call.token is not None:
            self.guard.put(response, call.token)
        if call.new_flow is not None:
            self.guard.put_flow(response, call.new_flow)
        return response


class _OutOfReach(Exception):
    """Somebody reached for what is not theirs; `error` is what they are told."""

    def __init__(self, error: YuanqiaoError, kind: str = "", object_id: str = "") -> None:
        super().__init__(error.code)
        self.error = error
        self.kind = kind
        self.object_id = object_id


def _objects(route: StaffRoute, call: StaffCall[Any]) -> Iterator[tuple[str, str]]:
    """Kind and id of each object that a request names: in its path, its body and its query."""
    for parameter, kind in route.about.items():
        yield kind, call.args[parameter]
    for model in (call.body, call.query):
        if isinstance(model, StaffModel):
            for name, kind in named_in(type(model)).items():
                value = getattr(model, name)
                for object_id in value if isinstance(value, list | tuple) else [value]:
                    if object_id is not None:
                        yield kind, object_id


def _read_body(route: StaffRoute, request: Request) -> StaffModel:
    if route.body is NoBody:
        if request.body:
            raise BadInput("nothing is expected in the body")
        return NoBody()
    if len(request.body) > route.largest:
        raise TooLarge(f"the body may have {route.largest} bytes")
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != JSON:
        raise UnknownKind(f"the body has to be {JSON}")
    with _told():
        return route.body.model_validate_json(request.body)


def _read_query(route: StaffRoute, request: Request) -> StaffModel | None:
    given = {name: request.args.get(name) for name in request.args}
    if route.query is None:
        if given:
            raise BadInput("nothing is expected in the query")
        return None
    with _told():
        return route.query.model_validate(given)


@contextmanager
def _told() -> Iterator[None]:
    """Turns what pydantic found into an error that repeats nothing of what was sent."""
    try:
        yield
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        place = ".".join(str(part)[:40] for part in first["loc"])
        raise BadInput(f"{place or 'the request'}: {first['type']}") from None
