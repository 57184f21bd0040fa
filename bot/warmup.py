"""Runs the whole path of a turn once before the bot says that it is ready."""

from bot.components.sentence_vectors import vectors_of
from bot.dialogue import TurnRunner
from bot.protocol import TextInput, TurnCall
from bot.trackers import Snapshot, build_tracker

QUESTION = "您好，我的银行卡丢了，请问怎么挂失？"


def warm_up(dialogue: TurnRunner) -> None:
    """Loads dictionaries and tables; raises when the model cannot understand or decide."""
    call = TurnCall(
        conversation="warm-up",
        turn=1,
        ask=1,
        base=0,
        deadline_s=1,
        correlation_id="",
        channel="webchat",
        at="",
        token="",
        input=TextInput(kind="text", text=QUESTION),
    )
    tracker = build_tracker(call.conversation, Snapshot(), dialogue.model.domain)
    tracker.update(dialogue.hear(call), dialogue.model.domain)
    dialogue.predict(tracker)
    vectors_of([QUESTION])  # few messages need one; the first must not wait for the encoder
