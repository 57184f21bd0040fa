"""What a customer means who writes on while something urgent is in hand."""

from enum import StrEnum

from hub.conversation.standing import wishes_person_in_words
from urgent.rules import rules

LONGEST_FACT = 160


class Meaning(StrEnum):
    """What is meant; `ELSE` is a question of its own, which the bot answers."""

    PERSON = "person"
    FOUND = "found"
    DONE = "done"
    HOW = "how"
    BACK = "back"
    THANKS = "thanks"
    FACT = "fact"
    ELSE = "else"


_ASKED = (Meaning.HOW, Meaning.BACK)
_TOLD = (Meaning.HOW, Meaning.BACK, Meaning.FOUND, Meaning.DONE)


def meaning_of(text: str) -> Meaning:
    """What a normalised text means in that situation, alarms of its own aside."""
    if wishes_person_in_words(text):
        return Meaning.PERSON
    sign = rules().meanings
    if sign["thanks"].fullmatch(text):
        return Meaning.THANKS
    asks = rules().signs["question"].search(text) is not None or text.endswith("?")
    for meaning in _ASKED if asks else _TOLD:
        if sign[meaning].search(text):
            return Meaning.ELSE if sign["business"].search(text) else meaning
    if sign["runs_on"].search(text):
        return Meaning.HOW
    if asks or sign["business"].search(text) or len(text) > LONGEST_FACT:
        return Meaning.ELSE
    return Meaning.FACT
