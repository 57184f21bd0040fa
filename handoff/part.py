"""The hand-off as a part of the house."""

from handoff import store
from handoff.agents import Agents
from handoff.arrivals import Arrivals
from handoff.holding import Holding
from handoff.offering import Offering
from handoff.returning import Returning
from handoff.satisfaction import RatingTriage, Satisfaction
from handoff.tasks import do_file_complaint, do_request_person
from handoff.web.attachments import Attachments
from handoff.web.desk import RIGHT, Desks
from handoff.web.staff import KINDS, RIGHTS, staff_routes
from hub.leader import LeaderLoop
from hub.messages import FileComplaint, RequestPerson
from hub.parts import Part, PartContext
from hub.reactions import Arrived, Closed, DeliveryEnded, OwnerChanged, Said, ServiceBroke
from hub.staff import Right, Scope

MIGRATIONS = store.MIGRATIONS
TERMINAL = {"tasks": "handoff.cli.tasks:tasks", "routing": "handoff.cli.routing:routing"}

LEASE_S = 5.0
"""So soon another process offers what waits when the one that did is gone."""


def open_part(context: PartContext) -> Part:
    """Requests for people, recorded in the transaction of the turn that wants them; agents and their desk."""
    commands = Agents(context.conversations, context.clock)
    offering = Offering(context.database, context.clock, context.conversations)
    arrivals = Arrivals(
        Satisfaction(context.conversations, context.clock), Holding(context.conversations, context.clock)
    )
    desks = Desks(context, commands)
    sockets = [desks.socket()]
    if context.media is not None:
        sockets.append(Attachments(context.database, context.media).socket())
    if context.signs is not None:
        context.signs.listen(desks.typed)
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
        reactions={
            Closed: commands.do_closed,
            Arrived: arrivals.do_take,
            ServiceBroke: Returning(context.conversations, context.clock).do_broke,
        },
        listeners=dict.fromkeys((Arrived, Said, OwnerChanged, Closed, DeliveryEnded), desks.wake),
        terminal=TERMINAL,
        migrations=MIGRATIONS,
        triage=RatingTriage(),
        staff_rights=(
            Right(RIGHT, "接待客户", "Serve customers", given={"agent": Scope.OWN, "supervisor": Scope.OWN}),
            *RIGHTS,
        ),
        staff_kinds=KINDS,
        staff_routes=staff_routes(context),
        staff_sockets=sockets,
    )
