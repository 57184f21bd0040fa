"""Numbers of identity cards (公民身份号码, GB 11643-1999): 18 places, the last one a check character."""

import re

from hub.messages.secrets.numbers import WEIGHTS

FORM = re.compile(r"[0-9]{17}[0-9X]")


def check_holds(number: str) -> bool:
    """Whether the last place is the check character of the others; whose the number is it does not say."""
    if not FORM.fullmatch(number):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == number[17]
