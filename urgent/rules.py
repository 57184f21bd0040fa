"""Tells what is urgent by the rules of `rules.yml`: what happened, to whom, and whether it is only asked."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

RULES = Path(__file__).with_name("rules.yml")

_NAMED = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class AlarmRule:
    """What makes one kind of alarm, and what speaks against it."""

    kind: str
    when: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]

    def hinted(self, text: str) -> bool:
        """Whether something in a normalised text makes such an alarm, whatever speaks against it."""
        return any(each.search(text) for each in self.when)

    def holds(self, text: str) -> bool:
        """Whether a normalised text is such an alarm."""
        return self.hinted(text) and not any(each.search(text) for each in self.unless)


@dataclass(frozen=True, slots=True)
class Rules:
    """All of them, the most urgent kind first."""

    kinds: tuple[AlarmRule, ...]
    signs: dict[str, re.Pattern[str]]
    asked: dict[str, re.Pattern[str]]
    meanings: dict[str, re.Pattern[str]]
    facts: dict[str, re.Pattern[str]]
    heard: dict[str, re.Pattern[str]]


@cache
def rules() -> Rules:
    """The rules as the file has them."""
    data: dict[str, Any] = yaml.safe_load(RULES.read_text("utf-8"))
    signs: dict[str, str] = {}
    for name, pattern in data["signs"].items():
        signs[name] = _filled(pattern, signs)
    return Rules(
        kinds=tuple(
            AlarmRule(
                kind,
                tuple(_compiled(each, signs) for each in rule["when"]),
                tuple(_compiled(each, signs) for each in rule.get("unless", ())),
            )
            for kind, rule in data["kinds"].items()
        ),
        signs={name: re.compile(pattern, re.ASCII) for name, pattern in signs.items()},
        **{
            section: {name: _compiled(pattern, signs) for name, pattern in data[section].items()}
            for section in ("asked", "meanings", "facts", "heard")
        },
    )


def found_by_rules(text: str) -> list[str]:
    """The kinds of alarm in a normalised text, the most urgent first; none that is only asked about."""
    known = rules()
    kinds = [rule.kind for rule in known.kinds if rule.holds(text)]
    return [kind for kind in kinds if kind == "life" or not only_asked(text, kind)]


def only_asked(text: str, kind: str) -> bool:
    """Whether a text asks about such a thing in general, what it costs, or what comes after it.

    Anger about what the bank's own people sold counts with it: it is a complaint.
    """
    asked, signs = rules().asked, rules().signs
    happened = signs["happened"].search(text) is not None
    if asked["hypothetical"].search(text) or asked["general"].search(text):
        return not happened
    if kind in ("scam", "scam_coming") and asked["sold"].search(text):
        return True
    if asked["over"].search(text):
        return kind in ("card_lost", "phone_lost") or not happened
    if asked["costs"].search(text) and kind in ("card_lost", "phone_lost", "money_gone"):
        return signs["now"].search(text) is None
    return False


def _compiled(pattern: str, signs: dict[str, str]) -> re.Pattern[str]:
    # ASCII: a word of Latin letters ends where a Chinese character follows.
    return re.compile(_filled(pattern, signs), re.ASCII)


def _filled(pattern: str, signs: dict[str, str]) -> str:
    return _NAMED.sub(lambda found: f"(?:{signs[found[1]]})" if found[1] in signs else found[0], pattern)
