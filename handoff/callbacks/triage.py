"""Answers a customer who wants to be called back, or written to again, with no bot."""

import re
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from handoff.callbacks import words
from handoff.callbacks.asking import PHONE, read_asked
from handoff.callbacks.planned import PlannedCallback
from hub.conversation.triage import Alert, Urgent
from hub.engine.contract import PickInput, Reply, SpokenText
from hub.messages import Message, RequestPerson, plain_text

NAME = "callback"
REASON = "客户预约回电"
REASON_HERE = "客户约定时间再联系"
_HAN = re.compile("[\u3400-\u9fff]")


class CallbackTriage:
    """Implements `hub.conversation.triage.Triage`; `zone`: the bank's, in which customers name times."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone

    def judge(
        self,
        said: Sequence[Message],
        pick: PickInput | None,
        alert: Alert | None,
        language: str | None,
    ) -> Urgent | None:
        """The answer, where the newest message asks for it: agreed, or what is missing."""
        if pick is not None or not said or said[-1].is_note:
            return None
        last = said[-1]
        asked = read_asked(plain_text(last.segments), last.created_at.astimezone(self._zone))
        if asked is None:
            return None
        english = (language or "").startswith("en") or not _HAN.search(plain_text(last.segments))
        commands: tuple[RequestPerson, ...] = ()
        if asked.by == PHONE and asked.number is None:
            answer = words.ASK_NUMBER_EN if english else words.ASK_NUMBER
        elif asked.at is None:
            answer = words.ASK_TIME_EN if english else words.ASK_TIME
        else:
            planned = PlannedCallback.of_number(asked.at, asked.number)
            answer, commands = words.agreed(planned, english=english), (_request(planned),)
        return Urgent(NAME, [SpokenText(text=answer)], commands, alert, up_to=last.seq)

    def presses(self, message: Message) -> bool:
        """No: it can wait for the bot's answer to another message."""
        return False

    def reminder(self, alert: Alert) -> Reply | None:
        """None."""
        return None


def _request(planned: PlannedCallback) -> RequestPerson:
    reason = REASON if planned.by == PHONE else REASON_HERE
    return RequestPerson(reason=reason, facts=planned.facts())
