"""Recorded passive replies: made by what writes responses, sealed, and opened again by the other side."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from connectors.kit.verifying.cases import Case, document
from connectors.kit.verifying.matching import difference
from connectors.kit.verifying.verdicts import Differs, NotMade, Unused
from connectors.kit.weixin.callbacks import Receiver, open_callback
from connectors.kit.weixin.verifying.inbound import seal
from connectors.kit.weixin.xml import Fields, read_xml

Make = Callable[[Fields, int], bytes | None]
"""The reply that says what a recorded one says, at a time; None where no one reply can."""


def try_reply(case: Case, receiver: Receiver, kinds: frozenset[str], make: Make) -> None:
    """One recorded reply; `kinds`: those that are sent. Raises what `judge` reads."""
    body, told = document(case), case.get("fields")
    recorded = [read_xml(body.strip())] if body is not None else []
    recorded += [told] if isinstance(told, dict) else []
    if not recorded:
        raise NotMade("the case has no reply")
    kind = recorded[0].get("MsgType")
    if kind not in kinds:
        raise Unused(f"no reply of kind {kind} is sent")
    at = int(recorded[0].get("CreateTime") or 1)
    made = make(recorded[0], at)
    if made is None:
        raise NotMade(f"no reply of kind {kind} is sent in this form")
    _check_sealed(receiver, made, datetime.fromtimestamp(at, UTC))
    for each in recorded:
        found = difference(_without_pictures(read_xml(made)), _without_pictures(each))
        if found:
            raise Differs(found)


def _check_sealed(receiver: Receiver, made: bytes, at: datetime) -> None:
    query, body = seal(receiver, made, at)
    if open_callback(receiver, query, body, at) != read_xml(made):
        raise Differs("the encrypted reply reads otherwise")


def _without_pictures(fields: Any) -> Any:
    """An article of ours has no picture: there is none that a phone could fetch from a bank's own network."""
    if isinstance(fields, dict):
        return {name: _without_pictures(each) for name, each in fields.items() if name != "PicUrl"}
    return fields
