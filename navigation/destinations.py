"""Writes destinations: one writes a version, another approves it, and only then it leads anybody."""

from hub.staff.four_eyes import FourEyes
from navigation.store.destinations import DESTINATIONS

_KEPT = FourEyes(
    DESTINATIONS,
    missing="there is no such destination",
    taken="there is a destination of this name already",
    not_live="nobody is led there",
)
do_create, do_write = _KEPT.do_create, _KEPT.do_write
do_approve, do_reject, do_withdraw = _KEPT.do_approve, _KEPT.do_reject, _KEPT.do_withdraw
