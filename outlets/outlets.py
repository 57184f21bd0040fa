"""Writes outlets: one writes a version, another approves it, and only then customers are told."""

from hub.staff.four_eyes import FourEyes
from outlets.store.outlets import OUTLETS

_KEPT = FourEyes(
    OUTLETS,
    missing="there is no such outlet",
    taken="there is an outlet of this name already",
    not_live="customers are not told of it",
    whole=True,  # the search looks into what is the default, too
)
do_create, do_write = _KEPT.do_create, _KEPT.do_write
do_approve, do_reject, do_withdraw = _KEPT.do_approve, _KEPT.do_reject, _KEPT.do_withdraw
