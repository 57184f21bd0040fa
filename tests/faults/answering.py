"""The stand-in bot of a run: answers by the kind of question, and checks what the hub tells it."""

import asyncio
import json
from collections import Counter
from typing import Any

from tests.faults.load import Kind, questions_in
from tests.support.bot import TestBot, done

SLOW_S = 0.9


class Answering:
    """Deterministic answers of a bot that keeps its trackers in memory, as docs/bot-protocol.md wants."""

    def __init__(self, bot: TestBot) -> None:
        self.asked: Counter[str] = Counter()
        self.histories = 0
        self.complaints: list[str] = []
        self._bot = bot
        self._at: dict[str, int] = {}
        self._told: dict[tuple[str, int], list[str]] = {}
        bot.answer = self.answer

    async def answer(self, ask: dict[str, Any]) -> tuple[int, Any]:
        """One turn's HTTP status and body."""
        self._bot.asks.clear()  # the bot's own list of asks would hold every history of a long run
        conversation, base = ask["conversation"], ask["base"]
        if ask["history"] is not None:
            self._check_history(ask)
        elif base and self._at.get(conversation) != base:
            self.histories += 1
            return 409, {"status": "history_needed", "turn": ask["turn"]}
        questions = questions_in(ask["input"]["text"])
        if ask["input"]["kind"] == "pick":
            return 503, {"status": "error", "turn": ask["turn"], "code": "not_ready", "detail": "no actions"}
        first = [question for question in questions if not self.asked[question.mark]]
        self.asked.update(question.mark for question in questions)
        if any(question.kind is Kind.SILENT for question in first):
            return 200, []
        if any(question.kind is Kind.POISON for question in questions):
            return 502, {"status": "error", "turn": ask["turn"], "code": "action_failed", "detail": "poison"}
        if any(question.kind is Kind.SLOW for question in questions):
            await asyncio.sleep(SLOW_S)
        words = " ".join(question.mark for question in questions)
        answer = done(ask, {"type": "text", "text": f"整存整取，到期自动转存。{words}"})
        self._at[conversation] = ask["turn"]
        self._told.setdefault((conversation, ask["turn"]), []).append(_plain(answer["events"]))
        return 200, answer

    def _check_history(self, ask: dict[str, Any]) -> None:
        past = ask["history"]["turns"]
        place = f"turn {ask['turn']} of {ask['conversation']}"
        if not past or past[-1]["turn"] != ask["base"]:
            self.complaints.append(f"the history of {place} does not end at its base {ask['base']}")
        for turn in past:
            told = self._told.get((ask["conversation"], turn["turn"]), [])
            if _plain(turn["events"]) not in told:
                self.complaints.append(f"the history of {place} has events in turn {turn['turn']} never told")


def _plain(events: Any) -> str:
    return json.dumps(events, sort_keys=True, ensure_ascii=False)
