"""Masks personal data for views and logs: card numbers, resident IDs, mobile numbers, e-mail addresses.

Works on the folded view of `hub.messages.secrets.fold`, so full-width and spaced forms are found too,
and nothing else in the text changes. The forms follow JR/T 0171 annex A: enough stays to recognise one's
own, never enough to use. Masking twice changes nothing more; the work grows linearly with the text.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from hub.messages.secrets import remove_secrets
from hub.messages.secrets.cards import find_cards
from hub.messages.secrets.fold import fold, walled
from hub.messages.secrets.marks import mark_of, merged
from hub.messages.secrets.numbers import DigitChain, chains, looks_like_resident_id

MOBILE = re.compile(r"(?:(?:00)?86)?(1[3-9][0-9]{9})")
LOCAL = re.compile(r"[a-z0-9._%+\-]{1,64}$")
DOMAIN = re.compile(r"[a-z0-9\-]{1,63}(?:\.[a-z0-9\-]{1,63}){1,8}")
"""Linear: a label holds no dot, so there is one way to match."""


ROUNDS = 4
"""Most passes over one text: masking one number can leave another standing alone that was part of a row."""


class _Masked(NamedTuple):
    start: int
    end: int
    text: str


def mask(text: str) -> str:
    """The text with personal data masked.

    A card becomes `[卡号 尾号 1111]`, an ID `110***********0038`, a mobile number `138****5678` and an
    address `a***@example.com`.
    """
    for _ in range(ROUNDS):
        masked = _mask_once(text)
        if masked == text:
            break
        text = masked
    return text


def for_view(text: str) -> str:
    """The text as people see it in lists: without secrets, and personal data masked."""
    return mask(remove_secrets(text).text)


def _mask_once(text: str) -> str:
    view = fold(text)
    cards = merged(find_cards(view.text))
    rest = view.without(cards)
    mails = list(_mails(rest))
    rest = walled(rest, ((mail.start, mail.end) for mail in mails))
    found = [_Masked(card.start, card.end, mark_of(card)) for card in cards]
    found += [*mails, *_numbers(rest)]
    parts = []
    done = 0
    for one in sorted(found):
        start, end = view.origin(one.start, one.end)
        if start >= done:
            parts += [text[done:start], one.text]
            done = end
    return "".join([*parts, text[done:]])


def _numbers(text: str) -> Iterator[_Masked]:
    for chain in chains(text):
        first = 0
        while first < chain.size:
            masked, last = _number_at(chain, first)
            if masked:
                yield masked
            first = last + 1


def _number_at(chain: DigitChain, first: int) -> tuple[_Masked | None, int]:
    """A resident ID or a mobile number that starts with this group, and the last group that it covers."""
    for last in range(chain.tight_end(first, limit=18), first - 1, -1):
        if chain.count(first, last) < 11:
            break
        number = chain.identifier(first, last)
        if looks_like_resident_id(number):
            end = chain.end(last) + number.endswith("x")
            return _Masked(
                chain.start(first), end, f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:].upper()}"
            ), last
        mobile = MOBILE.fullmatch(number)
        if mobile:
            return _Masked(chain.start(first), chain.end(last), f"{mobile[1][:3]}****{mobile[1][-4:]}"), last
    return None, first


def _mails(text: str) -> Iterator[_Masked]:
    """The part before the `@` of each address; the domain stays."""
    at = text.find("@")
    while at >= 0:
        local = LOCAL.search(text, max(0, at - 64), at)
        if local and DOMAIN.match(text, at + 1):
            yield _Masked(local.start(), at, f"{local[0][0]}***")
        at = text.find("@", at + 1)
