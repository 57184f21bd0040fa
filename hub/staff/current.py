"""Who asks: the account behind a session, with the rights that it has at this moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.staff.reach import NOWHERE, Reach, Scope
from hub.store.staff import accounts, branches, rights


class Means(StrEnum):
    """What a session was begun with."""

    PASSWORD = "password"  # noqa: S105  (a word, and no password)
    PASSKEY = "passkey"
    OIDC = "oidc"


@dataclass(frozen=True, slots=True)
class CurrentStaff:
    """Somebody who is signed in. `todo`: what has to be done before anything else (docs/staff.md)."""

    account_id: str
    login: str
    name: str
    branch_id: str
    branch_name: str
    branch_path: str
    team_ids: tuple[str, ...]
    rights: Mapping[str, Scope]
    has_totp: bool
    means: Means
    todo: tuple[str, ...]
    session: str
    signed_in_at: datetime
    seen_at: datetime

    def may(self, right: str) -> bool:
        """Whether the account has a right at all."""
        return right in self.rights

    def reach(self, right: str) -> Reach:
        """How far a right of the account goes."""
        return Reach(self.rights.get(right), self.account_id, self.team_ids, self.branch_path)


async def read_current(connection: AsyncConnection, row: Any, *, second_factor: bool) -> CurrentStaff:
    """The account of a session's row; `second_factor`: whether the house wants one."""
    todo = [name for name, open_ in _open_tasks(row, second_factor=second_factor) if open_]
    return CurrentStaff(
        account_id=row.account_id,
        login=row.login,
        name=row.name,
        branch_id=row.branch_id,
        branch_name=row.branch_name,
        branch_path=row.branch_path,
        team_ids=tuple(team.team_id for team in await branches.teams_of(connection, row.account_id)),
        rights=widest(await rights.rights_of(connection, row.account_id)),
        has_totp=row.has_totp,
        means=Means(row.means),
        todo=tuple(todo),
        session=row.digest,
        signed_in_at=row.created_at,
        seen_at=row.seen_at,
    )


async def reach_of(connection: AsyncConnection, account_id: str, right: str) -> Reach:
    """How far a right of an account goes at this moment, for what is done in its name; NOWHERE without it."""
    row = await accounts.by_id(connection, account_id)
    branch = None if row is None else await branches.branch_row(connection, row.branch_id)
    if row is None or row.state != "active" or branch is None:
        return NOWHERE
    scope = widest(await rights.rights_of(connection, account_id)).get(right)
    teams = tuple(team.team_id for team in await branches.teams_of(connection, account_id))
    return Reach(scope, account_id, teams, branch.path)


def _open_tasks(row: Any, *, second_factor: bool) -> tuple[tuple[str, bool], ...]:
    # A passkey is two factors, and of the bank's own sign-in the bank decides: no password, no code.
    by_password = row.means == Means.PASSWORD
    return (
        ("password", by_password and row.must_change),
        ("totp", by_password and second_factor and not row.has_totp),
    )


def widest(rows: Sequence[Any]) -> dict[str, Scope]:
    """Of rows with right and scope, the widest scope of each right."""
    found: dict[str, Scope] = {}
    for row in rows:
        scope = Scope(row.scope)
        if row.right_name not in found or scope.includes(found[row.right_name]):
            found[row.right_name] = scope
    return found
