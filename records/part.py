"""Records of customers as a part of the house."""

from hub.leader import LeaderLoop
from hub.parts import Part, PartContext
from records import store
from records.retention import Retention, read_retention

MIGRATIONS = store.MIGRATIONS
TERMINAL = {"customer": "records.cli.customer:customer"}


def open_part(context: PartContext) -> Part:
    """The sweep of what was kept for long enough, where the settings name a kind; raises `SetupError`."""
    days = read_retention(context.settings.retention_days)
    sweep = Retention(context.database, context.settings, context.clock, days)
    leader = LeaderLoop(
        context.database,
        context.clock,
        name="records-retention",
        owner=context.process,
        lead=sweep.lead,
    )
    return Part(
        name="records",
        background=[leader.run] if days else [],
        terminal=TERMINAL,
        migrations=MIGRATIONS,
    )
