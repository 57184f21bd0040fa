"""What customers ask the real bot: the demo bank's questions to measure with, and what else people say."""

import random
from dataclasses import dataclass
from functools import cache

from hub.settings import ROOT
from kb.measuring.queries import read_queries
from tests.faults.load import Kind, Load, Question

WORDS: dict[Kind, tuple[str, ...]] = {
    Kind.TALK: ("你好", "谢谢", "再见", "你是机器人吗"),
    Kind.COMPLAINT: ("我要投诉", "我要投诉你们的服务态度"),
    Kind.GAP: ("金库的门有多重呢？", "你们行长喜欢吃什么？", "明天股市会涨吗？"),
}
NO_MARKS_S = (0.1, 0.6)


@cache
def _questions() -> tuple[str, ...]:
    return tuple(query.text for query in read_queries(ROOT / "kb" / "demo" / "questions.jsonl"))


@dataclass(frozen=True, slots=True)
class BankLoad(Load):
    """Customers of the demo bank. Shares: `talk`, `complaint`, `gap`, `person` (the button)."""

    customers: int = 6
    open_limit: int = 4
    pause_s: tuple[float, float] = NO_MARKS_S
    slow: float = 0.0
    silent: float = 0.0
    poison: float = 0.0
    person: float = 0.02
    close_every: int = 3
    talk: float = 0.2
    complaint: float = 0.04
    gap: float = 0.04

    @property
    def echoed(self) -> bool:
        """The real bot repeats no marks."""
        return False

    def question(self, seed: int, customer: int, number: int, kind: Kind | None = None) -> Question:
        """The same for the same seed, whatever happens in the run."""
        chance = random.Random(f"{seed}:{customer}:{number}")
        rest = 1 - self.talk - self.complaint - self.gap - self.person
        kinds = (Kind.TALK, Kind.COMPLAINT, Kind.GAP, Kind.PERSON, Kind.PLAIN)
        shares = (self.talk, self.complaint, self.gap, self.person, rest)
        drawn = kind or chance.choices(kinds, shares)[0]
        words = "转人工" if drawn is Kind.PERSON else chance.choice(WORDS.get(drawn) or _questions())
        return Question(drawn, customer, number, words)
