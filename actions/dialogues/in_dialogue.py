"""Puts the dialogues before the actions: words that belong to one reach no other action."""

from dataclasses import replace
from typing import Any

import structlog
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker
from rasa_sdk.types import DomainDict

from actions import reply
from actions.base import NOTHING_NEW, Remember, TurnAction, remembered
from actions.dialogues.beginning import begun_by
from actions.dialogues.flow import DialogueStep, Flow
from actions.dialogues.state import SLOT, DialogueState, of_slot
from actions.turn import ActionTurn

log = structlog.get_logger(__name__)

ENDS = frozenset(
    {"request_person", "complain", "insult", "need_help", "report_loss", "report_fraud", "handed_back"}
)
"""What is more urgent than any errand: the dialogue is left, and what it was told is forgotten."""

Events = list[dict[str, Any]]


def turn_of(tracker: Tracker) -> ActionTurn:
    """The turn that a call of Rasa is about."""
    return ActionTurn.of(
        {"sender_id": tracker.sender_id, "latest_message": tracker.latest_message, "slots": tracker.slots}
    )


class GoOn(TurnAction):
    """Goes on with what was picked, read, done or checked."""

    action_name = "action_dialogue"

    def __init__(self, flow: Flow, answer: TurnAction) -> None:
        """`answer`: says how customers do by themselves what cannot be done for them here."""
        self._flow = flow
        self._answer = answer

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        """One step of the dialogue that is under way; who is no known customer is told how it is done."""
        turn = turn_of(tracker)
        state = of_slot(tracker.slots.get(SLOT), turn.at)
        step = (self._flow.take(state, turn) if state else None) or self._flow.note(state, turn)
        events = done(dispatcher, step, turn)
        if state is None or turn.entities.get("code") != "not_a_customer":
            return events
        began = replace(turn, text=self._flow.how(state, turn), intent="ask", entities={})
        remember = await self._answer.act(dispatcher, began)
        return [*events, *remembered(dispatcher, began, remember)]

    async def act(self, dispatcher: CollectingDispatcher, turn: ActionTurn) -> Remember:
        """Nothing: `run` does it all."""
        return NOTHING_NEW


class InDialogue(TurnAction):
    """An action that gives way to the dialogue under way, or to the one that a message begins.

    What the dialogue cannot use the action answers, and the dialogue's question stands behind that again.
    """

    def __init__(self, action: TurnAction, flow: Flow, *, begins: bool) -> None:
        """`begins`: whether a message that leads to the action may begin a dialogue."""
        self.action_name = action.name()
        self._action = action
        self._flow = flow
        self._begins = begins

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        """The dialogue's step, or the action's answer with the dialogue's question behind it."""
        turn = turn_of(tracker)
        state = of_slot(tracker.slots.get(SLOT), turn.at)
        step = self._step(state, turn, in_form=bool(tracker.active_loop))
        if step is not None:
            return done(dispatcher, step, turn)
        events: Events = await self._action.run(dispatcher, tracker, domain)
        if state is None:
            return events
        if turn.intent in ENDS:
            log.info("dialogue.left", kind=state.kind)
            return [*events, SlotSet(SLOT, None)]
        if state.rests(turn.at):
            return [*events, *done(dispatcher, self._flow.remind(state, turn), turn)]
        again = self._flow.again(state, turn)
        if again:
            reply.say(dispatcher, again)
        return events

    def _step(self, state: DialogueState | None, turn: ActionTurn, *, in_form: bool) -> DialogueStep | None:
        if turn.intent in ENDS or in_form:
            return None
        begun = begun_by(turn) if self._begins else None
        if begun is not None and (state is None or begun.kind != state.kind or state.phase == "instructed"):
            log.info("dialogue.begun", kind=begun.kind)
            return self._flow.begin(begun, turn)
        if state is None:
            return None
        if turn.intent in ("cancel", "deny"):
            return self._flow.cancel(state, turn)
        # What a long silence interrupted is confirmed anew: a yes of today is none to yesterday's question.
        return self._flow.take(state.but(phase="resting") if state.rests(turn.at) else state, turn)

    async def act(self, dispatcher: CollectingDispatcher, turn: ActionTurn) -> Remember:
        """Nothing: `run` does it all."""
        return NOTHING_NEW


def done(dispatcher: CollectingDispatcher, step: DialogueStep, turn: ActionTurn) -> Events:
    """Says a step and remembers where the dialogue stands."""
    reply.say(dispatcher, step.segments, step.commands)
    for command in step.commands:
        log.info("dialogue.wants", kind=command.type, turn=turn.number)
    kept = step.state.but(at=turn.at).as_slot() if step.state else None
    return [SlotSet(SLOT, kept)]
