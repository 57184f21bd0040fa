"""The application of the staff's own origin: every route of the catalog, and nothing else."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import structlog
from sanic import HTTPResponse, Request
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import NotAllowed, NotSignedIn, TodoFirst, YuanqiaoError
from hub.ports import BuiltFiles, Socket, SocketClosed, SocketRule
from hub.staff.catalog import Catalog
from hub.staff.routes import StaffRoute, StaffSocket
from hub.staff.staff import Staff
from hub.staff.watch import SIGNED_OUT, StaffDesk
from hub.web.edge.door import Door
from hub.web.edge.server import Edge
from hub.web.server import Server, answer_error
from hub.web.staff.guard import Guard, make_guard
from hub.web.staff.pages import add_pages
from hub.web.staff.serving import Serving

TRY_AGAIN, BROKE = 1013, 1011
"""How sockets end whose work could not go on (RFC 6455, 7.4.1, and IANA's registry)."""

log = structlog.get_logger(__name__)


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
        code, reason = 1000, ""
        try:
            await declared.serve(opened, StaffDesk(staff.database, staff.sessions, session, declared.right))
        except SocketClosed:
            return
        except YuanqiaoError as error:
            code, reason = SIGNED_OUT if isinstance(error, NotSignedIn) else TRY_AGAIN, error.code
        except Exception as error:
            log.error("staff.socket_broke", path=declared.path, exc_info=error)
            code, reason = BROKE, "internal"
        finally:
            leave()
            await opened.close(code, reason)

    return handle
