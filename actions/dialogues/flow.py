"""Goes through any dialogue: what it says next, what it wants done, and what it then waits for."""

import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from actions import reply
from actions.dialogues import resuming
from actions.dialogues.hearing import (
    PICK,
    PICKED_SLOT,
    PICKED_VALUE,
    HeardValues,
    agrees,
    corrects,
    goes_on,
    hear,
    named_in,
    still_right,
)
from actions.dialogues.sayings import Sayings
from actions.dialogues.state import CONFIRM, DialogueState
from actions.dialogues.table import BY_KIND, DialogueKind, Slot, items_of, label_of
from actions.dialogues.telling import confirmation, told_values, what_was_found
from actions.dialogues.words import for_language
from actions.reply import Segment
from actions.turn import ActionTurn
from hub.messages import Command, InstructBank, ReadBank, StartCheck
from hub.messages.bank import Reading

MOST_OPTIONS = 8
SMS, INFORM = "sms", "inform"


@dataclass(frozen=True, slots=True)
class DialogueStep:
    """What a turn says, wants done, and leaves; `state` is None where the dialogue is over."""

    state: DialogueState | None
    segments: list[Segment] = field(default_factory=list)
    commands: list[Command] = field(default_factory=list)


class Flow:
    """Steps of dialogues; it has no state of its own."""

    def __init__(self, zone: ZoneInfo, hotline: str) -> None:
        """`zone`: in which days and hours are told."""
        self._zone = zone
        self._hotline = hotline

    def begin(self, dialogue: DialogueKind, turn: ActionTurn) -> DialogueStep:
        """The first step, with what the message told already."""
        state = DialogueState(kind=dialogue.kind, began=turn.number, at=turn.at, said=turn.text[:80])
        heard = hear(dialogue, state, turn, self._today(turn))
        return self._next(state.but(values=heard.values), turn)

    def take(self, state: DialogueState, turn: ActionTurn) -> DialogueStep | None:
        """What the customer's words or choice do to a dialogue that asked something; None where nothing."""
        if state.phase in ("checking", "reading") and corrects(turn):
            return self._corrected(state, turn)
        if state.phase in resuming.OFFERS:
            return self._offer_taken(state, turn)
        return self._asked(state, turn) if state.phase == "asking" else None

    def _asked(self, state: DialogueState, turn: ActionTurn) -> DialogueStep | None:
        heard = hear(BY_KIND[state.kind], state, turn, self._today(turn))
        if heard.values or heard.wrong:
            return self._told(state, heard, turn)
        if state.asked == CONFIRM and agrees(turn):
            return self._instruct(state, turn)
        if turn.intent == "choose" and turn.entities.get("reply") == "none":
            return DialogueStep(state, [reply.text(self._words(turn).what_to_change)])
        return None

    def _corrected(self, state: DialogueState, turn: ActionTurn) -> DialogueStep:
        """What was begun with was wrong: noted, and confirmed once the customer is known."""
        heard = hear(BY_KIND[state.kind], state, turn, self._today(turn))
        words = self._words(turn)
        if heard.wrong:
            return DialogueStep(state, [reply.text(words.wrong[name]) for name in heard.wrong])
        said = state.said if heard.values else turn.text[:80]
        return DialogueStep(
            state.but(values=state.values | heard.values, said=said), [reply.text(words.corrected)]
        )

    def cancel(self, state: DialogueState, turn: ActionTurn) -> DialogueStep:
        """Ends it, where it has not gone to the bank."""
        words = self._words(turn)
        if state.phase in resuming.ELSEWHERE:
            return DialogueStep(None, [self._text(words.left_there, state.kind, words)])
        if state.phase == "instructed":
            return DialogueStep(state, [self._text(words.too_late_to_cancel, state.kind, words)])
        return DialogueStep(None, [self._text(words.cancelled, state.kind, words)])

    def again(self, state: DialogueState, turn: ActionTurn) -> list[Segment]:
        """What stands behind the answer to a question in between: that the dialogue goes on."""
        if state.phase != "asking":
            return []
        words = self._words(turn)
        return [self._text(words.interrupted, state.kind, words), *self._question(state, words)]

    def note(self, state: DialogueState | None, turn: ActionTurn) -> DialogueStep:
        """What the bank, a check or a late choice came to."""
        words = self._words(turn)
        match turn.intent:
            case "bank_read" if state and turn.entities.get("wish") == state.wish:
                return self._read(state, turn)
            case "bank_result":
                return self._result(state, turn)
            case "bank_waiting":
                return DialogueStep(state, [self._of_kind(words.waiting, turn)])
            case "check_passed" | "check_failed":
                return self._checked(state, turn)
            case resuming.LEFT | resuming.MOVED:
                return self._of_another(state, turn)
        return DialogueStep(state, [reply.text(turn.words.at_your_service)])

    def how(self, state: DialogueState, turn: ActionTurn) -> str:
        """The question how customers do by themselves what a dialogue is about."""
        in_english = turn.words.in_chinese is not None
        return state.said if in_english else f"怎么{self._words(turn).dialogues[state.kind].name}"

    def remind(self, state: DialogueState, turn: ActionTurn) -> DialogueStep:
        """Asks, after a long silence, whether it goes on, with what is known already."""
        words = self._words(turn)
        asked = resuming.question(state.but(phase="resting"), words, today=self._today(turn), zone=self._zone)
        return DialogueStep(state.but(phase="resting"), asked)

    def _of_another(self, state: DialogueState | None, turn: ActionTurn) -> DialogueStep:
        """What is known of a dialogue in another conversation of the same customer."""
        return self._left(state, turn) if turn.intent == resuming.LEFT else self._moved(state, turn)

    def _left(self, state: DialogueState | None, turn: ActionTurn) -> DialogueStep:
        """Offers what the same customer left under way in another conversation; one at a time."""
        words, kind = self._words(turn), turn.entities.get("kind", "")
        if state is not None or kind not in BY_KIND:
            return DialogueStep(state, [reply.text(words.another_left)])
        offered = resuming.offer_of(turn, kind)
        return DialogueStep(
            offered, resuming.question(offered, words, today=self._today(turn), zone=self._zone)
        )

    def _moved(self, state: DialogueState | None, turn: ActionTurn) -> DialogueStep:
        """The customer goes on with it on another channel, so it is over here."""
        words, kind = self._words(turn), turn.entities.get("kind", "")
        here = state is not None and state.kind == kind
        channel = words.channels.get(turn.entities.get("channel", ""), words.channels[""])
        name = words.dialogues[kind].name if kind in words.dialogues else words.states["open"]
        said = words.moved.format(name=name, channel=channel, hotline=self._hotline)
        return DialogueStep(None if here else state, [reply.text(said)])

    def _offer_taken(self, state: DialogueState, turn: ActionTurn) -> DialogueStep | None:
        """A yes, a no or a correction to the question whether a dialogue goes on; None for other words."""
        picked = turn.intent == resuming.PICK
        if picked and turn.entities.get("wish") != state.wish:
            return None
        if picked and turn.entities.get("reply") != "yes":
            return self.cancel(state, turn)
        heard = hear(BY_KIND[state.kind], state, turn, self._today(turn))
        corrected = (
            state.phase == "resting" and bool(heard.values) and (corrects(turn) or turn.intent == INFORM)
        )
        if not (picked or corrected or goes_on(turn)):
            return None
        if state.phase != "resting":
            return self._fetch(state, turn)
        values = state.values | (heard.values if corrected else {})
        return self._resume(state.but(values=values), turn)

    def _fetch(self, state: DialogueState, turn: ActionTurn) -> DialogueStep:
        """Wants what was told elsewhere, once."""
        commands: list[Command] = []
        if state.phase == "offered":
            commands.append(ReadBank(reading=Reading(about="dialogue"), wish=state.wish))
        said = self._text(self._words(turn).resuming, state.kind, self._words(turn))
        return DialogueStep(state.but(phase="resuming"), [said], commands)

    def _resume(self, state: DialogueState, turn: ActionTurn) -> DialogueStep:
        """Goes on after a time: the check first, then all is read and confirmed anew."""
        dialogue, began_anew = BY_KIND[state.kind], state.but(phase="asking", agreed=False, asked="")
        if dialogue.reads:
            return self._next(began_anew.but(has_read=False, tries=state.tries + 1), turn)
        values = still_right(dialogue, began_anew, self._today(turn))
        return self._next(began_anew.but(values=values, tries=state.tries + 1), turn)

    def _checked(self, state: DialogueState | None, turn: ActionTurn) -> DialogueStep:
        words, reason = self._words(turn), turn.entities.get("reason", "")
        waited = state is not None and state.phase == "checking" and state.kind == reason
        if turn.intent == "check_failed":
            said = words.check_failed.get(turn.entities.get("code", ""), words.check_failed["unavailable"])
            return DialogueStep(None if waited else state, [self._text(said, reason, words)])
        if state is not None and waited:
            return self._next(state.but(phase="asking"), turn)
        return DialogueStep(state, [reply.text(words.checked)])

    def _told(self, state: DialogueState, heard: HeardValues, turn: ActionTurn) -> DialogueStep:
        after = self._next(state.but(values=state.values | heard.values), turn)
        wrong = [reply.text(self._words(turn).wrong[name]) for name in heard.wrong]
        return DialogueStep(after.state, [*wrong, *after.segments], after.commands)

    def _next(self, state: DialogueState, turn: ActionTurn) -> DialogueStep:
        """The first thing that is missing: the check, the reading, a value, the confirmation."""
        dialogue, words = BY_KIND[state.kind], self._words(turn)
        if turn.channel == SMS and not dialogue.by_sms:
            return DialogueStep(None, [self._text(words.refused["not_by_sms"], state.kind, words)])
        if level_of(turn) < dialogue.level:
            said = self._text(words.check, state.kind, words)
            return DialogueStep(state.but(phase="checking"), [said], [StartCheck(reason=state.kind)])
        if dialogue.reads and not state.has_read:
            reading = ReadBank(reading=Reading(about=dialogue.reads), wish=state.wish)
            return DialogueStep(state.but(phase="reading"), [reply.text(words.reading)], [reading])
        if dialogue.instructs is None:
            return DialogueStep(None, [reply.text(what_was_found(state.kind, state.found, words))])
        return self._instruct(state, turn) if state.agreed else self._ask(dialogue, state, turn)

    def _ask(self, dialogue: DialogueKind, state: DialogueState, turn: ActionTurn) -> DialogueStep:
        words = self._words(turn)
        state, empty = _filled(dialogue, state, self._today(turn))
        if empty:
            return DialogueStep(None, [self._text(words.nothing_found, state.kind, words)])
        missing = next((slot.name for slot in dialogue.slots if slot.name not in state.values), CONFIRM)
        state = state.but(phase="asking", asked=missing)
        return DialogueStep(state, self._question(state, words))

    def _question(self, state: DialogueState, words: Sayings) -> list[Segment]:
        if state.asked == CONFIRM:
            return [reply.text(confirmation(state, words))]
        slot = next(slot for slot in BY_KIND[state.kind].slots if slot.name == state.asked)
        asked = words.dialogues[state.kind].ask[slot.name]
        options = _options(slot, state)
        return [reply.choices(asked, options)] if options else [reply.text(asked)]

    def _instruct(self, state: DialogueState, turn: ActionTurn) -> DialogueStep:
        """Hands it to the bank; where the check is over by now, that comes first."""
        dialogue, words = BY_KIND[state.kind], self._words(turn)
        if level_of(turn) < dialogue.level:
            return self._next(state.but(agreed=True), turn)
        assert dialogue.instructs is not None  # noqa: S101  (only such a dialogue asks for a confirmation)
        command = InstructBank(instruction=dialogue.instructs(state.values, self._zone), wish=state.wish)
        said = self._text(words.instructed, state.kind, words)
        return DialogueStep(state.but(phase="instructed", agreed=False), [said], [command])

    def _read(self, state: DialogueState, turn: ActionTurn) -> DialogueStep:
        if turn.entities.get("state") != "done":
            return DialogueStep(None, [self._refusal(turn, state.kind)])
        found: dict[str, Any] = json.loads(turn.entities.get("found") or "{}")
        if state.phase == "resuming":
            left = resuming.state_of(found, turn)
            gone = self._text(self._words(turn).refused["nothing_left"], state.kind, self._words(turn))
            return self._resume(left, turn) if left else DialogueStep(None, [gone])
        state = state.but(found=found, has_read=True, tries=state.tries + 1, phase="asking")
        dialogue = BY_KIND[state.kind]
        told = still_right(dialogue, state, self._today(turn))
        return self._next(state.but(values=named_in(dialogue, state) | told), turn)

    def _result(self, state: DialogueState | None, turn: ActionTurn) -> DialogueStep:
        mine = state is not None and turn.entities.get("wish") == state.wish
        left = None if mine else state
        if turn.entities.get("state") != "done":
            return DialogueStep(left, [self._refusal(turn, "")])
        words = self._words(turn)
        if state is None or not mine:
            return DialogueStep(left, [self._of_kind(words.done, turn)])
        told = told_values(BY_KIND[state.kind], state)
        return DialogueStep(None, [reply.text(words.dialogues[state.kind].done.format_map(told))])

    def _refusal(self, turn: ActionTurn, kind: str) -> Segment:
        words = self._words(turn)
        said = words.refused.get(turn.entities.get("code", ""), words.not_done)
        return self._text(said, kind, words) if kind else self._of_kind(said, turn)

    def _of_kind(self, said: str, turn: ActionTurn) -> Segment:
        kind = turn.entities.get("wish", "").partition("-")[0]
        return self._text(said, kind, self._words(turn))

    def _text(self, said: str, kind: str, words: Sayings) -> Segment:
        name = words.dialogues[kind].name if kind in words.dialogues else words.states["open"]
        return reply.text(said.format(name=name, hotline=self._hotline))

    def _today(self, turn: ActionTurn) -> date:
        return turn.at.astimezone(self._zone).date()

    def _words(self, turn: ActionTurn) -> Sayings:
        return for_language(turn.words.in_chinese is not None)


def level_of(turn: ActionTurn) -> int:
    """How well the customer is known, by the facts that the hub has signed and by nothing else."""
    known = turn.facts.at(turn.at).verification
    return 0 if known is None else known.level


def _filled(dialogue: DialogueKind, state: DialogueState, today: date) -> tuple[DialogueState, bool]:
    """The state with what needs no asking, and whether there is nothing to choose from."""
    values = dict(state.values)
    for slot in dialogue.slots:
        if slot.options is None:
            if slot.default is not None:
                values.setdefault(slot.name, slot.default(today))
            continue
        items = items_of(slot, state.found)
        if not items:
            return state, True
        if len(items) == 1 or slot.options.first:
            values.setdefault(slot.name, items[0][slot.options.key])
    return state.but(values=values), False


def _options(slot: Slot, state: DialogueState) -> list[Segment]:
    items = items_of(slot, state.found)[:MOST_OPTIONS]
    if slot.options is None:
        return []
    key = slot.options.key
    return [
        reply.option(label_of(slot, item), PICK, **{PICKED_SLOT: slot.name, PICKED_VALUE: item[key]})
        for item in items
    ]
