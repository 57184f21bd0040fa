"""Keys of the bank's own programs as a part of the house."""

from hub.parts import Part, PartContext
from integrations import store
from integrations.keys import StoredKeys

MIGRATIONS = store.MIGRATIONS
TERMINAL = {"api-keys": "integrations.cli.keys:api_keys"}


def open_part(context: PartContext) -> Part:
    """Knows who has a key; nothing runs beside the server."""
    return Part(
        name="integrations",
        terminal=TERMINAL,
        migrations=MIGRATIONS,
        api_keys=StoredKeys(context.clock),
    )
