"""What was read of the bank, and the values of a dialogue, in words."""

from collections.abc import Mapping
from typing import Any

from actions.dialogues.sayings import Sayings
from actions.dialogues.state import DialogueState
from actions.dialogues.table import BY_KIND, DialogueKind, Slot, items_of, label_of


def told_values(dialogue: DialogueKind, state: DialogueState) -> dict[str, str]:
    """The values as the customer reads them: an option by its label."""
    return {slot.name: _told(slot, state) for slot in dialogue.slots}


def _told(slot: Slot, state: DialogueState) -> str:
    value = state.values.get(slot.name, "")
    if slot.options is None:
        return value
    chosen = [item for item in items_of(slot, state.found) if item[slot.options.key] == value]
    return label_of(slot, chosen[0]) if chosen else value


def known_values(dialogue: DialogueKind, state: DialogueState, words: Sayings) -> str:
    """What was told of it so far, in one line; an option by its label, where that is known."""
    told = told_values(dialogue, state)
    items = {slot.name: items_of(slot, state.found) for slot in dialogue.slots}
    named = [name for name, value in told.items() if value and (items[name] or _plain(dialogue, name))]
    if "amount" in named:
        told["amount"] = words.yuan.format(amount=told["amount"])
    return "、".join(told[name] for name in named)


def _plain(dialogue: DialogueKind, name: str) -> bool:
    return next(slot.options for slot in dialogue.slots if slot.name == name) is None


def confirmation(state: DialogueState, words: Sayings) -> str:
    """The question whether all of it is right."""
    dialogue = BY_KIND[state.kind]
    return words.dialogues[state.kind].confirm.format_map(told_values(dialogue, state))


def what_was_found(kind: str, found: Mapping[str, Any], words: Sayings) -> str:
    """The answer of a dialogue that only reads."""
    return _FOUND[kind](found, words)


def _balance(found: Mapping[str, Any], words: Sayings) -> str:
    lines = [f"{each['product']}（{each['tail']}）：{each['available']}" for each in found["accounts"]]
    return words.balance.format(lines="\n".join(lines))


def _transactions(found: Mapping[str, Any], words: Sayings) -> str:
    lines = [f"{each['on']}  {each['about']}  {each['amount']}" for each in found["transactions"]]
    said = words.transactions if lines else words.no_transactions
    return said.format(account=found["account"], lines="\n".join(lines))


def _bill(found: Mapping[str, Any], words: Sayings) -> str:
    due = words.states["due"]
    lines = [
        f"{each['product']}（{each['tail']}）：{each['owed']}，{due.format(due_on=each['due_on'])}"
        for each in found["bills"]
    ]
    return words.bill.format(lines="\n".join(lines)) if lines else words.no_bill


def _requests(found: Mapping[str, Any], words: Sayings) -> str:
    lines = [
        f"{each['number']}  {_named(each, 'kind', words)}  {_named(each, 'state', words)}  {each['since']}"
        for each in found["requests"]
    ]
    return words.requests.format(lines="\n".join(lines)) if lines else words.no_requests


def _named(request: Mapping[str, str], name: str, words: Sayings) -> str:
    return words.states.get(request[name], request[name])


def _wealth(found: Mapping[str, Any], words: Sayings) -> str:
    return words.wealth.format(risk=found["risk"]) if found["risk"] else words.no_rating


_FOUND = {
    "balance": _balance,
    "transactions": _transactions,
    "bill": _bill,
    "loan_progress": _requests,
    "wealth": _wealth,
}
