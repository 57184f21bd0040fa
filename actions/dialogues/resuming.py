"""The question whether a dialogue goes on: after a long silence, or on another channel."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from actions import reply
from actions.dialogues.sayings import Sayings
from actions.dialogues.state import DialogueState
from actions.dialogues.table import BY_KIND
from actions.dialogues.telling import known_values
from actions.reply import Segment
from actions.turn import ActionTurn

PICK = "resume_dialogue"
"""The intent of both options; `reply` says which."""
LEFT, MOVED = "dialogue_left", "dialogue_moved"
"""What the hub notes: something was left under way elsewhere; what was under way here goes on elsewhere."""

OFFERS = ("resting", "offered", "resuming")
ELSEWHERE = ("offered", "resuming")


def offer_of(turn: ActionTurn, kind: str) -> DialogueState:
    """The offer that the hub's note makes: what it is, since when, and on which channel."""
    since = turn.entities.get("since", "")
    return DialogueState(
        kind=kind,
        began=turn.number,
        at=turn.at,
        phase="offered",
        said=since,
        values={"channel": turn.entities.get("channel", "")},
    )


def state_of(found: Mapping[str, Any], turn: ActionTurn) -> DialogueState | None:
    """The dialogue that was left elsewhere, as one of this conversation: its wishes are this turn's.

    None where it is of another form, or of a kind that is not there any more (another version wrote it).
    """
    left = found.get("dialogue")
    if not isinstance(left, Mapping) or left.get("kind") not in BY_KIND:
        return None
    values = {str(name): str(value) for name, value in dict(left.get("values") or {}).items()}
    said = str(left.get("said", ""))
    return DialogueState(kind=left["kind"], began=turn.number, at=turn.at, said=said, values=values)


def question(state: DialogueState, words: Sayings, *, today: date, zone: ZoneInfo) -> list[Segment]:
    """您昨天在办转账（300 元），还没有办完，要继续吗？ with both answers to choose from."""
    here = state.phase == "resting"
    since = state.at.astimezone(zone).date() if here else _day(state.said, today)
    known = known_values(BY_KIND[state.kind], state, words) if here else ""
    channel = "" if here else words.channels.get(state.values.get("channel", ""), "")
    prompt = words.goes_on.format(
        when=_when((today - since).days, words),
        where=words.on_channel.format(channel=channel) if channel else "",
        name=words.dialogues[state.kind].name,
        known=words.known.format(values=known) if known else "",
    )
    options = [
        reply.option(words.go_on, PICK, wish=state.wish, reply="yes"),
        reply.option(words.leave_it, PICK, wish=state.wish, reply="no"),
    ]
    return [reply.choices(prompt, options)]


def _day(told: str, today: date) -> date:
    try:
        return date.fromisoformat(told)
    except ValueError:
        return today


def _when(days: int, words: Sayings) -> str:
    return words.days_ago[min(max(days, 0), len(words.days_ago) - 1)]
