"""The connectors as a part of the house: their own tables, and who keeps them small."""

from connectors.kit.sweeping import Sweeper
from hub.parts import Part, PartContext


def open_part(context: PartContext) -> Part:
    """What the connectors share; each channel is opened by itself, from its manifest."""
    sweeper = Sweeper(context.database, context.clock)
    return Part(name="connectors", background=[sweeper.run])
