"""Service before the customer asks as a part of the house."""

from zoneinfo import ZoneInfo

from hub.parts import Part, PartContext
from hub.store.encrypted import read_data_keys
from outreach import store
from outreach.hours import QuietHours
from outreach.receiving import Receiving
from outreach.telling import Telling
from outreach.web.notices import RIGHTS, routes

MIGRATIONS = store.MIGRATIONS


def open_part(context: PartContext) -> Part:
    """Takes what the bank sends, and tells it; without the bank's secret every call is refused.

    Raises `SetupError`.
    """
    settings, clock = context.settings, context.clock
    setting = settings.data_keys.get_secret_value()
    keys = read_data_keys(setting) if setting else None
    telling = Telling(
        context.database,
        clock,
        context.conversations,
        keys,
        QuietHours.read(settings.outreach_quiet, ZoneInfo(settings.time_zone)),
        per_week=settings.outreach_per_week,
    )
    secret = settings.bank_secret.get_secret_value()
    receiving = Receiving(context.database, clock, secret, keys, telling.wake)
    return Part(
        name="outreach",
        blueprints=[receiving.blueprint()],
        background=[telling.run],
        migrations=MIGRATIONS,
        staff_rights=RIGHTS,
        staff_routes=routes(clock),
    )
