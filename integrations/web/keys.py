"""`/staff/api-keys`: keys of the bank's own programs; each is shown once."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from hub.errors import NotAllowed
from hub.ports import Clock
from hub.staff import Names, StaffCall, StaffModel, StaffRoute
from hub.staff.current import widest
from hub.store.schema_staff import account
from hub.store.staff import rights
from integrations.keys import LONGEST_DAYS, end, make
from integrations.rights import API_KEY, CHANGE, READ
from integrations.store import keys
from integrations.store.schema import api_key

MOST = 200


class NewKey(StaffModel):
    """For which account and program, for which of the account's rights, for how many days."""

    account_id: Annotated[str, Names("account")]
    name: Annotated[str, Field(min_length=1, max_length=100, examples=["报表程序"])]
    rights: Annotated[list[str], Field(min_length=1, max_length=100, examples=[["teams.read"]])]
    days: Annotated[int, Field(ge=1, le=LONGEST_DAYS)] = 90


class KeyMade(StaffModel):
    """The key itself, which nobody sees again."""

    key_id: str
    key: str


class KeyShown(StaffModel):
    """A key without itself. `works`: it has neither ended nor expired."""

    key_id: str
    login: str
    name: str
    rights: list[str]
    created_at: datetime
    expires_at: datetime
    works: bool


class KeysShown(StaffModel):
    """Keys, the newest first."""

    keys: list[KeyShown]


class KeyRoutes:
    """The routes' handlers."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def routes(self) -> tuple[StaffRoute, ...]:
        """All of them."""
        return (
            StaffRoute("GET", "/staff/api-keys", right=READ, answer=KeysShown, handle=self.list),
            StaffRoute(
                "POST",
                "/staff/api-keys",
                right=CHANGE,
                body=NewKey,
                answer=KeyMade,
                handle=self.add,
                audit="api_key.added",
            ),
            StaffRoute(
                "POST",
                "/staff/api-keys/<key_id>/end",
                right=CHANGE,
                about={"key_id": API_KEY},
                handle=self.end,
                audit="api_key.ended",
            ),
        )

    async def list(self, call: StaffCall[Any]) -> KeysShown:
        """The keys of accounts within reach."""
        where = call.reach.where(account=api_key.c.account_id, branch=account.c.branch_id)
        now = self._clock.now()
        rows = await keys.listed(call.connection, MOST, where)
        return KeysShown(
            keys=[
                KeyShown(
                    key_id=row.key_id,
                    login=row.login,
                    name=row.name,
                    rights=row.rights,
                    created_at=row.created_at,
                    expires_at=row.expires_at,
                    works=row.ended_at is None and row.expires_at > now,
                )
                for row in rows
            ]
        )

    async def add(self, call: StaffCall[NewKey]) -> KeyMade:
        """A new key. It opens no more than who makes it may do; a program makes none."""
        check_person(call)
        body = call.body
        theirs = widest(await rights.rights_of(call.connection, body.account_id))
        wanted = {name: scope for name, scope in theirs.items() if name in body.rights}
        call.house.accounts.check_not_above(call.staff, wanted)
        key_id, key = await make(
            call.connection, self._clock, body.account_id, body.name, body.rights, body.days
        )
        call.note(new_key=key_id)
        return KeyMade(key_id=key_id, key=key)

    async def end(self, call: StaffCall[Any]) -> None:
        """Ends a key at once."""
        await end(call.connection, self._clock, call.args["key_id"])


def check_person(call: StaffCall[Any]) -> None:
    """Raises `NotAllowed` for a program: what opens the house further is for people."""
    if call.key:
        raise NotAllowed("a program opens nothing further")
