"""What a part says of its routes for staff, and what each of their handlers is given."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.ports import Socket, SocketBudget
from hub.staff.audit import Reference
from hub.staff.current import CurrentStaff
from hub.staff.reach import NOWHERE, Reach

if TYPE_CHECKING:
    from hub.staff.catalog import Catalog
    from hub.staff.staff import Staff
    from hub.staff.watch import StaffDesk

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]


USUAL_BYTES = 65_536
"""The longest body of a route that says nothing else."""


class Access(Enum):
    """Who may use a route that needs no right; only the house's own routes of sign-in are such."""

    ANYBODY = "anybody"
    SIGNED_IN = "signed_in"


class StaffModel(BaseModel):
    """A request or an answer of the staff's routes: what is not known is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class NoBody(StaffModel):
    """Nothing is sent."""


B = TypeVar("B", bound=StaffModel)


@dataclass(frozen=True, slots=True)
class FileGiven:
    """A file that is sent instead of an answer; `save_as`: the browser keeps it under this name.

    `pieces` instead of a `path`: what is made while it is sent.
    """

    mime: str
    path: Path | None = None
    pieces: Iterator[bytes] | None = None
    save_as: str = ""


@dataclass
class StaffCall(Generic[B]):
    """One request, checked: who asks, what for, and the transaction in which that was looked at.

    `reach`: how far the route's right goes. `house`: accounts, sessions and the audit themselves.
    `prepared`: what the route's `prepare` has made. `presented`: the session's token that came along;
    `key`: that of a program, instead; `flow`: that of what was begun here and goes on elsewhere.
    """

    house: "Staff"
    catalog: "Catalog"
    args: Mapping[str, str]
    body: B
    query: Any
    address: str
    signed_in: CurrentStaff | None = None
    reach: Reach = NOWHERE
    transaction: AsyncConnection | None = None
    prepared: Any = None
    presented: str = field(default="", repr=False)
    key: str = field(default="", repr=False)
    noted: dict[str, Reference] = field(default_factory=dict)
    flow: str = field(default="", repr=False)
    token: str | None = None
    """A session to be put into the cookie; empty: the cookie goes."""
    new_flow: str | None = None
    """What the browser keeps while it is at the bank's own sign-in; empty: that is over."""
    redirect: str = ""
    """Where the browser goes next, instead of an answer."""
    file: FileGiven | None = None
    """What is sent instead of an answer; only where the route says of which kind it `gives` one."""

    @property
    def staff(self) -> CurrentStaff:
        """Who asks; only where the route is not for anybody."""
        if self.signed_in is None:
            raise TypeError("the route is for anybody, signed in or not")
        return self.signed_in

    @property
    def connection(self) -> AsyncConnection:
        """The transaction; only where the route wants one."""
        if self.transaction is None:
            raise TypeError("the route has no transaction of its own")
        return self.transaction

    def note(self, **references: Reference) -> None:
        """Adds references to the audit's entry: never personal data."""
        self.noted.update(references)


Handle = Callable[[StaffCall[Any]], Awaitable[StaffModel | None]]
Prepare = Callable[[StaffCall[Any]], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class StaffRoute:
    """One route for staff: what may be sent to it by whom, and what it answers (docs/staff.md).

    `about`: of which kind the object is that a parameter of the path names. `audit`: what the entry is
    called. `transaction` false: the handler has none, and the entry is written before it runs. `prepare`
    does what takes long (a hash): behind a first check, and before the transaction, which checks once more.
    `asks`: the body only asks something, so that nothing can be changed and the audit has no entry.
    `largest`: bytes of a body; more than usual only where files come. `gives`: the kind of the file that is
    sent instead of an answer (`StaffCall.file`).
    """

    method: Method
    path: str
    right: str | Access = field(kw_only=True)
    handle: Handle = field(kw_only=True)
    about: Mapping[str, str] = field(default_factory=dict, kw_only=True)
    body: type[StaffModel] = field(default=NoBody, kw_only=True)
    query: type[StaffModel] | None = field(default=None, kw_only=True)
    answer: type[StaffModel] | None = field(default=None, kw_only=True)
    audit: str = field(default="", kw_only=True)
    transaction: bool = field(default=True, kw_only=True)
    prepare: Prepare | None = field(default=None, kw_only=True)
    asks: bool = field(default=False, kw_only=True)
    largest: int = field(default=USUAL_BYTES, kw_only=True)
    gives: str = field(default="", kw_only=True)

    @property
    def writes(self) -> bool:
        """Whether it changes something, if only the audit."""
        return (self.method != "GET" and not self.asks) or bool(self.audit)


Serve = Callable[[Socket, "StaffDesk"], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffSocket:
    """A WebSocket for staff, opened by the session of who has a right."""

    path: str
    right: str
    budget: SocketBudget
    serve: Serve
