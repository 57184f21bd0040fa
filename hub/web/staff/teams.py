"""`/staff/teams`: who works together, and may see what belongs to each other."""

import secrets
from typing import Annotated, Any

from pydantic import Field

from hub.errors import NotFound
from hub.staff.reach import Names
from hub.staff.routes import StaffCall, StaffModel, StaffRoute
from hub.store.schema_staff import team
from hub.store.staff import branches, sessions

Name = Annotated[str, Field(min_length=1, max_length=100, examples=["信用卡组"])]
MOST_MEMBERS = 500


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


class Members(StaffModel):
    """All that are to be in a team."""

    account_ids: Annotated[list[str], Names("account"), Field(max_length=MOST_MEMBERS)]


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


async def set_members(call: StaffCall[Members]) -> TeamShown:
    """Makes exactly these the team's members; who joined or left is signed out, as they see other things."""
    team_id, wanted = call.args["team_id"], set(call.body.account_ids)
    before = set((await branches.members(call.connection, [team_id]))[team_id])
    await branches.set_members(call.connection, team_id, sorted(wanted))
    await sessions.end_all(call.connection, sorted(before ^ wanted))
    call.note(joined=len(wanted - before), left=len(before - wanted))
    return await _one(call, team_id)


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
        body=Members,
        answer=TeamShown,
        handle=set_members,
        audit="team.members_set",
    ),
)
