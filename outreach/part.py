"""Service before the customer asks as a part of the house."""

from zoneinfo import ZoneInfo

from hub.parts import Part, PartContext
from hub.store.encrypted import read_data_keys
from outreach.carrying import CampaignCarrying
from outreach.hours import QuietHours
from outreach.reaching import CampaignReach
from outreach.receiving import Receiving
from outreach.telling import Telling
from outreach.web import campaigns as campaign_routes
from outreach.web import told
from outreach.web.notices import RIGHTS, routes


def open_part(context: PartContext) -> Part:
    """Takes what the bank sends, and tells it; without the bank's secret every call is refused.

    Raises `SetupError`.
    """
    settings, clock = context.settings, context.clock
    setting = settings.data_keys.get_secret_value()
    keys = read_data_keys(setting) if setting else None
    quiet = QuietHours.read(settings.outreach_quiet, ZoneInfo(settings.time_zone))
    per_week = settings.outreach_per_week
    telling = Telling(context.database, clock, context.conversations, keys, quiet, per_week=per_week)
    carrying = CampaignCarrying(
        context.database, clock, context.conversations, keys, quiet, context.rules, per_week=per_week
    )
    reach = CampaignReach(context.rules, settings.bank_login_issuer, settings.step_up_sms_account, per_week)
    secret = settings.bank_secret.get_secret_value()
    receiving = Receiving(context.database, clock, secret, keys, telling.wake)
    return Part(
        name="outreach",
        blueprints=[receiving.blueprint()],
        background=[telling.run, carrying.run],
        staff_rights=(*RIGHTS, *campaign_routes.RIGHTS),
        staff_kinds=[campaign_routes.KIND],
        staff_routes=(
            *routes(clock),
            *told.routes(clock),
            *campaign_routes.CampaignRoutes(clock, reach, keys, carrying.wake).routes(),
        ),
        waiting=(campaign_routes.WAITING,),
    )
