"""Video as a part of the house."""

from sanic import Blueprint

from hub.parts import Part, PartContext
from hub.reactions import Arrived, Closed
from hub.staff import Right, Scope
from hub.web.built_files import built_files
from video import store
from video.calls.asking import Asking
from video.calls.calls import Calls
from video.calls.links import Passes
from video.calls.rooms import Rooms
from video.calls.sweeping import Sweeping
from video.flows.cases import Cases
from video.web.agent import RIGHT, AgentSockets
from video.web.customer import APPLICATION, PAGE, add_pages, add_socket
from video.web.serving import Floor

MIGRATIONS = store.MIGRATIONS
TERMINAL = {"recording": "video.cli.recording:recording", "licences": "video.cli.licences:licences"}
GIVEN = {"agent": Scope.OWN, "supervisor": Scope.OWN}


def open_part(context: PartContext) -> Part:
    """Calls between a customer and the agent who owns the conversation; signals go through the hub alone."""
    settings, clock = context.settings, context.clock
    passes = Passes(settings.visitor_secret.get_secret_value())
    rooms = Rooms(context.join("video"))
    page = f"{settings.own_origins[0]}{PAGE}"
    commands = Calls(context.conversations, clock, passes, page, rooms.changed)
    floor = Floor(context.database, commands, rooms, Cases(clock))
    asking = Asking(commands)
    blueprint = Blueprint("video")
    add_pages(blueprint, built_files(APPLICATION))
    add_socket(blueprint, settings, floor, passes, clock)
    return Part(
        name="video",
        blueprints=[blueprint],
        background=[rooms.run, Sweeping(context.database, clock, commands).run],
        reactions={Arrived: asking.do_arrived, Closed: asking.do_closed},
        terminal=TERMINAL,
        migrations=MIGRATIONS,
        staff_rights=(
            Right(RIGHT, "视频服务", "Serve by video", given={"agent": Scope.OWN, "supervisor": Scope.OWN}),
        ),
        staff_sockets=(AgentSockets(floor).socket(),),
    )
