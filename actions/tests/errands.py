"""A customer on errands: words as the bot understands them; the bank and the check as the hub notes them."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker
from rasa_sdk.types import DomainDict

from actions.base import NOTHING_NEW, Remember, TurnAction
from actions.dialogues.flow import Flow
from actions.dialogues.in_dialogue import GoOn, InDialogue
from actions.dialogues.state import SLOT
from actions.reply import say, text
from actions.tests.bank import action_call
from actions.turn import ActionTurn

NOON = datetime(2026, 11, 16, 4, 0, tzinfo=UTC)
ANSWERED = "知识库的回答"

FOUND: dict[str, dict[str, Any]] = {
    "cards": {
        "cards": [
            {"tail": "1111", "product": "远桥借记卡", "kind": "debit", "state": "active"},
            {"tail": "2222", "product": "远桥信用卡金卡", "kind": "credit", "state": "active"},
            {"tail": "3333", "product": "旧卡", "kind": "debit", "state": "lost"},
        ]
    },
    "accounts": {
        "accounts": [
            {"tail": "1111", "product": "活期一本通", "available": "9,876.50"},
            {"tail": "4444", "product": "薪金宝", "available": "30,000.00"},
        ]
    },
    "requests": {
        "requests": [{"number": "26110001", "kind": "loan", "state": "open", "since": "2026-11-01"}]
    },
    "wealth": {"risk": "R3", "holdings": []},
}
FOUND["transfer"] = FOUND["accounts"] | {
    "payees": [
        {"payee": "p1", "name": "李娜", "tail": "6688"},
        {"payee": "p2", "name": "房东老周", "tail": "0312"},
    ]
}
FOUND["bill"] = FOUND["accounts"] | {
    "bills": [{"tail": "2222", "product": "远桥信用卡金卡", "owed": "1,864.20", "due_on": "2026-11-28"}]
}
FOUND["transactions"] = FOUND["accounts"] | {
    "account": "1111",
    "transactions": [{"on": "2026-11-13", "amount": "-86.50", "about": "超市"}],
}


class Answers(TurnAction):
    """In the place of the knowledge base: what no dialogue takes comes here."""

    action_name = "action_answer"

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def act(self, dispatcher: CollectingDispatcher, turn: ActionTurn) -> Remember:
        """Says one sentence."""
        self.asked.append(turn.text)
        say(dispatcher, [text(ANSWERED)])
        return NOTHING_NEW


@dataclass
class Errand:
    """One conversation; its slots go through JSON after every turn."""

    channel: str = "webchat"
    level: int = 0
    now: datetime = NOON
    slots: dict[str, Any] = field(default_factory=dict)
    turn: int = 0
    commands: list[dict[str, Any]] = field(default_factory=list)
    options: list[dict[str, Any]] = field(default_factory=list)
    answers: Answers = field(default_factory=Answers)

    async def say(self, said: str, intent: str = "ask", **entities: str) -> str:
        """What is said to a message."""
        flow = Flow(ZoneInfo("Asia/Shanghai"), "95599")
        return await self._run(InDialogue(self.answers, flow, begins=True), said, intent, entities)

    async def note(self, intent: str, **entities: str) -> str:
        """What is said to what the house noted, or to an option that was picked."""
        flow = Flow(ZoneInfo("Asia/Shanghai"), "95599")
        return await self._run(GoOn(flow, self.answers), "", intent, entities)

    async def pick(self, label: str) -> str:
        """Chooses the option with these words in it."""
        pick = next(each["pick"] for each in self.options if label in each["label"])
        return await self.note(pick["intent"], **pick["entities"])

    async def passes(self, reason: str = "") -> str:
        """Passes the check that was begun, by the last turn where no reason is named."""
        if not reason:
            (command,) = self.commands
            assert command["type"] == "start_check"
            reason = command["reason"]
        self.level = 2
        return await self.note("check_passed", reason=reason)

    async def is_read(self, **other: str) -> str:
        """The bank tells what was asked of it."""
        (command,) = self.commands
        assert command["type"] == "read_bank"
        about = command["reading"]["about"]
        told = {"found": json.dumps(FOUND[about], ensure_ascii=False), "state": "done", "code": ""}
        return await self.note("bank_read", kind=f"read_{about}", wish=command["wish"], **told | other)

    async def comes_to(self, state: str = "done", code: str = "") -> str:
        """The bank has done what the last turn instructed, or not."""
        (command,) = self.commands
        kind = command["instruction"]["type"]
        return await self.note("bank_result", kind=kind, wish=command["wish"], state=state, code=code)

    @property
    def instruction(self) -> dict[str, Any]:
        """What the last turn wants the bank to do."""
        (command,) = self.commands
        assert command["type"] == "instruct_bank"
        return dict(command["instruction"])

    @property
    def open(self) -> bool:
        """Whether a dialogue is under way."""
        return self.slots.get(SLOT) is not None

    async def _run(self, action: TurnAction, said: str, intent: str, entities: dict[str, str]) -> str:
        self.turn += 1
        until = (self.now + timedelta(minutes=10)).isoformat()
        facts = {"verification": {"level": self.level, "until": until}} if self.level else {}
        call = action_call(
            action.name(),
            said,
            entities=entities,
            at=self.now.isoformat(),
            turn=self.turn,
            channel=self.channel,
            facts=facts,
        )
        call["tracker"]["latest_message"]["intent"] = {"name": intent, "confidence": 0.9}
        tracker = Tracker.from_dict(call["tracker"] | {"slots": self.slots})
        dispatcher = CollectingDispatcher()
        events = await action.run(dispatcher, tracker, DomainDict())  # type: ignore[typeddict-item]
        for event in json.loads(json.dumps(events)):
            self.slots[event["name"]] = event["value"]
        customs = [message["custom"] for message in dispatcher.messages]
        segments = [segment for custom in customs for segment in custom["segments"]]
        self.commands = [command for custom in customs for command in custom["commands"]]
        self.options = [option for each in segments for option in each.get("options", [])]
        assert segments, "whatever a turn does, the customer is told"
        return "\n".join(each.get("text") or each.get("prompt") for each in segments)
