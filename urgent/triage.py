"""Implements `hub.conversation.triage.Triage`: judges a turn, and says what stops the loss."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from hub.conversation.replies import PERSON_CHOICE, PERSON_INTENT, chosen
from hub.conversation.triage import Alert, Urgent
from hub.engine.contract import PickInput, Reply, SpokenText
from hub.messages import Message, RequestPerson, plain_text
from urgent.choices import URGENT_INTENT, asked_first, person_offered
from urgent.facts import Facts, facts_in, told
from urgent.follow_up import FollowUpMeaning, meaning_of
from urgent.heard import HeardAlarm, hear, of_another
from urgent.language import language_of
from urgent.normal import normalise
from urgent.recognise import kinds_in
from urgent.state import AlarmState, read_state
from urgent.words import Language, words

LOST = ("card_lost", "phone_lost")
"""Kinds in which nobody is at work on the customer: other business may go on beside them."""


class UrgentTriage:
    """Remembers nothing itself: what it has to remember it gives back with each answer."""

    def __init__(self, hotline: str) -> None:
        self._hotline = hotline

    def presses(self, message: Message) -> bool:
        """Whether a message is an alarm by itself."""
        return chosen([message]) is None and bool(kinds_in(plain_text(message.segments)))

    def reminder(self, alert: Alert) -> Reply | None:
        """The one thing to do, with the number to call."""
        state = read_state(alert)
        return None if state is None else self._text(words().reminder[state.language][state.kind])

    def judge(
        self,
        said: Sequence[Message],
        pick: PickInput | None,
        alert: Alert | None,
        language: str | None,
    ) -> Urgent | None:
        """As the port has it."""
        state = read_state(alert)
        choice = chosen(said)
        if choice is not None:
            return self._picked(said[-1].seq, pick, choice.id == PERSON_CHOICE, state, language)
        heard = None if state is not None and _reports(said) else hear(said, alarmed=state is not None)
        if heard is not None:
            known = language if state is None else state.language
            return self._alarm(heard, state, language_of(heard.text, known))
        return None if state is None else self._goes_on(said, state)

    def _alarm(self, heard: HeardAlarm, before: AlarmState | None, language: Language) -> Urgent:
        """The first answer to an alarm, or a shorter one where its kind is known already."""
        text = normalise(heard.text)
        new = facts_in(text)
        state = (before or AlarmState(heard.kind, language=language)).with_kind(heard.kind, new)
        state = state.in_language(language)
        again = before is not None and state.kind in before.kinds
        calm = heard.calm and before is None
        lines = []
        if again and new:
            lines.append(words().said.noted[language].format(facts=told(new, language)))
        lines.append(words().reminder[language][state.kind] if again else self._first(state, text))
        called = not calm and not (again and state.person)
        if heard.left:
            lines.append(words().said.left[language])
        state = state.with_person(asked=not calm)
        question = None if again else asked_first(state, calm=calm)
        own = heard.text if calm and language == "zh" else None
        more = question or ()
        return self._answer(state, lines, heard.up_to, *more, left=heard.left, own=own, called=called)

    def _goes_on(self, said: Sequence[Message], before: AlarmState) -> Urgent | None:
        """The answer to what is said while an alarm is on; None where it is a question of its own."""
        text = _joined(said)
        meaning = meaning_of(text, lost=before.kind in LOST) if text else FollowUpMeaning.ELSE
        if meaning is FollowUpMeaning.ELSE:
            return None
        new = facts_in(text)
        state = before.with_facts(new)
        if meaning is FollowUpMeaning.FOUND:
            if before.kind in LOST:
                return self._found(state, said[-1].seq)
            meaning = FollowUpMeaning.FACT
        lines = self._going_on(meaning, before, state, new, text)
        called = meaning is FollowUpMeaning.PERSON or not state.person
        answer = self._answer(state.with_person(), lines, said[-1].seq, called=called)
        return replace(answer, notes=meaning is FollowUpMeaning.FACT and state.kind in LOST)

    def _going_on(
        self, meaning: FollowUpMeaning, before: AlarmState, state: AlarmState, new: Facts, text: str
    ) -> list[str]:
        """What is said to a fact, a question about what to do, thanks."""
        said, language = words().said, state.language
        reminder = words().reminder[language][state.kind]
        lines = [said.heard[language], reminder]
        if state.kind != before.kind or meaning is FollowUpMeaning.HOW:
            lines = [self._first(state, text)]
        elif meaning is FollowUpMeaning.PERSON or state.kind == "life":
            lines = [reminder]
        elif meaning is FollowUpMeaning.DONE:
            lines = [said.done[language]]
        elif meaning is FollowUpMeaning.BACK:
            lines = [said.back[language], reminder]
        elif meaning is FollowUpMeaning.THANKS:
            lines = [said.thanks[language], reminder]
        elif new:
            lines = [said.noted[language].format(facts=told(new, language)), reminder]
        return lines

    def _found(self, state: AlarmState, up_to: int) -> Urgent:
        """What was lost is there again: the customer is told what to look at, and people that it is over."""
        state = state.with_facts({"found": True})
        answer = self._answer(state, [words().said.found[state.language]], up_to)
        return Urgent(answer.name, answer.replies, answer.commands, None, up_to)

    def _picked(
        self, seq: int, pick: PickInput | None, person: bool, before: AlarmState | None, language: str | None
    ) -> Urgent | None:
        """The answer to an option of ours, or to the wish for a person while an alarm is on."""
        person = person or (pick is not None and pick.intent == PERSON_INTENT)
        entities: Mapping[str, Any] = {}
        if pick is not None and pick.intent == URGENT_INTENT:
            entities = pick.entities
        elif not (person and before is not None):
            return None
        if before is None:
            before = AlarmState(str(entities["kind"]), language=language_of("", language))
        new = {name: entities[name] for name in ("card", "paid") if name in entities}
        state = before.with_facts(new)
        changed = state.kind != before.kind
        lines = []
        if new and state.person:
            lines.append(words().said.noted[state.language].format(facts=told(new, state.language)))
        lines.append(self._first(state, "") if changed else words().reminder[state.language][state.kind])
        called = person or changed
        state = state.with_person(asked=called)
        offered = () if state.person else (person_offered(state.language),)
        return self._answer(state, lines, seq, *offered, called=called)

    def _answer(
        self,
        state: AlarmState,
        lines: Sequence[str],
        up_to: int,
        *more: Reply,
        left: bool = False,
        own: str | None = None,
        called: bool = False,
    ) -> Urgent:
        """The answer with what is known from here on.

        `own`: the question that the customer asked calmly; `called`: a person is asked for now, and the
        answer ends with when one comes, which is told by who knows it.
        """
        return Urgent(
            name=f"urgent.{state.kind}",
            replies=(self._text(*lines), *more),
            commands=(_request(state, tells=called),) if state.person else (),
            alert=state.stored(),
            up_to=up_to,
            ask=state.article() or own,
            left=left,
        )

    def _text(self, *lines: str) -> SpokenText:
        return SpokenText(text="\n\n".join(lines).replace("{hotline}", self._hotline))

    def _first(self, state: AlarmState, text: str) -> str:
        texts = words().first[state.language]
        return texts["life_other"] if state.kind == "life" and of_another(text) else texts[state.kind]


def _reports(said: Sequence[Message]) -> bool:
    """Whether these words tell what was done or found ("已经挂失了"), which sounds like an alarm, too."""
    return meaning_of(_joined(said)) in (FollowUpMeaning.DONE, FollowUpMeaning.FOUND)


def _joined(said: Sequence[Message]) -> str:
    return "，".join(normalise(plain_text(message.segments)) for message in said)


def _request(state: AlarmState, *, tells: bool) -> RequestPerson:
    """The urgent request for a person, with what is known by now."""
    facts = {"what": list(state.kinds), **state.facts}
    return RequestPerson(reason=f"urgent.{state.kind}", urgent=True, facts=facts, tells=tells)
