"""`/staff/branches`: the tree of head office, branches and sub-branches."""

import secrets
from typing import Annotated, Any

from pydantic import Field

from hub.errors import Conflict, NotFound
from hub.staff.reach import Names
from hub.staff.routes import StaffCall, StaffModel, StaffRoute
from hub.store.schema_staff import branch
from hub.store.staff import branches

DEEPEST = 20
"""Branches below each other."""

Name = Annotated[str, Field(min_length=1, max_length=100, examples=["浦东支行"])]


class BranchShown(StaffModel):
    """One branch; of the head office `parent` is None."""

    branch_id: str
    parent: str | None
    name: str


class BranchesShown(StaffModel):
    """Branches, those above before those below."""

    branches: list[BranchShown]


class NewBranch(StaffModel):
    """A branch to be opened."""

    name: Name
    parent_id: Annotated[str, Names("branch"), Field(max_length=32)]


class BranchChange(StaffModel):
    """What is to be otherwise; what is not named stays."""

    name: Name | None = None
    parent_id: Annotated[str | None, Names("branch"), Field(max_length=32)] = None


async def list_branches(call: StaffCall[Any]) -> BranchesShown:
    """The branches within reach."""
    rows = await branches.branches(call.connection, call.reach.where(branch=branch.c.branch_id))
    return BranchesShown(branches=[_shown(row) for row in rows])


async def add_branch(call: StaffCall[NewBranch]) -> BranchShown:
    """Opens a branch below another one."""
    parent = await _row(call, call.body.parent_id)
    branch_id = secrets.token_hex(8)
    if parent.path.count("/") > DEEPEST:
        raise Conflict("so many branches cannot lie below each other")
    await branches.add_branch(
        call.connection,
        branch_id=branch_id,
        parent_id=parent.branch_id,
        name=call.body.name,
        path=f"{parent.path}{branch_id}/",
    )
    call.note(branch=branch_id)
    return _shown(await _row(call, branch_id))


async def change_branch(call: StaffCall[BranchChange]) -> BranchShown:
    """Renames a branch, or hangs it below another one."""
    moved = await _row(call, call.args["branch_id"])
    if call.body.name is not None:
        await branches.rename_branch(call.connection, moved.branch_id, call.body.name)
    if call.body.parent_id is not None:
        under = await _row(call, call.body.parent_id)
        if moved.parent_id is None or under.path.startswith(moved.path):
            raise Conflict("a branch cannot lie below itself")
        if under.path.count("/") > DEEPEST:
            raise Conflict("so many branches cannot lie below each other")
        await branches.move_branch(call.connection, moved, under)
        call.note(parent=under.branch_id)
    return _shown(await _row(call, moved.branch_id))


async def _row(call: StaffCall[Any], branch_id: str) -> Any:
    row = await branches.branch_row(call.connection, branch_id)
    if row is None:
        raise NotFound("there is no such branch")
    return row


def _shown(row: Any) -> BranchShown:
    return BranchShown(branch_id=row.branch_id, parent=row.parent_id, name=row.name)


ROUTES = (
    StaffRoute("GET", "/staff/branches", right="branches.read", answer=BranchesShown, handle=list_branches),
    StaffRoute(
        "POST",
        "/staff/branches",
        right="branches.change",
        body=NewBranch,
        answer=BranchShown,
        handle=add_branch,
        audit="branch.added",
    ),
    StaffRoute(
        "PATCH",
        "/staff/branches/<branch_id>",
        right="branches.change",
        about={"branch_id": "branch"},
        body=BranchChange,
        answer=BranchShown,
        handle=change_branch,
        audit="branch.changed",
    ),
)
