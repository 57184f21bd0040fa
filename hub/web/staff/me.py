"""`/staff/me/…`: one's own password and one-time codes. Each change asks for the password once more."""

from typing import Any

from pydantic import ConfigDict, Field

from hub.errors import WrongCredentials
from hub.staff.accounts import check_new_password
from hub.staff.notices import AccountNotice
from hub.staff.passwords import MOST
from hub.staff.routes import Access, StaffCall, StaffModel, StaffRoute
from hub.staff.sign_in import Presented
from hub.web.staff.session import Me, me_by_token

ANY = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=False)
SECRET = Field(min_length=1, max_length=MOST, repr=False, examples=["not-the-password"])
CODE = Field(min_length=6, max_length=10, repr=False, examples=["000000"])


class NewPassword(StaffModel):
    """The password as it is, and as it is to be."""

    model_config = ANY
    password: str = SECRET
    new_password: str = SECRET


class PasswordAgain(StaffModel):
    """The password once more, and a one-time code where the account has any."""

    model_config = ANY
    password: str = SECRET
    code: str = Field(default="", max_length=10, repr=False)


class OneTimeCode(StaffModel):
    """A one-time code."""

    code: str = CODE


class AgainWithCode(StaffModel):
    """The password once more, and a one-time code."""

    model_config = ANY
    password: str = SECRET
    code: str = CODE


class TotpSecret(StaffModel):
    """A new secret, for an app; shown this once."""

    secret: str
    uri: str


async def change_password(call: StaffCall[NewPassword]) -> Me:
    """Changes the password; every session is over, and this one begins anew."""
    body, staff, house = call.body, call.staff, call.house
    row = await check_again(call, body.password)
    check_new_password(body.new_password, staff.login, staff.name)
    if body.new_password == body.password:
        raise WrongCredentials("the new password is the old one")
    fresh = await house.accounts.hash(body.new_password)
    async with house.database.write() as connection:
        await house.accounts.do_change_own_password(connection, staff.account_id, row.password_hash, fresh)
        call.token = await house.sessions.begin(connection, staff.account_id, staff.means)
        await house.notices.do_tell(connection, staff.account_id, AccountNotice.PASSWORD_CHANGED)
        await house.audit.append(
            connection, "account.password_changed", actor=staff.account_id, address=call.address
        )
    return await me_by_token(call, call.token)


async def begin_totp(call: StaffCall[PasswordAgain]) -> TotpSecret:
    """Makes a secret; nothing is asked for before a code has confirmed it."""
    staff, house = call.staff, call.house
    await check_again(call, call.body.password, call.body.code, with_code=True)
    async with house.database.write() as connection:
        secret, uri = await house.totp.do_begin(connection, staff.account_id, staff.login)
    return TotpSecret(secret=secret, uri=uri)


async def confirm_totp(call: StaffCall[OneTimeCode]) -> Me:
    """Takes the secret, whose code this is; every session is over, and this one begins anew."""
    staff, house = call.staff, call.house
    async with house.database.write() as connection:
        await house.totp.do_confirm(connection, staff.account_id, call.body.code, house.clock.now())
        call.token = await house.sessions.begin_alone(connection, staff.account_id, staff.means)
        await house.audit.append(connection, "account.totp_set", actor=staff.account_id, address=call.address)
    return await me_by_token(call, call.token)


async def remove_totp(call: StaffCall[AgainWithCode]) -> Me:
    """Takes the one-time codes away, for a new telephone."""
    staff, house, body = call.staff, call.house, call.body
    await check_again(call, body.password, body.code, with_code=True)
    async with house.database.write() as connection:
        await house.accounts.do_forget_totp(connection, staff.account_id)
        call.token = await house.sessions.begin(connection, staff.account_id, staff.means)
        await house.audit.append(
            connection, "account.totp_removed", actor=staff.account_id, address=call.address
        )
    return await me_by_token(call, call.token)


async def check_again(call: StaffCall[Any], password: str, code: str = "", *, with_code: bool = False) -> Any:
    """As `SignIn.check_again`, for who is signed in."""
    presented = Presented(call.staff.login, password, code, call.address)
    return await call.house.sign_in.check_again(presented, with_code=with_code)


ROUTES = (
    StaffRoute(
        "POST",
        "/staff/me/password",
        right=Access.SIGNED_IN,
        body=NewPassword,
        answer=Me,
        handle=change_password,
        transaction=False,
    ),
    StaffRoute(
        "POST",
        "/staff/me/totp",
        right=Access.SIGNED_IN,
        body=PasswordAgain,
        answer=TotpSecret,
        handle=begin_totp,
        transaction=False,
    ),
    StaffRoute(
        "PUT",
        "/staff/me/totp",
        right=Access.SIGNED_IN,
        body=OneTimeCode,
        answer=Me,
        handle=confirm_totp,
        transaction=False,
    ),
    StaffRoute(
        "DELETE",
        "/staff/me/totp",
        right=Access.SIGNED_IN,
        body=AgainWithCode,
        answer=Me,
        handle=remove_totp,
        transaction=False,
    ),
)
