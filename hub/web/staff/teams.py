"""`/staff/teams`: who works together, and may see what belongs to each other."""

import secrets
from typing import Annotated, Any

from pydantic import Field

from hub.errors import NotFound
from hub.staff.reach import Names
from hub.staff.routes import StaffCall, StaffModel, StaffRoute
from hub.store.schema_staff import account, team
from hub.store.staff import accounts, branches, sessions

Name = Annotated[str, Field(min_length=1, max_length=100, examples=["信用卡组"])]
MOST_MEMBERS = 500
MOST_TEAMS = 50


class TeamShown(StaffModel):
    """One team."""

    team_id: str
    name: str
    branch_id: str
    members: list[str]


class TeamsShown(StaffModel):
    """Teams by name."""

    teams: list[TeamShown]


class NewTeam(StaffModel):
    """A team to be made."""

    name: Name
    branch_id: Annotated[str, Names("branch"), Field(max_length=32)]


class TeamChange(StaffModel):
    """What is to be otherwise; what is not named stays."""

    name: Name | None = None
    branch_id: Annotated[str | None, Names("branch"), Field(max_length=32)] = None


class TeamMembers(StaffModel):
    """All within reach that are to be in a team."""

    account_ids: Annotated[list[str], Names("account"), Field(max_length=MOST_MEMBERS)]


class TeamsGiven(StaffModel):
    """All teams within reach that an account is to be in."""

    team_ids: Annotated[list[str], Names("team"), Field(max_length=MOST_TEAMS)]


class TeamsHeld(StaffModel):
    """The teams that an account is in, those out of reach included."""

    account_id: str
    team_ids: list[str]


async def list_teams(call: StaffCall[Any]) -> TeamsShown:
    """The teams within reach."""
    rows = await branches.teams(call.connection, call.reach.where(branch=team.c.branch_id))
    members = await branches.members(call.connection, [row.team_id for row in rows])
    return TeamsShown(teams=[_shown(row, members[row.team_id]) for row in rows])


async def add_team(call: StaffCall[NewTeam]) -> TeamShown:
    """Makes a team without anybody in it."""
    team_id = secrets.token_hex(8)
    await branches.add_team(
        call.connection, team_id=team_id, branch_id=call.body.branch_id, name=call.body.name
    )
    call.note(team=team_id)
    return await _one(call, team_id)


async def change_team(call: StaffCall[TeamChange]) -> TeamShown:
    """Renames a team, or moves it to another branch."""
    team_id, values = call.args["team_id"], call.body.model_dump(exclude_none=True)
    if values:
        await branches.change_team(call.connection, team_id, **values)
    call.note(**{name: value for name, value in values.items() if name != "name"})
    return await _one(call, team_id)


async def set_members(call: StaffCall[TeamMembers]) -> TeamShown:
    """Makes these the team's members; who joined or left is signed out, as they see other things.

    Members that lie out of reach stay: nobody takes away whom they do not see.
    """
    team_id = call.args["team_id"]
    before = set((await branches.members(call.connection, [team_id]))[team_id])
    within = await accounts.among(
        call.connection, before, call.reach.where(account=account.c.account_id, branch=account.c.branch_id)
    )
    wanted = set(call.body.account_ids) | (before - within)
    await branches.set_members(call.connection, team_id, sorted(wanted))
    await sessions.end_all(call.connection, sorted(before ^ wanted))
    call.note(joined=len(wanted - before), left=len(before - wanted))
    return await _one(call, team_id)


async def set_teams(call: StaffCall[TeamsGiven]) -> TeamsHeld:
    """Puts an account into these teams; those out of reach stay. A change ends its sessions."""
    account_id = call.args["account_id"]
    before = set((await branches.teams_by_account(call.connection, [account_id]))[account_id])
    rows = await branches.teams(call.connection, call.reach.where(branch=team.c.branch_id))
    wanted = set(call.body.team_ids) | (before - {row.team_id for row in rows})
    await branches.set_teams(call.connection, account_id, sorted(wanted))
    if wanted != before:
        await sessions.end_all(call.connection, [account_id])
    call.note(joined=len(wanted - before), left=len(before - wanted))
    return TeamsHeld(account_id=account_id, team_ids=sorted(wanted))


async def _one(call: StaffCall[Any], team_id: str) -> TeamShown:
    row = await branches.team_row(call.connection, team_id)
    if row is None:
        raise NotFound("there is no such team")
    return _shown(row, (await branches.members(call.connection, [team_id]))[team_id])


def _shown(row: Any, members: list[str]) -> TeamShown:
    return TeamShown(team_id=row.team_id, name=row.name, branch_id=row.branch_id, members=members)


ROUTES = (
    StaffRoute("GET", "/staff/teams", right="teams.read", answer=TeamsShown, handle=list_teams),
    StaffRoute(
        "POST",
        "/staff/teams",
        right="teams.change",
        body=NewTeam,
        answer=TeamShown,
        handle=add_team,
        audit="team.added",
    ),
    StaffRoute(
        "PUT",
        "/staff/teams/<team_id>/members",
        right="teams.change",
        about={"team_id": "team"},
        body=TeamMembers,
        answer=TeamShown,
        handle=set_members,
        audit="team.members_set",
    ),
    StaffRoute(
        "PATCH",
        "/staff/teams/<team_id>",
        right="teams.change",
        about={"team_id": "team"},
        body=TeamChange,
        answer=TeamShown,
        handle=change_team,
        audit="team.changed",
    ),
    StaffRoute(
        "PUT",
        "/staff/accounts/<account_id>/teams",
        right="teams.change",
        about={"account_id": "account"},
        body=TeamsGiven,
        answer=TeamsHeld,
        handle=set_teams,
        audit="account.teams_set",
    ),
)
