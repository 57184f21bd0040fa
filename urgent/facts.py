"""Facts of what happened, as customers tell them: for the people who take it up."""

import re
from collections.abc import Mapping
from typing import Any

from urgent.rules import rules
from urgent.words import Language, words

Facts = dict[str, Any]

_DIGITS = re.compile(r"[0-9一二两三四五六七八九十百千]")
_THOUSANDS = re.compile(r"[万千百wk]")
_PHONES = frozenset(("110", "119", "120", "10000", "10010", "10086", "12356", "96110"))
"""Numbers that are called, and no amounts."""


def facts_in(text: str) -> Facts:
    """What a normalised text tells, by the names of `facts` in `words.yml`."""
    sign = rules().facts
    found: Facts = {}
    credit, debit = sign["credit"].search(text), sign["debit"].search(text)
    if credit or debit:
        found["card"] = "both" if credit and debit else "credit" if credit else "debit"
    tail = sign["tail"].search(text)
    if tail:
        found["tail"] = tail[1]
    without = sign["when"].sub(" ", sign["tail"].sub(" ", text))
    amounts = [each[0].strip(",") for each in sign["amount"].finditer(without) if _is_amount(each)]
    times = [sign["just"].sub("刚才", each[0]) for each in sign["when"].finditer(text)]
    through = [each[0] for each in sign["through"].finditer(text)]
    for name, values, most in (("amount", amounts, 4), ("when", times, 3), ("through", through, 3)):
        if values:
            found[name] = list(dict.fromkeys(values))[:most]
    who = sign["who"].search(text)
    if who:
        found["who"] = who[1] or who[2]
    found |= {name: True for name in ("in_hand", "frozen", "police") if sign[name].search(text)}
    if sign["unpaid"].search(text) or sign["paid"].search(text):
        found["paid"] = not sign["unpaid"].search(text)
    return found


def _is_amount(found: re.Match[str]) -> bool:
    """A number with a unit, or one that is large enough to be meant as money."""
    if found[2] is not None:
        return True
    if _THOUSANDS.search(found[1]):
        return len(found[1]) > 1 and _DIGITS.search(found[1]) is not None
    digits = re.sub(r"[^0-9]", "", found[1])
    return 3 <= len(digits) <= 8 and digits not in _PHONES


def joined(known: Mapping[str, Any], new: Mapping[str, Any]) -> Facts:
    """What is known with what is new: lists grow, up to eight; the rest is what was said last."""
    result = dict(known)
    for name, value in new.items():
        if isinstance(value, list):
            result[name] = list(dict.fromkeys([*result.get(name, []), *value]))[:8]
        else:
            result[name] = value
    return result


def told(facts: Mapping[str, Any], language: Language) -> str:
    """Facts in the customer's language, in one line."""
    names, cards, parts = words().facts[language], words().cards[language], []
    for name, value in facts.items():
        if name == "paid":
            parts.append(names["paid" if value else "unpaid"])
        elif name == "card":
            parts.append(names[name].format(cards.get(str(value), "、".join(cards.values()))))
        elif name in names:
            shown = "、".join(map(str, value)) if isinstance(value, list) else value
            parts.append(names[name].format(shown))
    return ("；" if language == "zh" else "; ").join(parts)
