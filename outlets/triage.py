"""Answers questions about outlets from the directory, with no bot: what they ask changes by the minute."""

import re
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from hub.conversation.triage import Alert, Urgent
from hub.engine.contract import PickInput, Reply
from hub.messages import Message, plain_text
from hub.ports import Clock
from outlets.content import OutletContent
from outlets.directory import OutletDirectory
from outlets.hearing import OutletWanted, heard
from outlets.hours import status_at
from outlets.nearest import nearest
from outlets.saying import IN_DISTRICT, OutletSpeaker

_LATIN = re.compile(r"[A-Za-z]{3}")
_HAN = re.compile(r"[㐀-鿿]")


class OutletTriage:
    """Implements `hub.conversation.triage.Triage`; without outlets it hears nothing, and the bot answers."""

    def __init__(self, directory: OutletDirectory, clock: Clock, zone: ZoneInfo, map_address: str) -> None:
        self._directory = directory
        self._clock = clock
        self._zone = zone
        self._map = map_address

    def judge(
        self, said: Sequence[Message], pick: PickInput | None, alert: Alert | None, language: str | None
    ) -> Urgent | None:
        """The answer, where the newest messages ask for an outlet."""
        outlets = self._directory.outlets
        if not outlets or not said or alert is not None:
            return None
        wanted = _picked(pick) if pick is not None else heard(said, outlets)
        if wanted is None:
            return None
        replies = self._answer(wanted, outlets, english=_is_english(said, language))
        return Urgent("outlet", replies, (), alert, up_to=said[-1].seq)

    def presses(self, message: Message) -> bool:
        """No: it waits for its turn."""
        return False

    def reminder(self, alert: Alert) -> Reply | None:
        """None."""
        return None

    def _answer(
        self, wanted: OutletWanted, outlets: Sequence[OutletContent], *, english: bool
    ) -> list[Reply]:
        now = self._clock.now().astimezone(self._zone)
        speaker = OutletSpeaker(now, self._map, english=english)
        if wanted.outlet is not None:
            return speaker.one(wanted.outlet, status_at(wanted.outlet, now))
        if wanted.point is None and not wanted.district:
            return speaker.ask_where(list(dict.fromkeys(each.district for each in outlets)))
        within = [each for each in outlets if not wanted.district or each.district == wanted.district]
        found = nearest(within or outlets, now, wanted.point)
        return speaker.near(found, wanted.district if within else "")


def _picked(pick: PickInput) -> OutletWanted | None:
    district = pick.entities.get("district")
    return (
        OutletWanted(district=district) if pick.intent == IN_DISTRICT and isinstance(district, str) else None
    )


def _is_english(said: Sequence[Message], language: str | None) -> bool:
    words = "\n".join(plain_text(each.segments) for each in said)
    if _HAN.search(words):
        return False
    return bool(_LATIN.search(words)) or (language or "").startswith("en")
