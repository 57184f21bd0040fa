"""The hand-off as a part of the house."""

from zoneinfo import ZoneInfo

from handoff.agents import Agents
from handoff.arrivals import Arrivals
from handoff.callbacks.callbacks import Callbacks
from handoff.callbacks.triage import CallbackTriage
from handoff.endings import TaskEndings
from handoff.holding import ConversationHolding
from handoff.later import SendingLater
from handoff.mediums import Mediums
from handoff.nights import RIGHTS as NIGHT_RIGHTS
from handoff.nights import Nights
from handoff.offering import OfferRounds
from handoff.returning import Returning
from handoff.satisfaction import RatingTriage, Satisfaction
from handoff.taking_back import TakenBackTriage, TakingBack
from handoff.web.attachments import Attachments
from handoff.web.desk import RIGHT
from handoff.web.desks import Desks
from handoff.web.staff import KINDS, RIGHTS, staff_routes
from handoff.words.reviewing import Reviewing
from handoff.words.speaking import Speaking
from hub.conversation.triage import EveryTriage
from hub.leader import LeaderLoop
from hub.messages import RequestPerson
from hub.parts import Part, PartContext
from hub.reactions import Arrived, Closed, DeliveryEnded, MediumChanged, OwnerChanged, Said, ServiceBroke
from hub.staff import Right, Scope

TERMINAL = {"tasks": "handoff.cli.tasks:tasks", "routing": "handoff.cli.routing:routing"}

LEASE_S = 3.0
"""Who leads and is gone loses the lease after so long, and another asks for it each third of that: within 5 s
it offers what waits."""


def open_part(context: PartContext) -> Part:
    """Requests for people, recorded in the transaction of the turn that wants them; agents and their desk."""
    commands = Agents(context.conversations, context.clock)
    offering = OfferRounds(context.database, context.clock, context.conversations)
    both = (context.conversations, context.clock)
    zone = ZoneInfo(context.settings.time_zone)
    callbacks = Callbacks(*both, zone)
    arrivals = Arrivals(Satisfaction(*both), ConversationHolding(*both), TakingBack(*both))
    desks = Desks(context, commands)
    sockets = [desks.socket()]
    if context.media is not None:
        sockets.append(Attachments(context.database, context.media).socket())
    if context.signs is not None:
        context.signs.listen(desks.typed)
    later = SendingLater(context.database, context.clock, Speaking(commands), context.staff.directory, zone)
    sending = LeaderLoop(
        context.database, context.clock, name="later", owner=context.process, lead=later.lead
    )
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
        background=[leader.run, sending.run, desks.run],
        speaking_commands={RequestPerson: Nights(context.settings, context.staff, callbacks).do_request},
        reactions={
            Closed: TaskEndings(callbacks, commands).do_closed,
            Arrived: arrivals.do_take,
            OwnerChanged: commands.do_taken_outside,
            MediumChanged: Mediums().do_changed,
            ServiceBroke: Returning(context.conversations, context.clock).do_broke,
        },
        listeners=dict.fromkeys((Arrived, Said, OwnerChanged, Closed, DeliveryEnded), desks.wake),
        triage=EveryTriage([RatingTriage(), TakenBackTriage(), CallbackTriage(zone)]),
        wording=Reviewing(),
        staff_rights=(
            Right(RIGHT, "接待客户", "Serve customers", given={"agent": Scope.OWN, "supervisor": Scope.OWN}),
            *RIGHTS,
            *NIGHT_RIGHTS,
        ),
        staff_kinds=KINDS,
        staff_routes=staff_routes(context),
        staff_sockets=sockets,
    )
