"""Everything that staff can ask of this house: the hub's own routes, and those of the parts."""

from collections.abc import Sequence

from hub.parts import Part
from hub.staff.catalog import Catalog, make_catalog
from hub.staff.kinds import OWN_KINDS
from hub.staff.roles import OWN_RIGHTS
from hub.web.staff.own import OWN_ROUTES


def staff_catalog(parts: Sequence[Part]) -> Catalog:
    """The list of it; raises `SetupError` with each mistake in what the parts declare."""
    return make_catalog(
        rights=(*OWN_RIGHTS, *(right for part in parts for right in part.staff_rights)),
        kinds=(*OWN_KINDS, *(kind for part in parts for kind in part.staff_kinds)),
        routes=(*OWN_ROUTES, *(route for part in parts for route in part.staff_routes)),
        sockets=[socket for part in parts for socket in part.staff_sockets],
        waiting=[work for part in parts for work in part.waiting],
    )
