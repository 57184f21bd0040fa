"""An appointment at a branch: what was said is checked, and the wish is handed to people who confirm it."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from rasa_sdk.events import ActiveLoop, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker
from rasa_sdk.types import DomainDict

from actions import reply
from actions.base import NOTHING_NEW, Remember, TurnAction
from actions.turn import ActionTurn
from actions.when import date_of
from hub.messages import RequestPerson

log = structlog.get_logger(__name__)

BRANCH, DATE, TIME, CONFIRMED = (
    "appointment_branch",
    "appointment_date",
    "appointment_time",
    "appointment_confirmed",
)
SLOTS = (BRANCH, DATE, TIME, CONFIRMED)
FARTHEST = timedelta(days=30)
"""How far ahead a branch takes appointments."""

OPEN_FROM, OPEN_UNTIL = "09:00", "17:00"
PARTS_OF_DAY = {"morning", "noon", "afternoon"}
LONGEST_VALUE = 60
REASON_LIMIT = 200


class CheckAppointment(TurnAction):
    """Checks what was told of an appointment; what cannot be is said and asked again."""

    action_name = "validate_appointment_form"

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[dict[str, Any]]:
        """Sets each slot to its checked value, or to nothing with a sentence that says why."""
        turn = ActionTurn.of(
            {"sender_id": tracker.sender_id, "latest_message": tracker.latest_message, "slots": tracker.slots}
        )
        today = turn.at.astimezone(self._zone).date()
        # Only what this message told: where it told nothing, the form gives way to other rules.
        checked, complaints = checked_slots(tracker.slots_to_validate(), today, turn)
        if complaints:
            reply.say(dispatcher, [reply.text(complaint) for complaint in complaints])
        return [SlotSet(name, value) for name, value in checked.items()]

    async def act(self, dispatcher: CollectingDispatcher, turn: ActionTurn) -> Remember:
        """Nothing: `run` does it all."""
        return NOTHING_NEW


def checked_slots(
    slots: Mapping[str, Any], today: date, turn: ActionTurn
) -> tuple[dict[str, Any], list[str]]:
    """The slots of the form that are set, with checked values, and what is wrong in words."""
    words = turn.words
    checked: dict[str, Any] = {}
    wrong: list[str] = []
    if slots.get(BRANCH):
        checked[BRANCH] = str(_last(slots[BRANCH]))[:LONGEST_VALUE]
    if slots.get(DATE):
        day = date_of(str(_last(slots[DATE])), today)
        fits = day is not None and today <= day <= today + FARTHEST
        checked[DATE] = day.isoformat() if day and fits else None
        wrong += [] if fits else [words.appointment_day.format(days=FARTHEST.days)]
    if slots.get(TIME):
        time = str(_last(slots[TIME]))
        fits = time in PARTS_OF_DAY or time in words.parts_of_day.values() or OPEN_FROM <= time < OPEN_UNTIL
        checked[TIME] = words.parts_of_day.get(time, time)[:LONGEST_VALUE] if fits else None
        wrong += [] if fits else [words.appointment_hours.format(opens=OPEN_FROM, closes=OPEN_UNTIL)]
    if slots.get(CONFIRMED):
        checked[CONFIRMED] = None if wrong else True
    return checked, wrong


def _last(value: Any) -> Any:
    """Of several that were told in one message the last one counts: 不是明天，是后天."""
    return value[-1] if isinstance(value, list) and value else value


class HandOverAppointment(TurnAction):
    """Hands a confirmed wish for an appointment to people; only they tell the customer that it stands."""

    action_name = "action_book_appointment"

    def __init__(self, hotline: str) -> None:
        self._hotline = hotline

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[dict[str, Any]]:
        """Says what was noted and asks for a person; the form's slots are free for the next one."""
        turn = ActionTurn.of(
            {"sender_id": tracker.sender_id, "latest_message": tracker.latest_message, "slots": tracker.slots}
        )
        told = {name: str(tracker.slots.get(name) or "") for name in (BRANCH, DATE, TIME)}
        branch, day, time = told.values()
        command = RequestPerson(reason=f"预约网点：{branch} {day} {time}"[:REASON_LIMIT], facts=dict(told))
        said = turn.words.appointment_noted.format(branch=branch, day=day, time=time, hotline=self._hotline)
        log.info("appointment.noted")
        reply.say(dispatcher, [reply.text(said)], [command])
        return forget()

    async def act(self, dispatcher: CollectingDispatcher, turn: ActionTurn) -> Remember:
        """Nothing: `run` does it all."""
        return NOTHING_NEW


class ForgetDialogue(TurnAction):
    """Ends the dialogue that is under way without a word: something else has become more urgent."""

    action_name = "action_forget_dialogue"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[dict[str, Any]]:
        """Forgets what was told for it, so that the next one begins anew."""
        log.info("appointment.left")
        return ended()

    async def act(self, dispatcher: CollectingDispatcher, turn: ActionTurn) -> Remember:
        """Nothing: `run` does it all."""
        return NOTHING_NEW


class CancelDialogue(TurnAction):
    """Ends the dialogue that is under way, whichever it is; nothing of it was done yet."""

    action_name = "action_cancel_dialogue"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[dict[str, Any]]:
        """Says so, and forgets what was told for it."""
        turn = ActionTurn.of(
            {"sender_id": tracker.sender_id, "latest_message": tracker.latest_message, "slots": tracker.slots}
        )
        log.info("appointment.cancelled")
        reply.say(dispatcher, [reply.text(turn.words.dialogue_cancelled)])
        return ended()

    async def act(self, dispatcher: CollectingDispatcher, turn: ActionTurn) -> Remember:
        """Nothing: `run` does it all."""
        return NOTHING_NEW


def forget() -> list[dict[str, Any]]:
    """The events that empty the form's slots."""
    return [SlotSet(name, None) for name in SLOTS]


def ended() -> list[dict[str, Any]]:
    """The events that end the form before its time."""
    return [ActiveLoop(None), SlotSet("requested_slot", None), *forget()]
