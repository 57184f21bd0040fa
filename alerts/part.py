"""Cards to staff as a part of the house."""

from alerts.alerts import Alerts
from alerts.web.addresses import routes
from hub.leader import LeaderLoop
from hub.parts import Part, PartContext


def open_part(context: PartContext) -> Part:
    """Tells whoever has an address at WeCom; without the channel, or an address, nobody."""
    desk = f"{context.settings.staff_origins[0]}/"
    alerts = Alerts(context.database, context.clock, context.staff.directory, context.senders, desk)
    leader = LeaderLoop(
        context.database, context.clock, name="alerts", owner=context.process, lead=alerts.lead
    )
    return Part(
        name="alerts",
        background=[leader.run],
        staff_routes=routes(alerts, context.clock, context.accounts),
    )
