"""What the house and its parts do in conversations: say, hand over, close, note what was learned.

Each `do_…` writes in the caller's transaction, tells the parts, and wakes who has to act once it is on disk.
Order of locks everywhere: identity, conversation, work.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.bus import Bus, Topic
from hub.conversation.abandon import abandon
from hub.conversation.owner import Owner, Ownership
from hub.conversation.replies import to_segments
from hub.engine.contract import OfferedChoices
from hub.errors import Conflict, NotFound
from hub.ids import new_correlation_id
from hub.messages import Author, AuthorKind, Direction, Facts, Message, Segment, Status, Trigger
from hub.outgoing import Recipient, write_outgoing
from hub.ports import ChannelRules, Clock
from hub.reactions import Arrived, Closed, Happening, OwnerChanged, Reactions, Said
from hub.store import conversations, identities, messages, work
from hub.store.after_commit import after_commit

HANDED_BACK = "handed_back"
"""The name of the trigger by which the bot learns that it has a conversation back."""


class Conversations:
    """Writes in conversations for whoever is not the customer and not the turn's own answer."""

    def __init__(
        self, bus: Bus, clock: Clock, rules: Mapping[str, ChannelRules], reactions: Reactions
    ) -> None:
        """`rules`: those of the channels, by name."""
        self._bus = bus
        self._clock = clock
        self._rules = rules
        self._reactions = reactions

    async def do_say(
        self,
        connection: AsyncConnection,
        identity: str,
        conversation: int,
        segments: Sequence[Segment],
        *,
        author: Author,
        epoch: int | None = None,
        correlation_id: str | None = None,
        reply_to: int | None = None,
    ) -> Message:
        """Says something unasked in an open conversation, numbered behind all that is there.

        What an agent must not have written (a full card number, a password) is not stored, as with customers.
        `epoch`: of the owner who speaks; None for the house, which needs not own what it speaks in.
        Raises `NotFound`, and `Conflict` where it is closed or has another owner by now.
        """
        row = await self._open(connection, identity, conversation)
        if epoch is not None:
            _check_epoch(row, epoch)
        to = Recipient(identity, conversation, await identities.address_of(connection, identity))
        written = await write_outgoing(
            connection,
            to,
            tuple(segment.without_secrets() for segment in segments),
            author=author,
            correlation_id=correlation_id or new_correlation_id(),
            now=self._clock.now(),
            after=row.last_seq,
            reply_to=reply_to,
        )
        await self._reactions.tell(connection, Said(written.message))
        self._wake(connection, Topic.OUTBOX)
        return written.message

    async def do_ask(
        self,
        connection: AsyncConnection,
        identity: str,
        conversation: int,
        question: OfferedChoices,
        *,
        author: Author,
    ) -> Message:
        """Asks something with options in an open conversation, as `do_say` says things.

        What picking one means reaches whoever answers the turn that it opens. Raises `NotFound`, `Conflict`.
        """
        row = await self._open(connection, identity, conversation)
        segments, picks = to_segments([question], conversation=conversation, seq=row.last_seq + 1)
        to = Recipient(identity, conversation, await identities.address_of(connection, identity))
        written = await write_outgoing(
            connection,
            to,
            segments,
            author=author,
            correlation_id=new_correlation_id(),
            now=self._clock.now(),
            after=row.last_seq,
            picks=picks,
        )
        await self._reactions.tell(connection, Said(written.message))
        self._wake(connection, Topic.OUTBOX)
        return written.message

    async def do_hand_over(
        self,
        connection: AsyncConnection,
        identity: str,
        conversation: int,
        *,
        to: Owner,
        owner_id: str | None = None,
        epoch: int,
        agreed: str | None = None,
    ) -> Ownership:
        """Gives an open conversation to another owner, if `epoch` is still the newest.

        `agreed`: what an agent who hands back to the bot has agreed with the customer; the bot takes it up
        in a turn of its own. Raises `NotFound`, and `Conflict` where somebody else was faster.
        """
        row, now = await self._open(connection, identity, conversation), self._clock.now()
        _check_epoch(row, epoch)
        values: dict[str, object] = {"owner": to, "owner_id": owner_id, "epoch": epoch + 1}
        back = Owner(row.owner).is_person and not to.is_person
        if back:
            # What was said to a person is not asked of the bot afterwards.
            values["covered_seq"] = row.last_seq
            # And what was urgent has had its person.
            values["alert"] = None
        await conversations.change(connection, identity, conversation, **values)
        if to.is_person:
            await abandon(connection, identity, conversation, code="owner_changed", now=now)
        changed = OwnerChanged(identity, conversation, row.owner, to, owner_id, epoch + 1)
        await self._reactions.tell(connection, changed)
        if back and agreed is not None:
            trigger = Trigger(name=HANDED_BACK, details={"agreed": agreed} if agreed else {})
            await self.do_note(connection, identity, trigger, key=f"{HANDED_BACK}.{conversation}.{epoch}")
        return Ownership(to, owner_id, epoch + 1)

    async def do_close(
        self,
        connection: AsyncConnection,
        identity: str,
        conversation: int,
        *,
        by: str,
        at: datetime | None = None,
    ) -> bool:
        """Closes a conversation and ends what the bot was doing in it; tells whether it was open.

        `at`: when it ended, where that is not now.
        """
        row = await conversations.lock(connection, identity, conversation)
        if row is None or row.closed_at is not None:
            return False
        now = self._clock.now()
        await conversations.change(connection, identity, conversation, closed_at=at or now, closed_by=by)
        # Nobody reads a closed conversation: an answer to it would only surprise in the next one.
        await abandon(connection, identity, conversation, code="closed", now=now)
        await self._reactions.tell(connection, Closed(identity, conversation, by))
        return True

    async def current(
        self, connection: AsyncConnection, identity: str, last: int, channel: str, now: datetime
    ) -> Any:
        """The identity's open conversation, locked, or a new one.

        `last`: the number of its newest; the caller holds the identity's row. One that was silent too long
        is closed, unless a person owns it or is awaited in it: those end it themselves.
        """
        idle = timedelta(seconds=self._rules[channel].idle_close_s)
        row = await conversations.lock(connection, identity, last) if last else None
        if row is not None and row.closed_at is None:
            if row.owner != Owner.BOT or now - row.last_message_at <= idle:
                return row
            await self.do_close(connection, identity, last, by="idle", at=row.last_message_at)
        await identities.set_last_conversation(connection, identity, last + 1)
        return await conversations.open_new(connection, identity, last + 1, now)

    async def do_note(
        self, connection: AsyncConnection, identity: str, trigger: Trigger, *, key: str
    ) -> Message | None:
        """Stores what the house has learned as a numbered message of its own, which opens a turn.

        In a person's conversation the person sees it, and no turn is opened. `key`: unique for what was
        learned; a second note of the same does nothing, and None is given. Raises `NotFound`.
        """
        now, provider_id = self._clock.now(), self.noted_as(key)
        person = await identities.lock(connection, identity)
        if person is None:
            raise NotFound("nobody has this identity")
        if await messages.by_provider_id(connection, identity, provider_id) is not None:
            return None
        row = await self.current(connection, identity, person.last_conversation, person.channel, now)
        message = Message(
            identity=identity,
            conversation=row.conversation,
            seq=row.last_seq + 1,
            direction=Direction.IN,
            author=Author(kind=AuthorKind.SYSTEM),
            segments=(trigger,),
            correlation_id=new_correlation_id(),
            created_at=now,
            status=Status.ACCEPTED,
            provider_id=provider_id,
        )
        await messages.add(connection, message)
        await conversations.change(
            connection, identity, row.conversation, last_seq=message.seq, last_message_at=now
        )
        if not Owner(row.owner).is_person:
            await work.schedule(connection, identity, row.conversation, now)
            self._wake(connection, Topic.WORK)
        await self._reactions.tell(connection, Arrived(message, row.owner))
        return message

    @staticmethod
    def noted_as(key: str) -> str:
        """The provider's id under which a note with this key is stored."""
        return f"house:{key}"

    async def do_tell(self, connection: AsyncConnection, happening: Happening) -> None:
        """Tells the other parts of something that one of them knows first (`hub.reactions`)."""
        await self._reactions.tell(connection, happening)

    async def do_set_facts(self, connection: AsyncConnection, identity: str, facts: Facts) -> None:
        """Sets what is known for certain of a person; names that are not given stay as they are.

        Raises `NotFound`.
        """
        person = await identities.lock(connection, identity)
        if person is None:
            raise NotFound("nobody has this identity")
        known = Facts.model_validate(person.facts or {})
        await identities.set_facts(connection, identity, known.joined(facts))

    async def _open(self, connection: AsyncConnection, identity: str, conversation: int) -> Any:
        row = await conversations.lock(connection, identity, conversation)
        if row is None:
            raise NotFound("there is no such conversation")
        if row.closed_at is not None:
            raise Conflict("the conversation is closed", closed_by=row.closed_by)
        return row

    def _wake(self, connection: AsyncConnection, topic: Topic) -> None:
        after_commit(connection, lambda: self._bus.wake(topic))


def _check_epoch(row: Any, epoch: int) -> None:
    if row.epoch != epoch:
        raise Conflict("the conversation has another owner now", owner=row.owner, epoch=row.epoch)
