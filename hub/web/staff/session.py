"""`/staff/session` and `/staff/me`: signing in and out, and who one is."""

from datetime import datetime
from typing import Any

from pydantic import ConfigDict, Field

from hub.errors import NotSignedIn
from hub.staff.current import CurrentStaff
from hub.staff.passwords import MOST
from hub.staff.reach import Scope
from hub.staff.routes import Access, StaffCall, StaffModel, StaffRoute
from hub.staff.sign_in import Presented
from hub.store.staff import branches, rights, sessions
from hub.web.staff.role_names import RoleName, names_of_roles


class SignInBody(StaffModel):
    """What is presented."""

    # A password is taken as it is, blanks at its ends included.
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=False)

    login: str = Field(min_length=1, max_length=100, examples=["li.ming"])
    password: str = Field(min_length=1, max_length=MOST, repr=False, examples=["not-the-password"])
    code: str = Field(default="", max_length=10, repr=False)


class Me(StaffModel):
    """Who is signed in."""

    account_id: str
    login: str
    name: str
    branch_id: str
    branch: str
    teams: list[str]
    roles: list[str]
    role_names: dict[str, RoleName]
    rights: dict[str, Scope]
    todo: list[str]
    has_totp: bool
    idle_s: float
    ends_at: datetime
    # By which the house counts its days: what is published today is what is today there.
    time_zone: str


async def me_of(connection: Any, call: StaffCall[Any], staff: CurrentStaff) -> Me:
    """The answer about somebody."""
    roles = (await rights.roles_of(connection, [staff.account_id]))[staff.account_id]
    return Me(
        account_id=staff.account_id,
        login=staff.login,
        name=staff.name,
        branch_id=staff.branch_id,
        branch=staff.branch_name,
        teams=[team.name for team in await branches.teams_of(connection, staff.account_id)],
        roles=roles,
        role_names=await names_of_roles(connection, roles),
        rights=dict(staff.rights),
        todo=list(staff.todo),
        has_totp=staff.has_totp,
        idle_s=call.house.sessions.idle.total_seconds(),
        ends_at=call.house.sessions.ends_at(staff),
        time_zone=call.house.settings.time_zone,
    )


async def sign_in(call: StaffCall[SignInBody]) -> Me:
    """Begins a session; the one of the cookie that came along, if any, is over."""
    body = call.body
    presented = Presented(body.login, body.password, body.code, call.address, call.presented)
    token = await call.house.sign_in.do_sign_in(presented)
    call.token = token
    return await me_by_token(call, token)


async def me_by_token(call: StaffCall[Any], token: str) -> Me:
    """The answer about whose session this token is."""
    async with call.house.database.read() as connection:
        staff = await call.house.sessions.current(connection, token)
        return await me_of(connection, call, staff)


async def sign_out(call: StaffCall[Any]) -> None:
    """Ends the session."""
    staff = call.staff
    await sessions.end(call.connection, staff.session)
    await call.house.audit.append(
        call.connection, "session.signed_out", actor=staff.account_id, address=call.address
    )
    call.token = ""


async def me(call: StaffCall[Any]) -> Me:
    """Who is signed in."""
    if call.signed_in is None:
        raise NotSignedIn("nobody is signed in here")
    return await me_of(call.connection, call, call.staff)


ROUTES = (
    StaffRoute("POST", "/staff/session", right=Access.ANYBODY, body=SignInBody, answer=Me, handle=sign_in),
    StaffRoute("DELETE", "/staff/session", right=Access.SIGNED_IN, handle=sign_out),
    StaffRoute("GET", "/staff/me", right=Access.SIGNED_IN, answer=Me, handle=me),
)
