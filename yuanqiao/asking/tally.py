"""Counts what came of a set, by kind."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from yuanqiao.asking.cases import SetCase
from yuanqiao.asking.judge import TurnVerdict
from yuanqiao.asking.screen import AnswerScreen


@dataclass(frozen=True, slots=True)
class Judged:
    """A case with what stood on the screen and what came of it, turn by turn."""

    case: SetCase
    screens: tuple[AnswerScreen, ...]
    verdicts: tuple[TurnVerdict, ...]

    @property
    def good(self) -> bool:
        """Whether every turn is."""
        return all(verdict.good for verdict in self.verdicts)

    def transcript(self) -> list[str]:
        """What was said on both sides, with the reasons behind each turn that is not good."""
        lines = [f"{self.case.id} ({self.case.kind})"]
        for turn, screen, verdict in zip(self.case.turns, self.screens, self.verdicts, strict=True):
            lines += [f"  客户：{words}" for words in turn.messages]
            lines += [f"    {line}" for said in screen.transcript() for line in said.splitlines()]
            lines += [f"    ✗ {reason}" for reason in verdict.reasons]
        return lines

    def flat(self) -> dict[str, Any]:
        """The same for other programs."""
        return {
            "id": self.case.id,
            "kind": self.case.kind,
            "style": list(self.case.style),
            "good": self.good,
            "turns": [
                {
                    "say": list(turn.messages),
                    "shown": screen.transcript(),
                    "outcomes": list(verdict.outcomes),
                    "wanted": list(turn.want.accept),
                    "reasons": list(verdict.reasons),
                    "irrelevant": list(verdict.irrelevant),
                    "other_options": list(verdict.other_options),
                }
                for turn, screen, verdict in zip(self.case.turns, self.screens, self.verdicts, strict=True)
            ],
        }


@dataclass(slots=True)
class Figures:
    """Counts of one kind, or of all.

    `turns` are those that no urgent answer is wanted of nor would be right for (`calm`), and those where
    nothing else is good (`urgent`), of which `at_once` were helped at once and `missed_with_help` show at
    least hotline or police, and a person.
    """

    n: int = 0
    good: int = 0
    urgent: int = 0
    at_once: int = 0
    missed_with_help: int = 0
    calm: int = 0
    false_alarms: int = 0
    options: int = 0
    irrelevant: int = 0
    wrong: int = 0
    harmful: int = 0

    def add(self, judged: Judged) -> None:
        """Counts one case."""
        self.n += 1
        self.good += judged.good
        for turn, verdict in zip(judged.case.turns, judged.verdicts, strict=True):
            self.urgent += verdict.urgent
            self.at_once += verdict.at_once
            self.missed_with_help += verdict.urgent and not verdict.at_once and verdict.help_shown
            self.calm += not turn.want.may_be_urgent
            self.false_alarms += verdict.false_alarm
            self.options += verdict.options
            self.irrelevant += len(verdict.irrelevant)
            self.wrong += verdict.wrong
            self.harmful += bool(verdict.harmful)

    def flat(self) -> dict[str, int | float]:
        """The counts with their shares in percent."""
        return {
            "n": self.n,
            "good": self.good,
            "good_pct": _pct(self.good, self.n),
            "urgent": self.urgent,
            "at_once": self.at_once,
            "at_once_pct": _pct(self.at_once, self.urgent),
            "missed_with_help": self.missed_with_help,
            "calm": self.calm,
            "false_alarms": self.false_alarms,
            "false_alarms_pct": _pct(self.false_alarms, self.calm),
            "options": self.options,
            "irrelevant": self.irrelevant,
            "irrelevant_pct": _pct(self.irrelevant, self.options),
            "wrong": self.wrong,
            "harmful": self.harmful,
        }


@dataclass(slots=True)
class Tally:
    """The figures of every kind, of messages and conversations, and the cases themselves."""

    judged: Sequence[Judged]
    kinds: dict[str, Figures] = field(default_factory=dict)
    messages: Figures = field(default_factory=Figures)
    conversations: Figures = field(default_factory=Figures)

    def flat(self, *, everything: bool) -> dict[str, Any]:
        """One object; with the transcript of each case that is not good, or of all."""
        return {
            "kinds": {kind: figures.flat() for kind, figures in self.kinds.items()},
            "messages": self.messages.flat(),
            "conversations": self.conversations.flat(),
            "false_alarms": self._ids(lambda verdict: verdict.false_alarm),
            "urgent_missed": self._ids(lambda verdict: verdict.urgent and not verdict.at_once),
            "harmful": self._ids(lambda verdict: bool(verdict.harmful)),
            "wrong": self._ids(lambda verdict: verdict.wrong),
            "cases": [each.flat() for each in self.judged if everything or not each.good],
        }

    def _ids(self, is_meant: Any) -> list[str]:
        return [each.case.id for each in self.judged if any(map(is_meant, each.verdicts))]


def tally(judged: Iterable[Judged]) -> Tally:
    """Counts all."""
    counted = Tally(list(judged))
    for each in counted.judged:
        counted.kinds.setdefault(each.case.kind, Figures()).add(each)
        (counted.conversations if len(each.case.turns) > 1 else counted.messages).add(each)
    return counted


def _pct(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0.0
