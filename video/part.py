"""Video as a part of the house."""

from dataclasses import replace
from pathlib import Path

from sanic import Blueprint

from hub.errors import SetupError
from hub.leader import Lead, LeaderLoop
from hub.parts import Part, PartContext
from hub.ports import Clock
from hub.reactions import Arrived, Closed, PersonCame
from hub.settings import Settings
from hub.staff import Right, Scope
from hub.web.built_files import built_files
from video.calls.asking import CallWishes, VideoTriage
from video.calls.calls import Calls
from video.calls.links import Passes
from video.calls.recorded import Recordings
from video.calls.rooms import Rooms
from video.calls.sweeping import Sweeping
from video.calls.tidings import Tidings
from video.flows.cases import BusinessFlows
from video.flows.faces import FaceCheck
from video.guiding.confirming import Confirming
from video.identity.passing import PictureSeal
from video.identity.reader import CardReader, is_installed
from video.identity.taking import PictureTaking
from video.media.bridges import Bridges
from video.media.frames import newest_frames
from video.media.relay import Relay
from video.media.server import MediaServer
from video.playback.keeping import Keeping, read_days
from video.playback.looks import Looks
from video.playback.making import Making
from video.playback.transcribing import Transcribing
from video.recording.keys import read_private_key
from video.recording.sealing import Sealing
from video.rights import KINDS, RIGHTS
from video.services.bank_models import BankFaces, BankModel, BankSpeech
from video.services.demo import demo_services
from video.services.ports import Services
from video.web.agent import RIGHT, AgentSockets
from video.web.customer import APPLICATION, PAGE, add_pages, add_socket
from video.web.identity import add_identity
from video.web.recordings import RecordingRoutes
from video.web.scripts import KIND as SCRIPT_KIND
from video.web.scripts import RIGHTS as SCRIPT_RIGHTS
from video.web.scripts import WAITING as SCRIPT_WAITING
from video.web.scripts import ScriptRoutes
from video.web.serving import Floor

TERMINAL = {"recording": "video.cli.recording:recording", "licences": "video.cli.licences:licences"}
GIVEN = {"agent": Scope.OWN, "supervisor": Scope.OWN}


def open_part(context: PartContext) -> Part:
    """Calls between a customer and the agent who owns the conversation; signals go through the hub alone."""
    settings, clock = context.settings, context.clock
    passes = Passes(settings.visitor_secret.get_secret_value())
    rooms = Rooms(context.join("video"))
    page = f"{settings.own_origins[0]}{PAGE}"
    recordings = Recordings(clock, rooms.changed)
    commands = Calls(context.conversations, clock, passes, page, recordings, rooms.changed)
    server = open_server(settings)
    tidings = Tidings(context.database, commands, recordings)
    bridges = Bridges(
        server, rooms, settings.video_folder, records=tidings.do_record, broken=tidings.do_break
    )
    services = open_services(settings, clock)
    faces = FaceCheck(services.faces, lambda recording: newest_frames(settings.video_folder / recording))
    cases = BusinessFlows(clock, recordings if bridges.can_record else None, services, faces)
    reader = CardReader(clock, installed=is_installed())
    seal = PictureSeal(settings.visitor_secret.get_secret_value())
    floor = Floor(
        database=context.database,
        commands=commands,
        rooms=rooms,
        cases=cases,
        bridges=bridges,
        confirming=Confirming(context.conversations, clock),
        relay=open_relay(settings, clock),
        seal=seal,
        reads_cards=reader.installed,
    )
    taking = PictureTaking(context.database, rooms, cases, reader, seal, clock)
    asking, days = CallWishes(commands), read_days(settings.video_retention_days)
    blueprint = Blueprint("video")
    add_pages(blueprint, built_files(APPLICATION))
    add_socket(blueprint, settings, floor, passes, clock)
    add_identity(blueprint, settings, taking, passes, clock)
    return Part(
        name="video",
        blueprints=[blueprint],
        background=[
            rooms.run,
            reader.run,
            Sweeping(context.database, clock, commands).run,
            *([sealing(context).run] if bridges.can_record else []),
            *(loop.run for loop in playback_loops(context, days, services)),
        ],
        reactions={
            Arrived: asking.do_arrived,
            Closed: asking.do_closed,
            PersonCame: asking.do_person_came,
        },
        triage=VideoTriage(),
        staff_rights=(
            Right(RIGHT, "视频服务", "Serve by video", given={"agent": Scope.OWN, "supervisor": Scope.OWN}),
            *RIGHTS,
            *SCRIPT_RIGHTS,
        ),
        staff_kinds=(*KINDS, SCRIPT_KIND),
        staff_routes=(*open_recordings(context, days, services).routes(), *ScriptRoutes(clock).routes()),
        staff_sockets=(AgentSockets(floor).socket(),),
        waiting=(SCRIPT_WAITING,),
    )


def open_server(settings: Settings) -> MediaServer | None:
    """The media server, where the settings name one; raises `SetupError`."""
    secret = settings.video_server_secret.get_secret_value()
    if not settings.video_server_url:
        return None
    if not secret or not settings.video_seal_key:
        raise SetupError(
            "a media server needs YUANQIAO_VIDEO_SERVER_SECRET, and YUANQIAO_VIDEO_SEAL_KEY to seal what it "
            "records: `make video` prints them"
        )
    return MediaServer(settings.video_server_url, secret)


def open_relay(settings: Settings, clock: Clock) -> Relay:
    """The relay that the settings name, or none; raises `SetupError`."""
    urls = tuple(filter(None, settings.video_relay_urls.split(",")))
    secret = settings.video_relay_secret.get_secret_value()
    if urls and not secret:
        raise SetupError("YUANQIAO_VIDEO_RELAY_URLS needs YUANQIAO_VIDEO_RELAY_SECRET, which the relay has")
    if settings.video_relay_only and not urls:
        raise SetupError("YUANQIAO_VIDEO_RELAY_ONLY needs YUANQIAO_VIDEO_RELAY_URLS: nothing would connect")
    return Relay(clock, urls, secret, only=settings.video_relay_only)


def open_services(settings: Settings, clock: Clock) -> Services:
    """The bank's services in flows and its models, or the demonstration of those that are not connected.

    Raises `SetupError` for a demonstration where customers come, and for a model without a secret.
    """
    secret = settings.video_models_secret.get_secret_value()
    faces, speech = settings.video_faces_url, settings.video_speech_url
    if (faces or speech) and not secret:
        raise SetupError("a model needs YUANQIAO_VIDEO_MODELS_SECRET, by which it knows that we ask")
    services = demo_services() if settings.video_demo_services else Services()
    if faces:
        services = replace(services, faces=BankFaces(BankModel(faces, secret, clock)))
    if speech:
        services = replace(services, speech=BankSpeech(BankModel(speech, secret, clock)))
    if not services.is_demo:
        return services
    if settings.public_url:
        raise SetupError(
            "YUANQIAO_VIDEO_DEMO_SERVICES proves nothing, and customers reach YUANQIAO_PUBLIC_URL: "
            "unset one of them"
        )
    return services


def sealing(context: PartContext) -> LeaderLoop:
    """Seals recordings, in one process at a time; raises `SetupError` without a key."""
    key = read_private_key(Path(context.settings.video_seal_key))
    lead = Sealing(context.database, context.clock, context.settings.video_folder, key).lead
    return LeaderLoop(context.database, context.clock, name="video-sealing", owner=context.process, lead=lead)


def open_recordings(context: PartContext, days: dict[str, int], services: Services) -> RecordingRoutes:
    """What staff can do with recordings; raises `SetupError` for a key that cannot be read."""
    settings = context.settings
    sealed_by = settings.video_seal_key
    key = read_private_key(Path(sealed_by)).public_key() if sealed_by else None
    looks = Looks(settings.visitor_secret.get_secret_value())
    return RecordingRoutes(
        context.database,
        context.clock,
        settings.video_folder,
        days,
        looks,
        key,
        listens=services.speech is not None,
    )


def playback_loops(context: PartContext, days: dict[str, int], services: Services) -> list[LeaderLoop]:
    """Makes one picture of each recorded call and its transcript; removes what is over where days are set."""
    folder = context.settings.video_folder
    leads: dict[str, Lead] = {}
    if context.settings.video_server_url:
        leads["video-pictures"] = Making(context.database, folder).lead
    if services.speech is not None:
        leads["video-words"] = Transcribing(context.database, folder, services.speech).lead
    if days:
        leads["video-keeping"] = Keeping(context.database, context.clock, folder, days).lead
    return [
        LeaderLoop(context.database, context.clock, name=name, owner=context.process, lead=lead)
        for name, lead in leads.items()
    ]
