"""The application of the staff's own origin: every route of the catalog, and nothing else."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from sanic import HTTPResponse, Request
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import NotAllowed, TodoFirst
from hub.ports import BuiltFiles, Socket, SocketClosed, SocketRule
from hub.staff.catalog import Catalog
from hub.staff.routes import StaffRoute, StaffSocket
from hub.staff.staff import Staff
from hub.staff.watch import StaffDesk
from hub.web.edge.door import Door
from hub.web.edge.server import Edge
from hub.web.server import Server, answer_error
from hub.web.staff.guard import Guard, make_guard
from hub.web.staff.pages import add_pages
from hub.web.staff.serving import Serving


def make_staff_server(staff: Staff, catalog: Catalog, door: Door, files: BuiltFiles) -> Server:
    """The application for these routes and sockets, and the page that asks them."""
    server = Edge("yuanqiao-staff", door)
    # Each route looks at its own limit; none is asked to read more than the largest.
    server.config.REQUEST_MAX_SIZE = max(route.largest for route in catalog.routes)
    server.exception(Exception)(answer_error)
    guard = make_guard(staff.settings)
    serving = Serving(staff, catalog, guard)
    for number, route in enumerate(catalog.routes):
        server.add_route(
            _handler(serving, route),
            route.path.replace(">", ":str>"),
            methods=[route.method],
            name=f"staff_{number}",
            error_format="json",  # else Sanic reads the handler's source for it, at each of some 200 routes
        )
    for number, socket in enumerate(catalog.sockets):
        server.add_websocket_route(
            _socket_handler(staff, socket),
            socket.path,
            name=f"staff_socket_{number}",
            ctx_socket_rule=SocketRule(guard.check_origin, socket.budget),
            ctx_staff_socket=socket,
        )
    add_pages(server, files)
    server.on_request(_admission(staff, guard))
    return server


def _handler(serving: Serving, route: StaffRoute) -> Callable[..., Coroutine[Any, Any, HTTPResponse | None]]:
    async def handle(request: Request, **args: str) -> HTTPResponse | None:
        return await serving.serve(route, request, args)

    return handle


def _admission(staff: Staff, guard: Guard) -> Callable[[Request], Awaitable[None]]:
    """Looks at who wants a socket before the handshake, so that a refusal is an answer with a status."""

    async def admit(request: Request) -> None:
        socket: StaffSocket | None = getattr(request.route and request.route.ctx, "staff_socket", None)
        if socket is None:
            return
        guard.check_origin(request)
        async with staff.database.read() as connection:
            request.ctx.session = await _session(staff, connection, guard.token(request), socket.right)

    return admit


async def _session(staff: Staff, connection: AsyncConnection, token: str, right: str) -> str:
    current = await staff.sessions.current(connection, token)
    if current.todo:
        raise TodoFirst(f"first: {', '.join(current.todo)}")
    if not current.may(right):
        raise NotAllowed("the right for this is missing")
    return current.session


def _socket_handler(staff: Staff, declared: StaffSocket) -> Callable[..., Awaitable[None]]:
    async def handle(request: Request, socket: Any) -> None:
        session: str = request.ctx.session
        opened: Socket = socket
        leave = staff.sockets.enter(session, opened)
        try:
            await declared.serve(opened, StaffDesk(staff.database, staff.sessions, session, declared.right))
        except SocketClosed:
            return
        finally:
            leave()
            await opened.close()

    return handle
