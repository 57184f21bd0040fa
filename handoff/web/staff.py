"""What the hand-off serves to staff beside the desk's socket: its routes, with their rights and kinds."""

from collections.abc import Sequence

from handoff.web import bank_profile, canned, customers, word_rules
from hub.parts import PartContext
from hub.staff import Kind, Right, StaffRoute

RIGHTS: Sequence[Right] = (*canned.RIGHTS, *word_rules.RIGHTS, *customers.RIGHTS)
KINDS: Sequence[Kind] = (*canned.KINDS, *word_rules.KINDS, *customers.KINDS)


def staff_routes(context: PartContext) -> Sequence[StaffRoute]:
    """The routes of one hub process."""
    return (
        *canned.routes(context),
        *word_rules.routes(context),
        *customers.routes(context),
        *bank_profile.routes(context),
    )
