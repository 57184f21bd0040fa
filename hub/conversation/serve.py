"""Carries one turn from its opening to its end: asks, waits, tells the truth meanwhile, closes."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

import structlog

from hub.bus import Bus, Topic
from hub.conversation import close, joining, unanswered
from hub.conversation.bot_asker import BotAsker
from hub.conversation.diverting import Diverting, FoundWay, answer_of, told
from hub.conversation.pressing import Pressing
from hub.conversation.signs import TurnSigns
from hub.conversation.triage import NothingUrgent, Triage, Urgent
from hub.conversation.turn import FAILURES_LIMIT, Turn, left_s
from hub.crash_points import crash_here
from hub.engine.contract import BotAnswer, TextInput
from hub.errors import BotFailed, BotUnavailable, StoreUnavailable
from hub.hooks import Hooks
from hub.messages import NoticeCode
from hub.metrics import TURN_SECONDS, TURNS_CLOSED, URGENT_ANSWERS
from hub.outgoing import Courier
from hub.ports import ChannelRules, Clock, Sender
from hub.ports.diversion import Diversion, NoDiversion, Undecided
from hub.settings import Settings
from hub.store import turns
from hub.store.database import Database

RETRY_FIRST_S = 0.2
RETRY_LONGEST_S = 2.0
LOOK_BEHIND_S = 1.0
"""So often it is looked whether somebody who waits for a slow answer has written what cannot wait."""
ARTICLE_WITHIN_S = 2.0
"""So long what is urgent waits for the article that belongs below it."""
TALLY_AFTER_S = 0.002
"""An answer leaves before anything is told about it."""

log = structlog.get_logger(__name__)


class TurnServer:
    """Knows how to serve one turn; has no state of its own."""

    def __init__(
        self,
        database: Database,
        bus: Bus,
        clock: Clock,
        asker: BotAsker,
        hooks: Hooks,
        senders: dict[str, Sender],
        courier: Courier,
        settings: Settings,
        rules: Mapping[str, ChannelRules],
        triage: Triage | None = None,
        diversion: Diversion | None = None,
    ) -> None:
        """`senders` and `rules`: those of the channels, by name. `triage`: who knows what cannot wait.

        `diversion`: who knows where the bank's rules lead a turn.
        """
        self._database = database
        self._bus = bus
        self._clock = clock
        self._asker = asker
        self._hooks = hooks
        self._courier = courier
        self._settings = settings
        self._signs = TurnSigns(bus, clock, senders, rules, settings.waiting_after_s)
        self._triage = triage or NothingUrgent()
        self._pressing = Pressing(database, asker, self._triage)
        self._diverting = Diverting(diversion or NoDiversion())

    async def serve(self, turn: Turn) -> None:
        """Answers the turn, or fails it for people to see. Raises `LostLease`, `StoreUnavailable`."""
        showing = asyncio.create_task(self._signs.show_progress(turn))
        try:
            await self._until_closed(turn)
        finally:
            showing.cancel()

    async def _until_closed(self, turn: Turn) -> None:
        pause = RETRY_FIRST_S
        while left_s(turn, self._clock, self._settings.give_up_after_s) > 0:
            by_house, decided = await self._decide(turn)
            if by_house is not None:
                led = decided if isinstance(decided, FoundWay) else None
                await self._answer_by_house(turn, by_house, led)
                return
            words = await self._asker.input_of(turn)
            asked_at = self._clock.now()
            asking = asyncio.create_task(self._asker.ask(turn, words))
            try:
                turn, pressing = await self._wait_for_answer(turn, asking)
                if pressing:
                    turn = await self._take_in(turn)
                else:
                    done = await asking
                    crash_here("turn.ask.after_reply")
                    done, led = await self._diverting.applied(turn, done, decided)
                    again = await self._answer(turn, self._pressing.reminding(turn, done), asked_at, led)
                    if again is None:
                        return
                    turn = again
                    continue
            except BotUnavailable as error:
                log.warning("turn.bot_unavailable", why=error.fields.get("why"))
                turn = await self._take_in(turn)
            except BotFailed as error:
                turn = await self._count_failure(await self._take_in(turn), error)
                if turn.failures >= FAILURES_LIMIT and await self._pressing.judge(turn) is None:
                    await self._fail(turn, str(error.fields.get("bot_code", error.code)))
                    return
            finally:
                asking.cancel()
            if await self._pressing.judge(turn) is not None:
                continue
            # The wish may be among what has just been taken in: it waits for no further try.
            if await self._pressing.wishes_person(turn):
                await self._request_person(turn)
                return
            turn = await self._notice_when_late(turn)
            await self._rest(turn, pause)
            pause = min(pause * 2, RETRY_LONGEST_S)
        await self._fail(turn, "gave_up")

    async def _decide(self, turn: Turn) -> tuple[Urgent | None, FoundWay | Undecided | None]:
        """What the house itself answers, if anything, and where a rule leads the turn."""
        urgent = await self._pressing.judge(turn)
        if urgent is not None:
            return urgent, None
        decided = await self._diverting.before(turn, await self._pressing.pick(turn))
        if isinstance(decided, FoundWay) and decided.way.by_house:
            return answer_of(turn, decided.way), decided
        return None, decided

    async def _wait_for_answer(self, turn: Turn, asking: "asyncio.Task[BotAnswer]") -> tuple[Turn, bool]:
        """Waits for the answer, and tells the customer when it gets late; tells whether it was given up.

        It is where the customer has written behind the turn what is urgent, or that they want a person.
        """
        # The loop's clock may be a moment ahead of the day's: a wait that ends too early is taken up again.
        while not asking.done():
            left = LOOK_BEHIND_S
            if not turn.noticed:
                left = min(left, max(0.0, left_s(turn, self._clock, self._settings.late_after_s)))
            await asyncio.wait({asking}, timeout=left)
            if asking.done():
                break
            turn = await self._notice_when_late(turn)
            if await self._pressing.is_behind(turn):
                return turn, True
        return turn, False

    async def _rest(self, turn: Turn, pause: float) -> None:
        """Waits before the next try, and not beyond the moment at which the customer is to be told."""
        left = left_s(turn, self._clock, self._settings.late_after_s)
        await asyncio.sleep(pause if turn.noticed else min(pause, max(0.0, left)))

    async def _answer(
        self, turn: Turn, done: BotAnswer, asked_at: datetime, decided: FoundWay | None
    ) -> Turn | None:
        now = self._clock.now()
        hold = self._courier.hold(turn.identity, turn.address, now)
        try:
            async with self._database.write() as connection:
                closing = await close.do_answer(connection, turn, done, self._hooks, asked_at, now, hold)
                if closing.again is None:
                    await self._diverting.do_note(connection, decided)
                crash_here("turn.close.before_commit")
        except StoreUnavailable:
            if hold is not None:
                self._courier.doubt(hold)
            raise
        crash_here("turn.close.after_commit")
        if closing.written is not None:
            self._courier.deliver(closing.written)
        if closing.again is None:
            told(decided)
            self._closed(turn, closing.state, more=closing.more)
        return closing.again

    async def _answer_by_house(self, turn: Turn, urgent: Urgent, decided: FoundWay | None = None) -> None:
        """Answers what is urgent, or what a rule leads elsewhere: the bot need not be there."""
        below = None if urgent.ask is None else await self._article(turn, urgent.ask)
        now = self._clock.now()
        hold = self._courier.hold(turn.identity, turn.address, now)
        try:
            async with self._database.write() as connection:
                closing = await close.do_answer_urgently(
                    connection, turn, urgent, below, self._hooks, now, hold
                )
                await self._diverting.do_note(connection, decided)
                crash_here("turn.urgent.before_commit")
        except StoreUnavailable:
            if hold is not None:
                self._courier.doubt(hold)
            raise
        crash_here("turn.urgent.after_commit")
        if closing.written is not None:
            self._courier.deliver(closing.written)
        told(decided)
        if decided is None:
            URGENT_ANSWERS.labels(urgent.name).inc()
            log.info("turn.urgent", kind=urgent.name)
        self._closed(turn, closing.state, more=closing.more)

    async def _article(self, turn: Turn, question: str) -> BotAnswer | None:
        """The bot's answer with the article to a question of the house, where it has one at once."""
        try:
            async with asyncio.timeout(ARTICLE_WITHIN_S):
                done = await self._asker.ask(turn, TextInput(text=question))
        except (BotUnavailable, BotFailed, TimeoutError) as error:
            log.warning("turn.no_article", why=type(error).__name__)
            return None
        return done if close.article_of(done) else None

    async def _notice_when_late(self, turn: Turn) -> Turn:
        if turn.noticed or left_s(turn, self._clock, self._settings.late_after_s) > 0:
            return turn
        async with self._database.write() as connection:
            told = self._signs.tells(turn, NoticeCode.LATE)
            hotline, now = self._settings.bank_hotline, self._clock.now()
            noticed = await unanswered.do_notice_late(connection, turn, self._hooks, hotline, now, told=told)
            crash_here("turn.late.before_commit")
        crash_here("turn.late.after_commit")
        await self._signs.follow(turn, NoticeCode.LATE)
        log.warning("turn.late")
        return noticed

    async def _fail(self, turn: Turn, code: str) -> None:
        async with self._database.write() as connection:
            told = self._signs.tells(turn, NoticeCode.FAILED)
            hotline, now = self._settings.bank_hotline, self._clock.now()
            more = await unanswered.do_fail(connection, turn, code, self._hooks, hotline, now, told=told)
            crash_here("turn.fail.before_commit")
        crash_here("turn.fail.after_commit")
        log.error("turn.failed", code=code)
        await self._signs.follow(turn, NoticeCode.FAILED)
        self._closed(turn, "failed", more=more)

    async def _request_person(self, turn: Turn) -> None:
        async with self._database.write() as connection:
            more = await unanswered.do_request_person(
                connection,
                turn,
                self._hooks,
                self._settings.bank_hotline,
                self._clock.now(),
                told=self._signs.tells(turn, NoticeCode.PERSON_REQUESTED),
            )
            crash_here("turn.person.before_commit")
        crash_here("turn.person.after_commit")
        await self._signs.follow(turn, NoticeCode.PERSON_REQUESTED)
        self._closed(turn, "person_requested", more=more)

    async def _count_failure(self, turn: Turn, error: BotFailed) -> Turn:
        counted = replace(turn, failures=turn.failures + 1)
        log.warning("turn.bot_failed", code=error.fields.get("bot_code"), failures=counted.failures)
        async with self._database.write() as connection:
            await joining.check_lease(connection, turn)
            await turns.change(
                connection, turn.identity, turn.conversation, turn.number, failures=counted.failures
            )
        return counted

    async def _take_in(self, turn: Turn) -> Turn:
        """The turn with the words that came while the bot could not answer: they cost no ask."""
        async with self._database.write() as connection:
            return await joining.do_take_in(connection, turn, self._triage)

    def _closed(self, turn: Turn, state: str, *, more: bool) -> None:
        if more:
            self._bus.wake(Topic.WORK)
        took_s = (self._clock.now() - turn.opened_at).total_seconds()
        asyncio.get_running_loop().call_later(TALLY_AFTER_S, _tally, turn, state, took_s)


def _tally(turn: Turn, state: str, took_s: float) -> None:
    TURNS_CLOSED.labels(state).inc()
    TURN_SECONDS.observe(took_s)
    log.info("turn.closed", state=state, asks=turn.asks, failures=turn.failures)
