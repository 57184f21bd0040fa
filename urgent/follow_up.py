"""What a customer means who writes on while something urgent is in hand."""

from enum import StrEnum

from hub.conversation.standing import wishes_person_in_words
from urgent.rules import rules

LONGEST_FACT = 160


class FollowUpMeaning(StrEnum):
    """What is meant; `ELSE` is a question of its own, which the bot answers."""

    PERSON = "person"
    FOUND = "found"
    DONE = "done"
    HOW = "how"
    BACK = "back"
    THANKS = "thanks"
    FACT = "fact"
    ELSE = "else"


_ASKED = (FollowUpMeaning.HOW, FollowUpMeaning.BACK)
_TOLD = (FollowUpMeaning.HOW, FollowUpMeaning.BACK, FollowUpMeaning.FOUND, FollowUpMeaning.DONE)


def meaning_of(text: str, *, lost: bool = False) -> FollowUpMeaning:
    """What a normalised text means in that situation, alarms of its own aside.

    `lost`: something is lost, and nobody is known to be at the money: who says what to transfer orders it.
    """
    if wishes_person_in_words(text):
        return FollowUpMeaning.PERSON
    sign = rules().meanings
    if sign["thanks"].fullmatch(text):
        return FollowUpMeaning.THANKS
    asks = rules().signs["question"].search(text) is not None or sign["asks"].search(text) is not None
    for meaning in _ASKED if asks else _TOLD:
        if sign[meaning].search(text):
            return FollowUpMeaning.ELSE if sign["business"].search(text) else meaning
    if sign["runs_on"].search(text):
        return FollowUpMeaning.HOW
    orders = lost and (sign["orders"].search(text) or sign["wishes"].search(text))
    if asks or orders or sign["business"].search(text) or len(text) > LONGEST_FACT:
        return FollowUpMeaning.ELSE
    return FollowUpMeaning.FACT
