"""How a connector is tried on recorded cases of its provider: what `yuanqiao channels verify` needs of it.

A connector's `verify.py` runs each case through the code that serves its webhook or its sender, and says what
became of it. What a case of one kind has in it stands in docs/verify.md.
"""

from connectors.kit.verifying.bench import Bench, ProviderRequest, Vendor, running_vendor
from connectors.kit.verifying.cases import Case
from connectors.kit.verifying.verdicts import (
    PASSED,
    CaseResult,
    CaseVerdict,
    Differs,
    NotMade,
    Unused,
    Verify,
    judge,
    worst,
)

__all__ = [
    "PASSED",
    "Bench",
    "Case",
    "CaseResult",
    "CaseVerdict",
    "Differs",
    "NotMade",
    "ProviderRequest",
    "Unused",
    "Vendor",
    "Verify",
    "judge",
    "running_vendor",
    "worst",
]
