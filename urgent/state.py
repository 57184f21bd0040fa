"""What a conversation is urgently about: kept with the conversation between turns."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Self

from hub.conversation.triage import Alert
from urgent.facts import Facts, joined
from urgent.words import Language, words


@dataclass(frozen=True, slots=True)
class AlarmState:
    """An alarm that is on.

    `kind`: the newest; `kinds`: all so far. `person`: one was asked for. `steps`: the way to do it was shown.
    """

    kind: str
    kinds: tuple[str, ...] = ()
    facts: Facts = field(default_factory=dict)
    language: Language = "zh"
    person: bool = False
    steps: str = ""

    def with_kind(self, kind: str, facts: Mapping[str, Any]) -> Self:
        """With what else has happened: a scam that is known stays one, and one that was paid becomes one."""
        if kind == "scam_coming" and "scam" in self.kinds:
            kind = "scam"
        return replace(self, kind=kind).with_facts(facts)

    def with_facts(self, facts: Mapping[str, Any]) -> Self:
        """With more facts; money that has gone to somebody who wanted it makes a scam of it."""
        kind = "scam" if self.kind == "scam_coming" and facts.get("paid") is True else self.kind
        kinds = self.kinds if kind in self.kinds else (*self.kinds, kind)
        return replace(self, kind=kind, kinds=kinds, facts=joined(self.facts, facts))

    def with_person(self, *, asked: bool = True) -> Self:
        """With a person asked for, now or before."""
        return replace(self, person=self.person or asked)

    def in_language(self, language: Language) -> Self:
        """To be answered in a language."""
        return replace(self, language=language)

    def article(self) -> str | None:
        """The question whose article belongs below the answer and was not shown yet; they are in Chinese."""
        card = str(self.facts.get("card", "")) if self.kind in ("card_lost", "money_gone") else ""
        question = words().article(self.kind, card) if self.language == "zh" else None
        return None if question == self.steps else question

    def stored(self) -> Alert:
        """As JSON has it, the article counted as shown."""
        return {**asdict(self), "kinds": list(self.kinds), "steps": self.article() or self.steps}


def read_state(alert: Alert | None) -> AlarmState | None:
    """The alarm as it was stored."""
    return None if alert is None else AlarmState(**{**alert, "kinds": tuple(alert["kinds"])})
