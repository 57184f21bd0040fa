"""Keys of the bank's own programs, and what they are told, as a part of the house."""

from hub.leader import LeaderLoop
from hub.parts import Part, PartContext
from hub.reactions import Closed, OwnerChanged, Rated
from hub.store.encrypted import read_data_keys
from integrations.events import Events
from integrations.keys import StoredKeys
from integrations.rights import KINDS, RIGHTS
from integrations.sending import Sending
from integrations.web.keys import KeyRoutes
from integrations.web.webhooks import WebhookRoutes

TERMINAL = {
    "api-keys": "integrations.cli.keys:api_keys",
    "webhooks": "integrations.cli.webhooks:webhooks",
}


def open_part(context: PartContext) -> Part:
    """Knows who has a key; tells programs of events where there are keys to read their secrets with.

    Raises `SetupError` for keys that are none.
    """
    events, setting = Events(context.clock), context.settings.data_keys.get_secret_value()
    background, data_keys = [], None
    if setting:
        data_keys = read_data_keys(setting)
        sending = Sending(context.database, context.clock, data_keys)
        leader = LeaderLoop(
            context.database,
            context.clock,
            name="integrations-webhooks",
            owner=context.process,
            lead=sending.lead,
        )
        background.append(leader.run)
    return Part(
        name="integrations",
        background=background,
        reactions={
            OwnerChanged: events.do_owner_changed,
            Closed: events.do_closed,
            Rated: events.do_rated,
        },
        api_keys=StoredKeys(context.clock),
        staff_rights=RIGHTS,
        staff_kinds=KINDS,
        staff_routes=(
            *KeyRoutes(context.clock).routes(),
            *WebhookRoutes(context.clock, data_keys).routes(),
        ),
    )
