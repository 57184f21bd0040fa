"""One turn of Rasa: understand, decide, act, until the bot listens again. Nothing is swallowed.

Takes the place of Rasa's `MessageProcessor`, which goes on after an action that failed and then
answers as if all was well.
"""

from dataclasses import dataclass
from time import monotonic, time
from typing import Any

from rasa.core.actions.action import (
    Action,
    ActionExecutionRejection,
    ActionExtractSlots,
    action_for_name_or_text,
)
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
from rasa.shared.constants import UTTER_PREFIX
from rasa.shared.core.constants import ACTION_LISTEN_NAME, DEFAULT_INTENTS, FOLLOWUP_ACTION
from rasa.shared.core.events import ActionExecutionRejected, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.actions_client import LeanRemoteAction, TurnActions
from bot.components.language import LANGUAGE
from bot.errors import ActionFailed, BadRequest, TurnError
from bot.guard import guard
from bot.model import LoadedModel
from bot.protocol import PickInput, TextInput, TurnCall
from bot.trackers import shallow_copy

MOST_ACTIONS = 10
"""Actions in one turn; more is a circle in the rules."""

KEPT_INTENTS = 5
"""Intents of the ranking that are kept in events."""


class ChannelName(OutputChannel):
    """Tells Rasa the customer's channel, so that answers may differ by channel; sends nothing."""

    def __init__(self, name: str) -> None:
        self._name = name

    def name(self) -> str:  # type: ignore[override]
        """The channel's name."""
        return self._name


@dataclass
class TurnRun:
    """One turn under way: the tracker that it changes and what it needs from outside."""

    call: TurnCall
    tracker: DialogueStateTracker
    actions: TurnActions
    parse_s: float = 0.0


class TurnRunner:
    """Runs turns with one loaded model; has no state of its own."""

    def __init__(self, model: LoadedModel) -> None:
        self.model = model
        self._domain = model.domain
        self._nlg = TemplatedNaturalLanguageGenerator(model.domain.responses)
        self._may_be_picked = frozenset(model.domain.intents) - frozenset(DEFAULT_INTENTS)

    async def run(self, run: TurnRun) -> None:
        """Brings the run's tracker to the next listening; raises a `TurnError` for whatever fails."""
        started = monotonic()
        self._note_language(run)
        run.tracker.update(self.hear(run.call), self._domain)
        run.parse_s = monotonic() - started
        extract = ActionExtractSlots(run.actions)
        run.tracker.update_with_events(await self._act(extract, run, run.tracker), self._domain)
        for _ in range(MOST_ACTIONS):
            prediction, name = self.predict(run.tracker)
            await self._step(name, prediction, run)
            if name == ACTION_LISTEN_NAME:
                return
        raise TurnError("The rules lead in a circle.")

    def _note_language(self, run: TurnRun) -> None:
        """What the house knows of the customer's language counts until words show one."""
        known = str(run.call.facts.get(LANGUAGE) or "").lower().split("-")[0]
        if known and run.tracker.get_slot(LANGUAGE) is None:
            run.tracker.update(SlotSet(LANGUAGE, known), self._domain)

    def hear(self, call: TurnCall) -> UserUttered:
        """The customer's words or choice as Rasa's event; raises `BadRequest` for an alien choice."""
        if isinstance(call.input, TextInput):
            parse_data = self.parse(call.input.text)
        else:
            parse_data = self._picked(call.input)
        return UserUttered(
            parse_data["text"],
            parse_data["intent"],
            parse_data["entities"],
            parse_data,
            timestamp=time(),
            input_channel=call.channel,
            message_id=str(call.turn),
            metadata={"turn": call.turn, "correlation_id": call.correlation_id},
        )

    def parse(self, text: str) -> dict[str, Any]:
        """What the model makes of a text; whatever the text is, it is never a command."""
        words = guard(text)
        message = UserMessage(text=words)
        outputs = self.model.runner.run({PLACEHOLDER_MESSAGE: [message]}, [self.model.parse_target])
        understood = outputs[self.model.parse_target][0].as_dict(only_output_properties=True)
        return {
            "text": words,
            "intent": understood["intent"],
            "entities": understood.get("entities", []),
            "intent_ranking": understood.get("intent_ranking", [])[:KEPT_INTENTS],
        }

    def _picked(self, pick: PickInput) -> dict[str, Any]:
        if pick.intent not in self._may_be_picked:
            raise BadRequest("This intent cannot be picked.")
        if not set(pick.entities) <= set(self._domain.entities):
            raise BadRequest("The pick names an entity that the domain does not know.")
        intent = {"name": pick.intent, "confidence": 1.0}
        entities = [{"entity": name, "value": value} for name, value in pick.entities.items()]
        return {"text": guard(pick.text), "intent": intent, "entities": entities, "intent_ranking": [intent]}

    def predict(self, tracker: DialogueStateTracker) -> tuple[PolicyPrediction, str]:
        """The next action, by the rules or by what the last action asked for."""
        followup = tracker.followup_action
        if followup:
            tracker.clear_followup_action()
            if followup not in self._domain.action_names_or_texts:
                raise ActionFailed("An action asked for another one that does not exist.")
            return PolicyPrediction.for_action_name(self._domain, followup, FOLLOWUP_ACTION), followup
        target = self.model.predict_target
        prediction: PolicyPrediction = self.model.runner.run({PLACEHOLDER_TRACKER: tracker}, [target])[target]
        return prediction, self._domain.action_names_or_texts[prediction.max_confidence_index]

    async def _step(self, name: str, prediction: PolicyPrediction, run: TurnRun) -> None:
        action = self._action(name, run.actions)
        # Rasa's forms reject themselves after they saw the policy's events: try on a copy.
        trial = shallow_copy(run.tracker)
        trial.update_with_events(prediction.events, self._domain)
        try:
            events = await self._act(action, run, trial)
        except ActionExecutionRejection:
            rejected = ActionExecutionRejected(name, prediction.policy_name, prediction.max_confidence)
            run.tracker.update(rejected, self._domain)
            return
        if not any(isinstance(event, ActionExecutionRejected) for event in events):
            run.tracker.update_with_events(prediction.events, self._domain)
            run.tracker.update(action.event_for_successful_execution(prediction), self._domain)
        run.tracker.update_with_events(events, self._domain)

    async def _act(self, action: Action, run: TurnRun, tracker: DialogueStateTracker) -> list[Event]:
        channel = ChannelName(run.call.channel)
        try:
            events = list(await action.run(channel, self._nlg, tracker, self._domain) or [])
        except (TurnError, ActionExecutionRejection):
            raise
        except Exception as problem:  # whatever an action raises is a failed action, never a silent one
            raise ActionFailed(f"The action {action.name()} failed ({type(problem).__name__}).") from problem
        if any(isinstance(event, SlotSet) and event.key not in tracker.slots for event in events):
            raise ActionFailed(f"The action {action.name()} set a slot that does not exist.")
        return events

    def _action(self, name: str, actions: TurnActions) -> Action:
        custom = name in self._domain.user_actions and name not in self._domain.form_names
        if custom and not name.startswith(UTTER_PREFIX):
            return LeanRemoteAction(name, actions)
        return action_for_name_or_text(name, self._domain, actions)
