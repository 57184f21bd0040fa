"""Finds where each customer of a list is told of a campaign, or why not: the dry run, and what is stored."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.contacts.handles import Handle, HandleKind
from hub.ids import identity_key
from hub.messages import Text
from hub.ports import Address, ChannelRules, QuotaPer
from outreach.campaign import LONGEST_TOLD, CampaignContent, lacks_value, words_for
from outreach.lists import Listed
from outreach.store import caps, people

CAPPED = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Planned:
    """What becomes of a row: where its customer is told, or `code`, why not."""

    number: int
    code: str = ""
    identity: str | None = None
    address: Address | None = None
    values: Mapping[str, str] = field(default_factory=dict, repr=False)


def may_send(rules: ChannelRules | None, counted: Iterable[Any], now: datetime) -> bool:
    """Whether a channel lets the house speak first: who rations by the customer's messages needs one."""
    if rules is None:
        return False
    rights = {rule.name: rule for rule in rules.sending.quotas if rule.per is QuotaPer.MESSAGE}
    return not rights or any(
        row.name in rights and row.until > now and row.used < rights[row.name].limit for row in counted
    )


@dataclass(frozen=True, slots=True)
class CampaignReach:
    """How customers are reached; `issuer`: whose numbers of customers are meant, `rules` by open channel.

    `sms_account`: by which account a number is told that never wrote; empty for none.
    """

    rules: Mapping[str, ChannelRules]
    issuer: str
    sms_account: str
    per_week: int

    async def plan(
        self, connection: AsyncConnection, content: CampaignContent, rows: Sequence[Listed], now: datetime
    ) -> list[Planned]:
        """What becomes of each row, as things stand."""
        contacts = await self._contacts(connection, [row for row in rows if not row.code])
        roots = await people.standing_for(connection, contacts.values())
        known = await people.identities_of(connection, roots.values())
        asked = _Asked(self, content, now)
        await asked.look_up(connection, [each for found in known.values() for each in found])
        planned, seen = [], set[str]()
        for row in rows:
            person = roots.get(contacts.get(row.number, ""), "")
            one = asked.planned(row, known.get(person, []))
            if not one.code:
                names = {each for each in (person, one.identity) if each}
                one = Planned(row.number, "repeated") if names & seen else one
                seen |= names
            planned.append(one)
        return planned

    async def _contacts(self, connection: AsyncConnection, rows: Sequence[Listed]) -> Mapping[int, str]:
        """The contact that each row names, by the row's number; who is not known is missing."""
        by: dict[str, dict[str, list[int]]] = {"identity": {}, "customer": {}, "telephone": {}}
        for row in rows:
            named = self._digest(row.named) if row.by == "customer" else row.named
            by[row.by].setdefault(named, []).append(row.number)
        found = (
            (by["identity"], await people.by_key(connection, by["identity"])),
            (by["telephone"], await people.by_telephone(connection, by["telephone"])),
            (
                by["customer"],
                await people.by_handle(connection, HandleKind.BANK_CUSTOMER, self.issuer, by["customer"]),
            ),
        )
        return {
            number: contact
            for named, contacts in found
            for value, contact in contacts.items()
            for number in named[value]
        }

    def _digest(self, customer: str) -> str:
        return Handle(HandleKind.BANK_CUSTOMER, self.issuer, customer).key.digest


class _Asked:
    """What is known of everybody on the list, asked for together."""

    def __init__(self, reach: CampaignReach, content: CampaignContent, now: datetime) -> None:
        self._reach = reach
        self._content = content
        self._now = now
        self._consents: Mapping[str, bool] = {}
        self._rights: Mapping[str, list[Any]] = {}
        self._told: Mapping[str, int] = {}

    async def look_up(self, connection: AsyncConnection, identities: Sequence[Any]) -> None:
        keys = [row.identity_key for row in identities]
        self._consents = await people.consents_of(connection, keys, self._content.purpose)
        self._rights = await people.rights_of(connection, keys)
        self._told = await caps.told_since(connection, keys, self._now - CAPPED)

    def planned(self, row: Listed, found: Sequence[Any]) -> Planned:
        if row.code:
            return Planned(row.number, row.code)
        words = [self._consents.get(each.identity_key) for each in found]
        if False in words:
            return Planned(row.number, "refused")
        if self._content.purpose == "marketing" and True not in words:
            return Planned(row.number, "no_consent")
        code, place = self._place(row, found)
        if place is None:
            return Planned(row.number, code)
        key = identity_key(place.channel, place.account, place.external_id)
        if self._told.get(key, 0) >= self._reach.per_week:
            return Planned(row.number, "too_many")
        code = self._faulty(place.channel, row.values)
        return Planned(row.number, code) if code else Planned(row.number, "", key, place, row.values)

    def _place(self, row: Listed, found: Sequence[Any]) -> tuple[str, Address | None]:
        """Where the customer is told: on the first channel of the campaign that lets the house speak."""
        code = "no_channel" if found else "nobody_known"
        for channel in self._content.channels:
            on_it = [each for each in found if each.channel == channel and self._agreed(each)]
            for each in on_it:
                rules = self._reach.rules.get(channel)
                if may_send(rules, self._rights.get(each.identity_key, ()), self._now):
                    return "", Address(channel, each.account, each.external_id)
                code = "window_closed"
            if channel == "sms" and not on_it and row.by == "telephone" and self._may_write_first:
                return "", Address("sms", self._reach.sms_account, row.named)
        return code, None

    @property
    def _may_write_first(self) -> bool:
        may = self._content.purpose == "service" and "sms" in self._reach.rules
        return may and bool(self._reach.sms_account)

    def _agreed(self, each: Any) -> bool:
        """Marketing goes to the identity alone that agreed to it."""
        return self._content.purpose == "service" or self._consents.get(each.identity_key) is True

    def _faulty(self, channel: str, values: Mapping[str, str]) -> str:
        """Why the text cannot be said as the row has it."""
        if lacks_value(self._content, channel, values):
            return "value_missing"
        words = words_for(self._content, channel, values)
        if len(words) > LONGEST_TOLD:
            return "value_too_long"
        said = Text(text=words)
        return "secret" if said.without_secrets() != said else ""
