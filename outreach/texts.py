"""The words of a notice: the house's own, or those that people wrote in their place."""

import re
from collections.abc import Mapping
from typing import Any

from hub.engine.contract import OfferedChoices, OfferedOption, Pick
from hub.errors import BadInput
from outreach.kinds import FACTS, NoticeKind

LONGEST = 500
_FACT = re.compile(r"\{([^{}]*)\}")


def check_text(kind: NoticeKind, text: str) -> None:
    """Raises `BadInput` where a text names a fact that the bank does not send with this kind."""
    unknown = sorted(set(_FACT.findall(text)) - kind.needs)
    if unknown or "{" in _FACT.sub("", text) or "}" in _FACT.sub("", text):
        allowed = "、".join(f"{{{name}}}" for name in FACTS if name in kind.needs)
        raise BadInput(f"这类通知只能使用 {allowed}", field="text", unknown=unknown)


def words_of(kind: NoticeKind, written: Any | None, language: str, facts: Mapping[str, str]) -> str:
    """What is said; a fact that is missing stays empty."""
    english = language == "en"
    own = kind.text_en if english else kind.text
    text = own if written is None else (written.text_en if english else written.text) or own
    return _FACT.sub(lambda found: facts.get(found[1], ""), text)


def question(kind: NoticeKind, words: str, language: str) -> OfferedChoices:
    """The notice with what the customer may do about it."""
    options = []
    for choice in kind.choices:
        label = choice.label_en if language == "en" else choice.label
        options.append(OfferedOption(label=label, pick=Pick(intent=choice.intent)))
    return OfferedChoices(prompt=words, options=options)
