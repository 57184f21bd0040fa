"""How far a right goes: scopes, the places of objects, and what of them lies within somebody's reach."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import false, or_, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.schema_staff import branch as branch_table
from hub.store.schema_staff import team_member
from hub.store.staff import branches


class Scope(StrEnum):
    """How far a right goes; each includes those before it."""

    OWN = "own"
    TEAM = "team"
    BRANCH = "branch"
    ALL = "all"

    def includes(self, other: "Scope") -> bool:
        """Whether it goes at least as far as another one."""
        return _WIDTH[self] >= _WIDTH[other]


_WIDTH = {scope: width for width, scope in enumerate(Scope)}


@dataclass(frozen=True, slots=True)
class ObjectPlace:
    """Where an object lies: whose it is, and in which branch; what has neither is the whole house's."""

    account_id: str | None = None
    branch_id: str | None = None


PlaceOf = Callable[[AsyncConnection, str], Awaitable[ObjectPlace | None]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of object; `place_of` tells where one lies, None where there is none of this id."""

    name: str
    place_of: PlaceOf


@dataclass(frozen=True, slots=True)
class Names:
    """Says of a field of a request's body, by `Annotated`, that it names an object of a kind."""

    kind: str


@dataclass(frozen=True, slots=True)
class Right:
    """Something that may be done. `given`: to which roles it is given, and how far, when it is new."""

    name: str
    name_zh: str
    name_en: str
    given: Mapping[str, Scope] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reach:
    """What lies within somebody's right of one scope; `scope` None: nothing does."""

    scope: Scope | None
    account_id: str
    team_ids: tuple[str, ...]
    branch_path: str

    async def covers(self, connection: AsyncConnection, place: ObjectPlace) -> bool:
        """Whether an object at this place lies within it."""
        if self.scope is None or self.scope is Scope.ALL:
            return self.scope is Scope.ALL
        if place.account_id == self.account_id:
            return True
        teams = self.team_ids if self.scope.includes(Scope.TEAM) else ()
        if place.account_id and await branches.share_a_team(connection, place.account_id, teams):
            return True
        if place.branch_id and self.scope.includes(Scope.BRANCH):
            return await branches.lies_below(connection, place.branch_id, self.branch_path)
        return False

    def where(self, *, account: Any = None, branch: Any = None) -> Any:
        """The rows within it, as a condition on their columns of the account and of the branch."""
        if self.scope is None or self.scope is Scope.ALL:
            return true() if self.scope is Scope.ALL else false()
        clauses: list[Any] = [] if account is None else [account == self.account_id]
        if account is not None and self.scope.includes(Scope.TEAM):
            mates = select(team_member.c.account_id).where(team_member.c.team_id.in_(self.team_ids))
            clauses.append(account.in_(mates))
        if branch is not None and self.scope.includes(Scope.BRANCH):
            below = branch_table.c.path.startswith(self.branch_path, autoescape=True)
            clauses.append(branch.in_(select(branch_table.c.branch_id).where(below)))
        return or_(false(), *clauses)


NOWHERE = Reach(None, "", (), "")
