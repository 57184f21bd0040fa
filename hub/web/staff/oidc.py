"""`/staff/oidc`: to the bank's own sign-in, and back."""

from typing import Any

from pydantic import ConfigDict, Field

from hub.errors import Unavailable, WrongCredentials
from hub.staff.current import Means
from hub.staff.oidc import CALLBACK, KIND
from hub.staff.routes import Access, StaffCall, StaffModel, StaffRoute
from hub.staff.sign_in import SignInOrigin

REFUSED = "/?sign_in="
"""The page of the sign-in, told why nobody is."""


class GoThere(StaffModel):
    """The address that the page leads to."""

    url: str


class CameBack(StaffModel):
    """What the bank's sign-in sends along; more than that is passed over."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    state: str = Field(default="", max_length=200)
    code: str = Field(default="", max_length=4000, repr=False)
    iss: str = Field(default="", max_length=500)


async def begin(call: StaffCall[Any]) -> GoThere:
    """Begins; the browser keeps what the answer has to fit."""
    described = await call.house.oidc.described()
    async with call.house.database.write() as connection:
        away = await call.house.oidc.begin(connection, described)
    call.new_flow = away.token
    return GoThere(url=away.url)


async def come_back(call: StaffCall[Any]) -> None:
    """Signs in whom the bank names, and leads to the first page; says on that of the sign-in why not."""
    call.new_flow = ""
    try:
        call.token = await _finish(call)
        call.redirect = "/"
    except WrongCredentials as error:
        await call.house.sign_in.note_refused(Means.OIDC, SignInOrigin(call.address))
        call.redirect = f"{REFUSED}{error.code}"
    except Unavailable as error:
        call.redirect = f"{REFUSED}{error.code}"


async def _finish(call: StaffCall[Any]) -> str:
    house, query = call.house, call.query
    async with house.database.write() as connection:
        begun = await house.pending.take(connection, KIND, call.flow)
    claims = await house.oidc.claims(begun, query.state, query.code, query.iss)
    async with house.database.write() as connection:
        account_id = await house.oidc.account_of(connection, claims)
        left = SignInOrigin(call.address, call.presented)
        return await house.sign_in.begin_with(connection, account_id, Means.OIDC, left)


ROUTES = (
    StaffRoute("POST", "/staff/oidc", right=Access.ANYBODY, answer=GoThere, handle=begin),
    StaffRoute("GET", CALLBACK, right=Access.ANYBODY, query=CameBack, handle=come_back),
)
