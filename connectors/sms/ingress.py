"""Checks providers' calls where the hub is away."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from connectors.sms.account import SmsAccount
from connectors.sms.calls import CALLS, SmsCallback
from connectors.sms.translate import OptedOut, SmsMessage
from hub.ports import Callback, CallbackCheck, Taken


class SmsCheck:
    """Verifies the calls to one address of an account."""

    def __init__(self, account: SmsAccount, call: SmsCallback) -> None:
        self._account, self._call = account, call

    def check(self, callback: Callback, now: datetime) -> Taken | None:
        """As `hub.ports.CallbackCheck`; a call with several customers' messages stays in order with all."""
        if callback.method != "POST":
            return None
        said = self._call.read(self._account, callback)
        customers = {each.customer for each in said if isinstance(each, SmsMessage | OptedOut)}
        ordered_by = customers.pop() if len(customers) == 1 else None
        return Taken(self._call.taken, self._call.content_type, ordered_by)


def open_checks(accounts: Sequence[SmsAccount]) -> Mapping[str, CallbackCheck]:
    """The checks by address."""
    return {
        f"/sms/{each.name}{call.path}": SmsCheck(each, call)
        for each in accounts
        for call in CALLS.get(each.provider, ())
    }
