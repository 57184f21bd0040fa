"""The hand-off as a part of the house."""

from handoff import store
from handoff.agents import Agents
from handoff.holding import Holding
from handoff.offering import Offering
from handoff.tasks import do_file_complaint, do_request_person
from handoff.web.desk import RIGHT, Desks
from hub.leader import LeaderLoop
from hub.messages import FileComplaint, RequestPerson
from hub.parts import Part, PartContext
from hub.reactions import Arrived, Closed, DeliveryEnded, OwnerChanged, Said
from hub.staff import Right, Scope

MIGRATIONS = store.MIGRATIONS
TERMINAL = {"tasks": "handoff.cli.tasks:tasks", "routing": "handoff.cli.routing:routing"}

LEASE_S = 5.0
"""So soon another process offers what waits when the one that did is gone."""


def open_part(context: PartContext) -> Part:
    """Requests for people, recorded in the transaction of the turn that wants them; agents and their desk."""
    commands = Agents(context.conversations, context.clock)
    offering = Offering(context.database, context.clock, context.conversations)
    holding = Holding(context.conversations, context.clock)
    desks = Desks(context.database, context.clock, commands)
    leader = LeaderLoop(
        context.database,
        context.clock,
        name="offering",
        owner=context.process,
        lead=offering.lead,
        lease_s=LEASE_S,
    )
    return Part(
        name="handoff",
        background=[leader.run],
        commands={RequestPerson: do_request_person, FileComplaint: do_file_complaint},
        reactions={Closed: commands.do_closed, Arrived: holding.do_arrived},
        listeners=dict.fromkeys((Arrived, Said, OwnerChanged, Closed, DeliveryEnded), desks.wake),
        terminal=TERMINAL,
        migrations=MIGRATIONS,
        staff_rights=(
            Right(RIGHT, "接待客户", "Serve customers", given={"agent": Scope.OWN, "supervisor": Scope.OWN}),
        ),
        staff_sockets=(desks.socket(),),
    )
