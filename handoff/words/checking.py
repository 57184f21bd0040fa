"""Looks at what an agent is about to send: which words stop it, and why."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

from handoff.words.links import addresses_in, is_listed
from handoff.words.private_ids import private_ids
from handoff.words.rules import RuleKind, WordRule, first_in
from handoff.words.squeezed import squeezed


class FindingKind(StrEnum):
    """Why something is not sent."""

    FORBIDDEN = "forbidden"
    MUST_SAY = "must_say"
    PRIVATE_ID = "private_id"
    LINK = "link"
    QR_CODE = "qr_code"


@dataclass(frozen=True, slots=True)
class WordingFinding:
    """One thing that stops a message: the words themselves, whose rule, why, and what to say instead."""

    kind: FindingKind
    words: str
    product: str = ""
    why: str = ""
    say: str = ""

    def told(self) -> dict[str, str]:
        """As the desk is told."""
        return asdict(self)


def check_text(text: str, rules: Sequence[WordRule], said_before: Iterable[str] = ()) -> list[WordingFinding]:
    """What stops a text. `said_before`: what was said to this customer already, which counts for must-say."""
    plain = squeezed(text)
    before = [squeezed(each) for each in said_before]
    found = [finding for rule in rules if (finding := _broken(rule, plain, before)) is not None]
    found += [WordingFinding(FindingKind.PRIVATE_ID, each) for each in private_ids(text)]
    listed = listed_addresses(rules)
    found += [
        WordingFinding(FindingKind.LINK, each) for each in addresses_in(text) if not is_listed(each, listed)
    ]
    return found


def check_codes(codes: Iterable[str], rules: Sequence[WordRule]) -> list[WordingFinding]:
    """What of the QR codes in a picture leads elsewhere than to a listed address."""
    listed = listed_addresses(rules)
    return [WordingFinding(FindingKind.QR_CODE, each[:200]) for each in codes if not is_listed(each, listed)]


def hints_for(heard: Iterable[str], rules: Sequence[WordRule]) -> list[WordRule]:
    """The hints whose cues stand in what a customer said; one without a cue is shown always."""
    texts = [squeezed(each) for each in heard]
    return [
        rule
        for rule in rules
        if rule.kind is RuleKind.HINT and (not rule.cues or any(rule.cue_in(text) for text in texts))
    ]


def listed_addresses(rules: Sequence[WordRule]) -> list[str]:
    """The addresses that may be sent."""
    return [address for rule in rules if rule.kind is RuleKind.LINK for address in rule.words]


def _broken(rule: WordRule, text: str, before: Sequence[str]) -> WordingFinding | None:
    if rule.kind is RuleKind.FORBIDDEN:
        spoken_of = not rule.cues or any(rule.cue_in(each) for each in (text, *before))
        word = first_in(rule.words, text) if spoken_of else None
        return None if word is None else _finding(FindingKind.FORBIDDEN, word, rule)
    if rule.kind is RuleKind.MUST_SAY:
        cue = rule.cue_in(text)
        if cue is None or any(first_in(rule.words, each) for each in (text, *before)):
            return None
        return _finding(FindingKind.MUST_SAY, cue, rule)
    return None


def _finding(kind: FindingKind, words: str, rule: WordRule) -> WordingFinding:
    return WordingFinding(
        kind, words, rule.product, rule.why, rule.say or (rule.words[0] if rule.words else "")
    )
