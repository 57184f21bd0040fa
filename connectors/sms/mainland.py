"""What gateways in mainland China have in common: numbers, and the words with which customers opt out."""

import re

from connectors.sms.translate import OptedOut, SmsMessage
from hub.errors import BadInput

MOBILE = re.compile(r"1[0-9]{10}")
OPT_OUT = frozenset(("T", "TD", "R", "退订", "拒收"))
"""Whole messages: what the notes at the end of commercial messages ask for (回T退订, 拒收请回复R)."""


def number_of(said: str) -> str:
    """A customer's number as it is kept: without the country's; raises `BadInput` for what is none."""
    number = re.sub(r"^(\+|00)?86", "", said.strip())
    if not MOBILE.fullmatch(number):
        raise BadInput("no mobile number")
    return number


def read_upward(number: str, provider_id: str, text: str) -> SmsMessage | OptedOut:
    """A customer's message (上行); raises `BadInput`."""
    customer = number_of(number)
    if text.strip().upper() in OPT_OUT:
        return OptedOut(customer, provider_id)
    return SmsMessage(customer, provider_id, text, returns=True)
