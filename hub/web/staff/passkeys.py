"""`/staff/me/passkeys` and `/staff/session/passkey`: one's own passkeys, and signing in with one."""

from datetime import datetime
from typing import Any

from pydantic import ConfigDict, Field

from hub.errors import WrongCredentials
from hub.staff.current import Means
from hub.staff.passkeys import ADD, USE
from hub.staff.routes import Access, StaffCall, StaffModel, StaffRoute
from hub.staff.sign_in import SignInOrigin
from hub.store.staff import outside
from hub.web.staff.me import PasswordAgain, check_again
from hub.web.staff.session import Me, me_by_token

TOKEN = Field(min_length=1, max_length=100, repr=False, examples=["not-a-token"])


class PasskeyBegun(StaffModel):
    """What `navigator.credentials` is given, and the token to come back with."""

    model_config = ConfigDict(frozen=True)
    options: dict[str, Any]
    begun: str


class NewPasskey(StaffModel):
    """What the authenticator made (`credential.toJSON()`), and how its owner calls it."""

    begun: str = TOKEN
    credential: dict[str, Any] = Field(repr=False, examples=[{}])
    name: str = Field(min_length=1, max_length=100, examples=["工作电脑"])


class UsedPasskey(StaffModel):
    """What the authenticator signed (`credential.toJSON()`)."""

    begun: str = TOKEN
    credential: dict[str, Any] = Field(repr=False, examples=[{}])


class PasskeyToRemove(StaffModel):
    """The passkey that is to go."""

    passkey: str = Field(min_length=64, max_length=64, examples=["0" * 64])


class PasskeyShown(StaffModel):
    """One passkey of one's own."""

    passkey: str
    name: str
    created_at: datetime


class PasskeysShown(StaffModel):
    """Those of one's own, the oldest first."""

    passkeys: list[PasskeyShown]


async def list_own(call: StaffCall[Any]) -> PasskeysShown:
    """One's own passkeys."""
    rows = await outside.passkeys_of(call.connection, call.staff.account_id)
    shown = [PasskeyShown(passkey=row.digest, name=row.name, created_at=row.created_at) for row in rows]
    return PasskeysShown(passkeys=shown)


async def begin_adding(call: StaffCall[PasswordAgain]) -> PasskeyBegun:
    """Begins a new passkey; the password is asked for once more, and a code where there is one."""
    await check_again(call, call.body.password, call.body.code, with_code=True)
    async with call.house.database.write() as connection:
        begun = await call.house.passkeys.begin_adding(connection, call.staff)
    return PasskeyBegun(options=begun.options, begun=begun.token)


async def add(call: StaffCall[NewPasskey]) -> None:
    """Keeps a new passkey."""
    house, body, staff = call.house, call.body, call.staff
    async with house.database.write() as connection:
        begun = await house.pending.take(connection, ADD, body.begun)
    async with house.database.write() as connection:
        await house.passkeys.do_add(connection, staff, begun, body.credential, body.name)
        await house.audit.append(
            connection, "account.passkey_added", actor=staff.account_id, address=call.address
        )


async def remove(call: StaffCall[PasskeyToRemove]) -> None:
    """Forgets a passkey; every other session is over."""
    house, staff = call.house, call.staff
    async with house.database.write() as connection:
        await house.passkeys.do_remove(connection, staff, call.body.passkey)
        call.token = await house.sessions.begin_alone(connection, staff.account_id, staff.means)
        await house.audit.append(
            connection, "account.passkey_removed", actor=staff.account_id, address=call.address
        )


async def begin_using(call: StaffCall[Any]) -> PasskeyBegun:
    """Begins signing in with a passkey."""
    async with call.house.database.write() as connection:
        begun = await call.house.passkeys.begin_using(connection)
    return PasskeyBegun(options=begun.options, begun=begun.token)


async def use(call: StaffCall[UsedPasskey]) -> Me:
    """Signs in whose passkey has signed."""
    house, left = call.house, SignInOrigin(call.address, call.presented)
    async with house.database.write() as connection:
        begun = await house.pending.take(connection, USE, call.body.begun)
    try:
        async with house.database.write() as connection:
            account_id = await house.passkeys.use(connection, begun, call.body.credential)
            call.token = await house.sign_in.begin_with(connection, account_id, Means.PASSKEY, left)
    except WrongCredentials:
        await house.sign_in.note_refused(Means.PASSKEY, left)
        raise
    return await me_by_token(call, call.token)


OWN = "/staff/me/passkeys"

ROUTES = (
    StaffRoute("GET", OWN, right=Access.SIGNED_IN, answer=PasskeysShown, handle=list_own),
    StaffRoute(
        "POST",
        f"{OWN}/begin",
        right=Access.SIGNED_IN,
        body=PasswordAgain,
        answer=PasskeyBegun,
        handle=begin_adding,
        transaction=False,
    ),
    StaffRoute("POST", OWN, right=Access.SIGNED_IN, body=NewPasskey, handle=add, transaction=False),
    StaffRoute(
        "POST",
        f"{OWN}/remove",
        right=Access.SIGNED_IN,
        body=PasskeyToRemove,
        handle=remove,
        transaction=False,
    ),
    StaffRoute(
        "POST", "/staff/session/passkey/begin", right=Access.ANYBODY, answer=PasskeyBegun, handle=begin_using
    ),
    StaffRoute(
        "POST", "/staff/session/passkey", right=Access.ANYBODY, body=UsedPasskey, answer=Me, handle=use
    ),
)
