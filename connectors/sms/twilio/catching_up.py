"""Reads what customers wrote while nobody here was there to take it (Twilio calls once, and not again)."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import structlog

from connectors.kit.accounts import AccountKey
from connectors.kit.opening import Kit
from connectors.kit.store import cursors
from connectors.kit.store.cursors import BEGINNING, Cursor
from connectors.sms.account import TwilioAccount
from connectors.sms.translate import MOST_MEDIA, Incoming, WantedFile
from connectors.sms.twilio.calls import TwilioCalls
from connectors.sms.twilio.reading import read_listed
from hub.errors import BadInput

FEED = "inbound"
OVERLAP = timedelta(minutes=5)
"""Read again each time: a message appears in the list a little after it came."""

MOST_PAGES = 200
PAGE = 100

log = structlog.get_logger(__name__)


class CatchingUp:
    """The list of one account's messages, read from where it was read last."""

    def __init__(
        self,
        account: TwilioAccount,
        kit: Kit,
        key: AccountKey,
        calls: TwilioCalls,
        take: Callable[[Incoming], Awaitable[None]],
    ) -> None:
        self._account, self._kit, self._key = account, kit, key
        self._calls, self._take = calls, take

    async def read(self) -> int:
        """Hands in what is new, oldest first; tells how much it was. Raises `Unavailable` and its like.

        The place is moved on behind the work: what was not stored is read again. An account that is new
        here begins now.
        """
        now = self._kit.clock.now()
        async with self._kit.store.read() as connection:
            place = await cursors.read(connection, self._key, FEED)
        found = [] if place == BEGINNING else await self._since(_moment(place) - OVERLAP)
        for listed in found:
            await self._hand_in(listed)
        async with self._kit.store.write() as connection:
            await cursors.advance(connection, self._key, FEED, read_at=place, to=now.isoformat(), now=now)
        return len(found)

    async def _since(self, since: datetime) -> list[Mapping[str, Any]]:
        asked = {"DateSent>": since.date().isoformat(), "PageSize": str(PAGE)}
        if not self._account.messaging_service_sid:
            asked["To"] = self._account.number
        query: dict[str, str] | None = asked
        address, found = "Messages.json", list[Mapping[str, Any]]()
        for _ in range(MOST_PAGES):
            page = await self._calls.get(address, query)
            messages = [each for each in page.get("messages") or () if isinstance(each, dict)]
            found += [each for each in messages if each.get("direction") == "inbound" and _at(each) >= since]
            address, query = str(page.get("next_page_uri") or ""), None
            # The newest stands first, and the list begins with whole days.
            if not address.startswith("/") or (messages and max(map(_at, messages)) < since):
                break
        else:
            log.error("sms.list_cut", **self._key._asdict(), count=len(found))
        found.reverse()  # of one second the order is kept
        return sorted(found, key=_at)

    async def _hand_in(self, listed: Mapping[str, Any]) -> None:
        try:
            incoming = read_listed(listed, await self._files(listed), self._account)
        except BadInput:
            return  # nothing that this account gets by a webhook, either
        await self._take(incoming)

    async def _files(self, listed: Mapping[str, Any]) -> tuple[WantedFile, ...]:
        if str(listed.get("num_media") or "0") == "0":
            return ()
        page = await self._calls.get(f"Messages/{listed.get('sid')}/Media.json")
        media = [each for each in page.get("media_list") or () if isinstance(each, dict)]
        return tuple(self._file(each) for each in media[:MOST_MEDIA])

    def _file(self, media: Mapping[str, Any]) -> WantedFile:
        address = f"{self._account.api}{str(media.get('uri') or '').removesuffix('.json')}"
        return WantedFile(address, str(media.get("content_type") or ""))


def _moment(place: Cursor) -> datetime:
    return datetime.fromisoformat(place.value)


def _at(listed: Mapping[str, Any]) -> datetime:
    """When a message came; one without its time counts as new."""
    try:
        return parsedate_to_datetime(str(listed.get("date_sent") or listed.get("date_created")))
    except ValueError:
        return datetime.max.replace(tzinfo=UTC)
