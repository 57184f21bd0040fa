"""Smart navigation as a part of the house."""

from zoneinfo import ZoneInfo

from hub.parts import Part, PartContext
from hub.reactions import Arrived, OwnerChanged, Said
from navigation.asking import HelpedAsking, SolvedTriage
from navigation.catalogue import Catalogue
from navigation.checking import Checking, allowed_hosts
from navigation.guiding import Guiding
from navigation.offering import OpeningOffers
from navigation.unsure import Unsure
from navigation.web.destinations import KIND, RIGHTS, WAITING, DestinationRoutes
from navigation.web.openings import OPENING_KIND, OpeningRoutes
from navigation.web.outcomes import OutcomeRoutes
from navigation.web.utterances import UTTERANCE_KIND, UTTERANCE_RIGHTS, UtteranceRoutes

TERMINAL = {
    "navigation": "navigation.cli.navigation:navigation",
    "labelling": "navigation.cli.labelling:labelling",
}


def open_part(context: PartContext) -> Part:
    """Leads on from answers by a catalogue, and asks whether it helped."""
    settings, database, clock = context.settings, context.database, context.clock
    zone = ZoneInfo(settings.time_zone)
    catalogue = Catalogue(database)
    guiding = Guiding(
        catalogue,
        zone,
        ask_on=settings.navigation_ask_on.split(","),
        ask_after_s=settings.navigation_ask_after_s,
    )
    asking = HelpedAsking(database, clock, context.conversations, after_s=settings.navigation_ask_after_s)
    checking = Checking(
        database,
        clock,
        hosts=allowed_hosts(settings),
        every_s=settings.navigation_check_every_s,
        process=context.process,
    )
    unsure = Unsure(database, clock)
    return Part(
        name="navigation",
        background=[catalogue.run, asking.run, checking.run, unsure.run],
        reactions={Arrived: asking.do_note_choice, OwnerChanged: asking.do_note_person},
        listeners={Said: unsure.said},
        triage=SolvedTriage(),
        guide=guiding.guide,
        subject=catalogue.subject,
        openings=OpeningOffers(catalogue, database, clock, zone),
        staff_rights=(*RIGHTS, *UTTERANCE_RIGHTS),
        staff_kinds=(KIND, OPENING_KIND, UTTERANCE_KIND),
        staff_routes=(
            *DestinationRoutes(clock).routes(),
            *OpeningRoutes(clock).routes(),
            *OutcomeRoutes(clock).routes(),
            *UtteranceRoutes(clock).routes(),
        ),
        waiting=(WAITING,),
    )
