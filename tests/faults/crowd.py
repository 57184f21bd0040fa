"""The customers of a run, and the judgement of what became of all that they asked."""

import asyncio
import contextlib
import time
from collections.abc import Callable, Sequence

from hub.ids import identity_key
from tests.faults.answers import AnswersOf, by_marks
from tests.faults.checks import Findings, check
from tests.faults.customer import Customer
from tests.faults.result import Result
from tests.faults.stored import StoredIdentity, damage, read_identity, unfinished
from tests.faults.telling import Patience, told_too_late

QUIET_LIMIT_S = 60.0
QUIET_FOR_S = 1.5
STUCK_AFTER_S = 12.0
"""Nothing to do in the store and nothing new at any customer for so long: what is missing will not come."""

FINDINGS_KEPT = 20


class Crowd:
    """Customers over one database, and what they and it know in the end."""

    def __init__(
        self,
        customers: Sequence[Customer],
        url: str,
        answers_of: AnswersOf = by_marks,
        patience: Patience | None = None,
    ) -> None:
        self.customers = customers
        self._url = url
        self._answers_of = answers_of
        self._patience = patience
        self._chats: list[asyncio.Task[None]] = []

    def come(self, group: asyncio.TaskGroup) -> None:
        """All begin to chat."""
        self._chats = [group.create_task(customer.run()) for customer in self.customers]

    def go(self) -> None:
        """All leave."""
        for chat in self._chats:
            chat.cancel()

    async def rest(self, check_alive: Callable[[], None], limit_s: float = QUIET_LIMIT_S) -> None:
        """Nobody asks any more, and all is brought to its end, if that comes in time."""
        for customer in self.customers:
            customer.asking = False
        with contextlib.suppress(TimeoutError):  # what is unfinished then is what the checks are for
            async with asyncio.timeout(limit_s):
                while not (await self._is_quiet() or await self._is_stuck()):
                    await asyncio.sleep(0.2)
                    check_alive()

    async def stored(self, customer: Customer) -> StoredIdentity:
        """What the database holds of one customer."""
        token = customer.record.token
        if token is None:
            return StoredIdentity()
        return await read_identity(self._url, identity_key("webchat", "default", token.split(".")[1]))

    async def judge(self, result: Result, findings: Findings, errors: Sequence[str]) -> None:
        """Writes down what is wrong, beside the findings and errors known already, and the load's figures."""
        for customer in self.customers:
            record = customer.record
            stored = await self.stored(customer)
            answers = self._answers_of(record, stored)
            findings.add(check(record, stored, answers))
            if self._patience is not None:
                findings.untold += told_too_late(record, answers, self._patience)
            result.accepted += len(record.accepted)
            result.unacknowledged += len(record.waiting)
            result.client_duplicates_dropped += record.repeated
            result.sent_again += record.sent_again
            result.refused += len(record.refused)
            result.parked += sum(turn.state == "failed" and turn.parked for turn in stored.turns)
        harm = await damage(self._url)
        findings.numbering += [harm] if harm else []
        for name, found in vars(findings).items():
            setattr(result, name, len(found))
        result.hub_errors = len(errors)
        result.first_findings = [*findings.all, *errors][:FINDINGS_KEPT]

    async def _is_quiet(self) -> bool:
        records = [customer.record for customer in self.customers]
        if any(record.waiting or record.has_gap for record in records):
            return False
        if time.monotonic() - max(record.last_frame_at for record in records) < QUIET_FOR_S:
            return False
        return await unfinished(self._url) == 0

    async def _is_stuck(self) -> bool:
        newest = max(customer.record.last_news_at for customer in self.customers)
        return time.monotonic() - newest > STUCK_AFTER_S and await unfinished(self._url) == 0
