"""What the hand-off serves to staff beside the desk's socket: its routes, with their rights and kinds."""

from collections.abc import Sequence

from handoff.web import (
    bank_profile,
    callbacks,
    canned,
    corrections,
    customers,
    staff_agents,
    staff_calendars,
    staff_queues,
    staff_setup,
    suggestions,
    word_rules,
)
from hub.parts import PartContext
from hub.staff import Kind, Right, StaffRoute

RIGHTS: Sequence[Right] = (
    *canned.RIGHTS,
    *word_rules.RIGHTS,
    *customers.RIGHTS,
    *callbacks.RIGHTS,
    *staff_setup.RIGHTS,
)
KINDS: Sequence[Kind] = (
    *canned.KINDS,
    *word_rules.KINDS,
    *customers.KINDS,
    *callbacks.KINDS,
    *staff_setup.KINDS,
)


def staff_routes(context: PartContext) -> Sequence[StaffRoute]:
    """The routes of one hub process."""
    return (
        *canned.routes(context),
        *word_rules.routes(context),
        *customers.routes(context),
        *suggestions.routes(context),
        *corrections.routes(context),
        *bank_profile.routes(context),
        *callbacks.routes(context),
        *staff_queues.routes(context.clock),
        *staff_calendars.routes(context.clock),
        *staff_agents.routes(context.clock),
    )
