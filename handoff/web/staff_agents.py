"""`/staff/agents`: who serves customers, with their skills, languages and room."""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import Field

from handoff import setups
from handoff.setup import AgentSetup
from handoff.setups import Setups, Versioned
from handoff.web.desk import RIGHT as SERVE
from handoff.web.staff_setup import CHANGE_AGENTS, SEE_AGENTS, Version
from hub.errors import NotFound
from hub.ports import Clock
from hub.staff import StaffCall, StaffMember, StaffModel, StaffRoute
from hub.store.schema_staff import account
from hub.store.staff import accounts

EXAMPLE = {"account_id": "the path says it", "skills": {"fund": {"level": 3}}, "languages": {"zh": 5}}


class ProfileBody(StaffModel):
    """What an agent can do, as it is to be, and the version that was seen of it; 0 where nobody wrote any."""

    version: Version
    setup: Annotated[AgentSetup, Field(examples=[EXAMPLE])]


class AgentShown(StaffModel):
    """One agent; `version` is named by who changes what they can do."""

    login: str
    name: str
    branch_id: str
    version: int
    setup: AgentSetup


class AgentsShown(StaffModel):
    """Agents by login."""

    agents: list[AgentShown]


async def list_agents(call: StaffCall[Any]) -> AgentsShown:
    """Who serves customers, within reach."""
    members = await call.house.directory.with_right(call.connection, SERVE)
    within = await accounts.among(
        call.connection,
        [member.account_id for member in members],
        call.reach.where(account=account.c.account_id, branch=account.c.branch_id),
    )
    written = {each.setup.account_id: each for each in await setups.profiles(call.connection)}
    return AgentsShown(
        agents=[_shown(each, written.get(each.account_id)) for each in members if each.account_id in within]
    )


def routes(clock: Clock) -> Sequence[StaffRoute]:
    """The routes of one hub process."""
    changes = Setups(clock)

    async def change(call: StaffCall[ProfileBody]) -> AgentShown:
        """Says what an agent can do; whose it is, the path says. Raises `BadInput`, `Conflict`."""
        account_id = call.args["account_id"]
        setup = call.body.setup.model_copy(update={"account_id": account_id})
        await changes.do_put_profile(
            call.connection, setup, version=call.body.version, actor=call.staff.account_id
        )
        member = await call.house.directory.get(call.connection, account_id)
        if member is None:
            raise NotFound("there is no such account")
        return _shown(member, await setups.profile(call.connection, account_id))

    return (
        StaffRoute("GET", "/staff/agents", right=SEE_AGENTS, answer=AgentsShown, handle=list_agents),
        StaffRoute(
            "PUT",
            "/staff/agents/<account_id>/profile",
            right=CHANGE_AGENTS,
            about={"account_id": "account"},
            body=ProfileBody,
            answer=AgentShown,
            handle=change,
            audit="agent.profile_changed",
        ),
    )


def _shown(member: StaffMember, written: Versioned[AgentSetup] | None) -> AgentShown:
    version, setup = (
        (written.version, written.setup) if written else (0, AgentSetup(account_id=member.account_id))
    )
    return AgentShown(
        login=member.login, name=member.name, branch_id=member.branch_id, version=version, setup=setup
    )
