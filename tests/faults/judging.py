"""What became of all that customers asked: each one's record beside the store, written into the result."""

from collections.abc import Iterable, Sequence

from hub.ids import identity_key
from tests.faults.answers import AnswersOf, by_marks
from tests.faults.checks import Findings, check
from tests.faults.record import CustomerRecord
from tests.faults.result import Result
from tests.faults.stored import StoredIdentity, damage, read_identity
from tests.faults.telling import Patience, told_too_late

FINDINGS_KEPT = 20


async def judge(
    records: Iterable[CustomerRecord],
    url: str,
    result: Result,
    findings: Findings,
    errors: Sequence[str],
    *,
    answers_of: AnswersOf = by_marks,
    patience: Patience | None = None,
) -> None:
    """Writes down what is wrong, beside the findings and errors known already, and the load's figures."""
    for record in records:
        stored = await stored_of(record, url)
        answers = answers_of(record, stored)
        findings.add(check(record, stored, answers))
        if patience is not None:
            findings.untold += told_too_late(record, answers, patience)
        result.accepted += len(record.accepted)
        result.unacknowledged += len(record.waiting)
        result.client_duplicates_dropped += record.repeated
        result.sent_again += record.sent_again
        result.refused += len(record.refused)
        result.parked += sum(turn.state == "failed" and turn.parked for turn in stored.turns)
    harm = await damage(url)
    findings.numbering += [harm] if harm else []
    for name, found in vars(findings).items():
        setattr(result, name, len(found))
    result.hub_errors = len(errors)
    result.first_findings = [*findings.all, *errors][:FINDINGS_KEPT]


async def stored_of(record: CustomerRecord, url: str) -> StoredIdentity:
    """What the database holds of one customer."""
    if record.token is None:
        return StoredIdentity()
    return await read_identity(url, identity_key("webchat", "default", record.token.split(".")[1]))
