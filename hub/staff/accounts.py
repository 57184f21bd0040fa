"""Makes and changes accounts of staff: what may be done is checked, then it is done (`check_…`, `do_…`)."""

import re
import secrets
from collections.abc import Iterable

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import BadInput, Conflict, NotAllowed, NotFound, WrongCredentials
from hub.ports import Clock
from hub.staff.current import CurrentStaff, widest
from hub.staff.passwords import Passwords, check_password
from hub.staff.reach import Scope
from hub.staff.sign_in import normal_login
from hub.store.staff import accounts, outside, rights, sessions

LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}")


class Accounts:
    """The accounts, in the transactions of those who call."""

    def __init__(self, clock: Clock, passwords: Passwords) -> None:
        self._clock = clock
        self._passwords = passwords

    async def hash(self, password: str) -> str:
        """The hash for `do_add` and `do_set_password`: outside of a transaction, as it takes its time."""
        return await self._passwords.hash(password)

    async def check_login(self, connection: AsyncConnection, login: str) -> str:
        """The login as it is stored; raises `BadInput`, `Conflict` where it is taken."""
        login = normal_login(login)
        if not LOGIN.fullmatch(login):
            raise BadInput("a login has 2 to 64 letters (a to z), digits, dots, hyphens or underscores")
        if await accounts.by_login(connection, login) is not None:
            raise Conflict("this login is taken")
        return login

    async def do_add(
        self,
        connection: AsyncConnection,
        *,
        login: str,
        name: str,
        branch_id: str,
        password_hash: str,
        must_change: bool = True,
        role_ids: Iterable[str] = (),
    ) -> str:
        """The id of a new account; `login` was checked."""
        account_id, now = secrets.token_hex(16), self._clock.now()
        await accounts.add(
            connection,
            account_id=account_id,
            login=login,
            name=name,
            branch_id=branch_id,
            state="active",
            password_hash=password_hash,
            must_change=must_change,
            password_at=now,
            created_at=now,
        )
        await rights.set_roles(connection, account_id, role_ids)
        return account_id

    async def check_change(self, connection: AsyncConnection, staff: CurrentStaff, account_id: str) -> None:
        """Raises `NotAllowed` where the account is one's own, or may do what one may not do oneself.

        Otherwise a branch's administrator could take over whoever has more rights and sits in that branch.
        """
        if account_id == staff.account_id:
            raise NotAllowed("nobody changes their own account this way")
        self.check_not_above(staff, widest(await rights.rights_of(connection, account_id)))

    async def check_may_give(
        self, connection: AsyncConnection, staff: CurrentStaff, role_ids: Iterable[str]
    ) -> None:
        """Raises `NotFound` for a role that is none, `NotAllowed` where one gives more than one has."""
        role_ids = list(role_ids)
        for role_id in role_ids:
            if not await rights.role_exists(connection, role_id):
                raise NotFound("there is no such role")
        self.check_not_above(staff, widest(await rights.rights_of_roles(connection, role_ids)))

    def check_not_above(self, staff: CurrentStaff, theirs: dict[str, Scope]) -> None:
        """Raises `NotAllowed` unless each right is one's own, as far; who gives roles everywhere may."""
        if staff.rights.get("accounts.give_roles") is Scope.ALL:
            return
        for right, scope in theirs.items():
            own = staff.rights.get(right)
            if own is None or not own.includes(scope):
                raise NotAllowed("this account or role may do more than you")

    async def do_set_password(
        self, connection: AsyncConnection, account_id: str, password_hash: str, *, must_change: bool
    ) -> None:
        """Stores a hash; every session of the account is over."""
        await accounts.set_values(
            connection,
            account_id,
            password_hash=password_hash,
            must_change=must_change,
            password_at=self._clock.now(),
        )
        await sessions.end_all(connection, [account_id])

    async def do_change_own_password(
        self, connection: AsyncConnection, account_id: str, seen_hash: str, new_hash: str
    ) -> None:
        """As `do_set_password`; raises `WrongCredentials` where the hash that was checked is no more."""
        row = await accounts.by_id(connection, account_id, lock=True)
        if row is None or row.password_hash != seen_hash:
            raise WrongCredentials("the password was changed meanwhile")
        await self.do_set_password(connection, account_id, new_hash, must_change=False)

    async def do_change(self, connection: AsyncConnection, account_id: str, **values: str) -> None:
        """Changes name, branch or state; a change of branch or state ends the sessions."""
        await accounts.set_values(connection, account_id, **values)
        if values.keys() - {"name"}:
            await sessions.end_all(connection, [account_id])

    async def do_give_roles(
        self, connection: AsyncConnection, account_id: str, role_ids: Iterable[str]
    ) -> None:
        """Gives exactly these roles, and ends the account's sessions."""
        await rights.set_roles(connection, account_id, sorted(set(role_ids)))
        await sessions.end_all(connection, [account_id])

    async def do_forget_factors(self, connection: AsyncConnection, account_id: str) -> None:
        """As `do_forget_totp`, and the passkeys, too: for who has lost what they are kept in."""
        await outside.remove_all(connection, account_id)
        await self.do_forget_totp(connection, account_id)

    async def do_forget_totp(self, connection: AsyncConnection, account_id: str) -> None:
        """Takes the one-time codes away, and ends the account's sessions."""
        await accounts.set_values(connection, account_id, totp=None, totp_new=None, totp_step=None)
        await sessions.end_all(connection, [account_id])


def check_new_password(password: str, login: str, name: str) -> None:
    """Raises `WeakPassword`; what everybody knows of the account makes no password."""
    check_password(password, [login, name, "yuanqiao", "远桥"])
