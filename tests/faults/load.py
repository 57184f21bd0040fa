"""What the customers of a run ask: numbered questions of several kinds, the same for the same seed."""

import random
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """How the stand-in bot treats a question."""

    PLAIN = "plain"
    """Answered at once."""
    SLOW = "slow"
    """Answered after the hub has told the customer that it takes longer."""
    SILENT = "silent"
    """The first ask gets HTTP 200 with nothing in it, as stock Rasa does when its actions are down."""
    POISON = "poison"
    """Fails every time."""
    PERSON = "person"
    """The button for a person, which the bot cannot serve just then: the hub records the wish itself."""
    URGENT = "urgent"
    """A card that is lost: the hub answers itself."""
    TALK = "talk"
    """To the real bot alone: small talk, which needs no actions."""
    COMPLAINT = "complaint"
    """To the real bot alone: recorded as a task, once."""
    GAP = "gap"
    """To the real bot alone: nobody knows the answer, which is recorded, once."""


URGENT_EVERY = 4


class Question(NamedTuple):
    """One question of one customer; its text names it, so every echo can be traced to it.

    With `words` it is asked in these, as the real bot wants it, and no echo is expected.
    """

    kind: Kind
    customer: int
    number: int
    words: str = ""

    @property
    def mark(self) -> str:
        """What the bot repeats in its answer."""
        return f"<{self.kind} {self.customer}-{self.number}>"

    @property
    def text(self) -> str:
        """The question as the customer writes it, or the label of the button."""
        if self.words:
            return self.words
        words = {Kind.PERSON: "转人工 ", Kind.URGENT: "我的银行卡丢了，帮我挂失 "}
        return words.get(self.kind, "定期存款怎么存？") + self.mark

    @property
    def segment(self) -> dict[str, str]:
        """The question as the web chat sends it."""
        if self.kind is Kind.PERSON:
            return {"type": "choice", "id": "person", "label": self.text}
        return {"type": "text", "text": self.text}


_MARK = re.compile(r"<(plain|slow|silent|poison|person) (\d+)-(\d+)>")


def questions_in(text: str) -> list[Question]:
    """The questions that a text names, in order."""
    return [Question(Kind(kind), int(who), int(number)) for kind, who, number in _MARK.findall(text)]


@dataclass(frozen=True, slots=True)
class Load:
    """How many customers ask what, and how fast.

    `open_limit`: most questions of one customer without an answer (one more at each return); `pause_s`:
    shortest and longest time between two questions; `slow`, `silent`, `poison`, `person`: shares of the
    kinds, the rest is plain; `one_by_one`: a message waits for the word on the one before, and who is
    refused sends again when told to, as the widget does; `ack_within_s`: without a word after so long, the
    customer comes again; `close_every`: every n-th customer ends the conversation now and then, once
    all is answered, so that another begins (0: nobody does); `back_off_s`: shortest and longest time before
    a customer who lost the connection comes again; `tick_s`: how often they look at what to do;
    `come_within_s`: over so long a time they come first, at moments by chance.
    """

    customers: int = 8
    open_limit: int = 20
    pause_s: tuple[float, float] = (0.01, 0.12)
    slow: float = 0.03
    silent: float = 0.04
    poison: float = 0.015
    person: float = 0.02
    urgent: float = 0.02
    close_every: int = 4
    back_off_s: tuple[float, float] = (0.03, 0.12)
    tick_s: float = 0.05
    one_by_one: bool = False
    ack_within_s: float = 8.0
    come_within_s: float = 0.0

    @property
    def echoed(self) -> bool:
        """Whether the bot that is asked repeats the marks."""
        return True

    def question(self, seed: int, customer: int, number: int, kind: Kind | None = None) -> Question:
        """What a customer asks next."""
        return Question(kind or self.kind_of(seed, customer, number), customer, number)

    def asks(self, customer: int, kind: Kind) -> bool:
        """Whether a customer ever asks such a question.

        Who told of something urgent is answered by the house, also when they ask for a person then: the
        others keep the way on which the bot is asked.
        """
        return kind is not Kind.URGENT or customer % URGENT_EVERY == 1

    def kind_of(self, seed: int, customer: int, number: int) -> Kind:
        """The kind of a question: the same for the same seed, whatever happens in the run."""
        drawn = random.Random(f"{seed}:{customer}:{number}").random()
        for kind in (Kind.SLOW, Kind.SILENT, Kind.POISON, Kind.PERSON, Kind.URGENT):
            share: float = getattr(self, kind)
            if drawn < share:
                return kind if self.asks(customer, kind) else Kind.PLAIN
            drawn -= share
        return Kind.PLAIN


PLAIN = Load(slow=0.0, silent=0.0, poison=0.0, person=0.0, urgent=0.0)
"""Questions that are answered at once: a run is over soon after its last fault."""
