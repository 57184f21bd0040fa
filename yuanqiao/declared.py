"""What the parts declare, for who only wants to read it: every part is opened, and nothing is started."""

from hub.bus import Bus
from hub.clock import SystemClock
from hub.conversation.conversations import Conversations
from hub.hooks import Hooks
from hub.parts import PartContext
from hub.settings import Settings
from hub.staff import open_staff
from hub.staff.catalog import Catalog
from hub.store.database import Database
from yuanqiao.hub import open_gate
from yuanqiao.parts import open_parts
from yuanqiao.staff import staff_catalog


def declared_catalog(settings: Settings) -> Catalog:
    """Everything that staff can ask of this house; raises `SetupError`."""
    clock, bus, hooks = SystemClock(), Bus(), Hooks()
    database = Database(settings.database)
    context = PartContext(
        settings,
        database,
        clock,
        bus,
        open_gate(settings, clock),
        Conversations(bus, clock, {}, hooks.reactions),
        settings.process_name,
        open_staff(settings, database, clock),
    )
    return staff_catalog(open_parts(context))
