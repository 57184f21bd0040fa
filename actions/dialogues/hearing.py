"""What a message tells the dialogue that is under way: values by entity, option, or an option's words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from actions.dialogues.state import DialogueState
from actions.dialogues.table import DialogueKind, Slot, items_of
from actions.turn import ActionTurn

PICK, PICKED_SLOT, PICKED_VALUE = "pick_value", "dialogue_slot", "dialogue_value"
LAST = "last"
LEAST_NAME = 2
_AGREED = re.compile(
    r"(?:对的?|是的?|好的?|行|可以|没错)?(?:我?确认|同意)(?:无误|冻结|挂失|转账|转出?|调整|还款|修改|更换|发送|预约|办理|提交)?"
    r"(?:吧|了|的)?"
)
_CORRECTS = re.compile(
    r"(?:啊|哦|等等|等一下)?[，,]?(?:不对|不是|错了|(?:说|写|打|搞|弄)错了?|改成|改为|应该是|我是说|换成)"
    r"|(?:no|sorry|i mean|make it|change it to)\b",
    re.I,
)
_GOES_ON = re.compile(
    r"(?:好的?|行|可以|要|嗯|那)?(?:继续|接着)(?:办|办理|转|还|改|冻结|挂失|预约|查|往下)*(?:吧|啊|呀|了|的|下去)?"
    r"|(?:yes)?(?:please)?(?:goon|continue)(?:please)?",
    re.I,
)
_NOISE = re.compile(r"[\s，,。.！!?？]+")


@dataclass(frozen=True, slots=True)
class HeardValues:
    """The values that were told, checked; `wrong`: what could not be taken, by the name of its sentence."""

    values: dict[str, str] = field(default_factory=dict)
    wrong: tuple[str, ...] = ()


def hear(dialogue: DialogueKind, state: DialogueState, turn: ActionTurn, today: date) -> HeardValues:
    """What a message tells."""
    if turn.intent == PICK:
        return _picked(dialogue, state, turn)
    told: dict[str, str] = {}
    wrong: list[str] = []
    for slot in dialogue.slots:
        if slot.options is not None:
            value = _chosen(slot, state, turn.text, turn.entities)
            if value:
                told[slot.name] = value
        elif slot.entity in turn.entities and slot.check is not None:
            checked = slot.check(turn.entities[slot.entity], today)
            if checked is None:
                wrong.append(slot.name)
            else:
                told[slot.name] = checked
    if not told and not wrong and _names_no_option(dialogue, state, turn):
        wrong.append("options")
    return HeardValues(told, tuple(wrong))


def agrees(turn: ActionTurn) -> bool:
    """Whether a message says yes to a confirmation: 好的, 确认转账, yes please."""
    if turn.entities.get("reply") == "yes":
        return turn.intent in ("affirm", "thanks")
    return _AGREED.fullmatch(_NOISE.sub("", turn.text)) is not None


def corrects(turn: ActionTurn) -> bool:
    """Whether a message corrects what was said: 不对，是500; a bare figure does so, too."""
    return turn.entities.get("reply") == "figure" or _CORRECTS.match(turn.text.strip()) is not None


def goes_on(turn: ActionTurn) -> bool:
    """Whether a message says yes to the question whether a dialogue goes on: 继续, 好的, go on."""
    return agrees(turn) or _GOES_ON.fullmatch(_NOISE.sub("", turn.text)) is not None


def still_right(dialogue: DialogueKind, state: DialogueState, today: date) -> dict[str, str]:
    """The values that hold after a time: an option that the bank still has, a day that has not passed."""
    kept = dict(state.values)
    for slot in dialogue.slots:
        value = kept.get(slot.name, "")
        known = [item[slot.options.key] for item in items_of(slot, state.found)] if slot.options else []
        gone = slot.options is not None and value not in known
        passed = slot.ages and slot.check is not None and bool(value) and slot.check(value, today) is None
        if gone or passed:
            kept.pop(slot.name, None)
    return kept


def named_in(dialogue: DialogueKind, state: DialogueState) -> dict[str, str]:
    """The options that the words named which began the dialogue, now that they are known."""
    entities = {"card_tail": found[0]} if (found := re.findall(r"(?<!\d)\d{4}(?!\d)", state.said)) else {}
    values = {
        slot.name: _chosen(slot, state, state.said, entities) for slot in dialogue.slots if slot.options
    }
    return {name: value for name, value in values.items() if value}


def _picked(dialogue: DialogueKind, state: DialogueState, turn: ActionTurn) -> HeardValues:
    name, value = turn.entities.get(PICKED_SLOT, ""), turn.entities.get(PICKED_VALUE, "")
    for slot in dialogue.slots:
        if slot.name == name and slot.options:
            allowed = [item[slot.options.key] for item in items_of(slot, state.found)]
            return HeardValues({name: value}) if value in allowed else HeardValues(wrong=("options",))
    return HeardValues(wrong=("options",))


def _chosen(slot: Slot, state: DialogueState, text: str, entities: Mapping[str, str]) -> str:
    """The key of the one option that is meant, by its place, its last digits or its name; empty for none."""
    items = items_of(slot, state.found)
    if slot.options is None or not items:
        return ""
    if state.asked == slot.name and (placed := _at(items, entities.get("reply", ""))):
        return placed[slot.options.key]
    tail = entities.get(slot.entity, "")
    meant = [item for item in items if tail and item.get("tail") == tail] or [
        item for item in items if _is_named(item, text, only_one=state.asked == slot.name)
    ]
    return meant[0][slot.options.key] if len(meant) == 1 else ""


def _at(items: list[dict[str, str]], place: str) -> dict[str, str] | None:
    if place in (LAST, "this"):
        return items[-1] if place == LAST or len(items) == 1 else None
    return items[int(place) - 1] if place.isdecimal() and 0 < int(place) <= len(items) else None


def _is_named(item: Mapping[str, Any], text: str, *, only_one: bool) -> bool:
    """Whether words name an option: by its whole name, or where it was asked for by a part of it."""
    plain = _NOISE.sub("", text)
    name = str(item.get("name") or item.get("product") or "")
    if name and name in plain:
        return True
    return only_one and LEAST_NAME <= len(plain) <= len(name) and plain in name


def _names_no_option(dialogue: DialogueKind, state: DialogueState, turn: ActionTurn) -> bool:
    """Whether a place or last digits were told where an option was asked for, and there is none such."""
    asked = next((slot for slot in dialogue.slots if slot.name == state.asked and slot.options), None)
    return asked is not None and (turn.intent == "choose" or asked.entity in turn.entities)
