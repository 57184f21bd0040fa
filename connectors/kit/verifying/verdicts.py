"""What became of a case."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from connectors.kit.verifying.bench import Bench
from connectors.kit.verifying.cases import Case
from hub.errors import YuanqiaoError


class CaseResult(StrEnum):
    """Whether the code does what a case says."""

    PASSED = "passed"
    FAILED = "failed"
    UNSUPPORTED = "unsupported"
    """It is of a kind that the code knows, in a form that it does not."""

    SKIPPED = "skipped"
    """It says nothing about any code here."""


@dataclass(frozen=True, slots=True)
class CaseVerdict:
    """A result and its reason, which a case that passed needs not."""

    result: CaseResult
    reason: str = ""


PASSED = CaseVerdict(CaseResult.PASSED)

ENDPOINT_UNUSED = "endpoint unused"


class Differs(Exception):
    """The code does something else than the case says."""


class NotMade(Exception):
    """The code has no use for this form of a case."""


class Unused(Exception):
    """The case is about something that no code here does."""


Verify = Callable[[Bench, str, Case], Awaitable[CaseVerdict | None]]
"""A connector's verification: of a kind and a case; None for a kind that is none of its own."""


async def judge(trying: Awaitable[None]) -> CaseVerdict:
    """What came of a try, which ends without a word where all is as the case says."""
    try:
        await trying
    except Differs as error:
        return CaseVerdict(CaseResult.FAILED, str(error))
    except NotMade as error:
        return CaseVerdict(CaseResult.UNSUPPORTED, str(error))
    except Unused as error:
        return CaseVerdict(CaseResult.SKIPPED, str(error))
    except YuanqiaoError as error:
        return CaseVerdict(CaseResult.FAILED, f"refused ({error.code}): {error.detail}")
    return PASSED


_ORDER = (CaseResult.FAILED, CaseResult.PASSED, CaseResult.UNSUPPORTED, CaseResult.SKIPPED)


def worst(verdicts: Iterable[CaseVerdict | None]) -> CaseVerdict | None:
    """What several connectors make of one case: one that fails counts, else one that passes."""
    said = [each for each in verdicts if each is not None]
    return min(said, key=lambda each: _ORDER.index(each.result), default=None)
