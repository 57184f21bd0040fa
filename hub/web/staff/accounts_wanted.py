"""Which accounts a list is to hold: what is asked for, and its conditions on the rows."""

from typing import Annotated, Any, Literal

from pydantic import Field
from sqlalchemy import and_, or_, select

from hub.staff.reach import Names
from hub.staff.routes import StaffCall, StaffModel
from hub.store.schema_staff import account, account_role, branch, team_member
from hub.store.staff import branches

State = Literal["active", "disabled"]


class AccountsWanted(StaffModel):
    """Which accounts are wanted; `text` stands in login or name, `branch_id` means those below it, too."""

    after: str = Field(default="", max_length=64)
    state: State | None = None
    text: str = Field(default="", max_length=100)
    role: str = Field(default="", max_length=32)
    branch_id: Annotated[str | None, Names("branch"), Field(max_length=32)] = None
    team_id: Annotated[str | None, Names("team"), Field(max_length=32)] = None


async def wanted_accounts(call: StaffCall[Any]) -> Any:
    """The rows that are wanted and within reach, as a condition."""
    wanted: AccountsWanted = call.query
    clauses = [call.reach.where(account=account.c.account_id, branch=account.c.branch_id)]
    if wanted.state:
        clauses.append(account.c.state == wanted.state)
    if wanted.text:
        columns = (account.c.login, account.c.name)
        clauses.append(or_(*(column.icontains(wanted.text, autoescape=True) for column in columns)))
    if wanted.role:
        clauses.append(_among(account_role, account_role.c.role_id == wanted.role))
    if wanted.team_id:
        clauses.append(_among(team_member, team_member.c.team_id == wanted.team_id))
    if wanted.branch_id:
        top = await branches.branch_row(call.connection, wanted.branch_id)
        below = branch.c.path.startswith(top.path if top else "", autoescape=True)
        clauses.append(account.c.branch_id.in_(select(branch.c.branch_id).where(below)))
    return and_(*clauses)


def _among(table: Any, condition: Any) -> Any:
    return account.c.account_id.in_(select(table.c.account_id).where(condition))
