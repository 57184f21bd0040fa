"""The one question that an answer to an alarm may end with."""

from typing import Any

from hub.conversation.replies import PERSON_INTENT
from hub.engine.contract import OfferedChoices, OfferedOption, Pick
from urgent.state import AlarmState
from urgent.words import Language, words

URGENT_INTENT = "urgent"
"""What the options of these answers mean; the bot never sees it."""


def asked_first(state: AlarmState, *, calm: bool) -> tuple[OfferedChoices] | None:
    """The question whose answer changes what is to be done; who asked calmly is offered a person with it."""
    language, options = state.language, []
    prompt = words().said.need_person[language]
    if state.kind in ("card_lost", "money_gone") and "card" not in state.facts:
        prompt = words().said.which_card[language]
        options = [_option(label, state, card=card) for card, label in words().cards[language].items()]
    elif state.kind == "scam_coming" and "paid" not in state.facts:
        prompt = words().said.has_paid[language]
        paid = words().paid[language]
        options = [_option(label, state, paid=answer == "yes") for answer, label in paid.items()]
    if calm:
        options.append(_person(language))
    return (OfferedChoices(prompt=prompt, options=options),) if options else None


def person_offered(language: Language) -> OfferedChoices:
    """The offer of a person."""
    return OfferedChoices(prompt=words().said.need_person[language], options=[_person(language)])


def _person(language: Language) -> OfferedOption:
    return OfferedOption(label=words().said.person_option[language], pick=Pick(intent=PERSON_INTENT))


def _option(label: str, state: AlarmState, **entities: Any) -> OfferedOption:
    meaning = {"kind": state.kind, **entities}
    return OfferedOption(label=label, pick=Pick(intent=URGENT_INTENT, entities=meaning))
