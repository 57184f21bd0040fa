"""What an agent says passes here on its way to the customer, in the transaction that stores it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.agents import Agents
from handoff.store.reservations import TaskKey
from handoff.words.checking import WordingFinding, check_codes, check_text
from handoff.words.files import segment_of
from handoff.words.keeping import rules_at
from hub.errors import ForbiddenWords
from hub.messages import AuthorKind, Media, Text
from hub.staff import CurrentStaff
from hub.store import messages

LOOK_BACK = 200
"""So many messages of a conversation are read for what was said already."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: the account, the name that customers see, and where in the tree of branches."""

    account_id: str
    name: str
    branch_path: str

    @classmethod
    def of(cls, staff: CurrentStaff) -> Self:
        """Who is signed in."""
        return cls(staff.account_id, staff.name, staff.branch_path)


class Speaking:
    """Says what agents want said, where no rule stops it."""

    def __init__(self, commands: Agents) -> None:
        self._commands = commands

    async def check(self, connection: AsyncConnection, staff: Speaker, key: TaskKey, text: str) -> None:
        """Raises `ForbiddenWords` where a rule stops these words."""
        rules = await rules_at(connection, staff.branch_path)
        refuse(check_text(text, rules, await said_by_agents(connection, key)))

    async def do_say(
        self, connection: AsyncConnection, staff: Speaker, key: TaskKey, text: str, wish_id: str
    ) -> None:
        """Says it, once for each `wish_id`.

        Raises `ForbiddenWords`, and what `Agents.do_send` raises.
        """

        async def check() -> None:
            await self.check(connection, staff, key, text)

        said = (Text(text=text),)
        await self._commands.do_send(connection, staff.account_id, staff.name, key, said, wish_id, check)

    async def do_send_file(
        self,
        connection: AsyncConnection,
        staff: Speaker,
        key: TaskKey,
        media: Media,
        codes: Sequence[str],
        wish_id: str,
    ) -> None:
        """Sends a file that was kept for the customer; `codes`: the QR codes that were read in it.

        Raises `ForbiddenWords`, and what `Agents.do_send` raises.
        """

        async def check() -> None:
            rules = await rules_at(connection, staff.branch_path)
            refuse([*check_codes(codes, rules), *check_text(media.name, rules)])

        said = (segment_of(media),)
        await self._commands.do_send(connection, staff.account_id, staff.name, key, said, wish_id, check)


def refuse(found: Sequence[WordingFinding]) -> None:
    """Raises `ForbiddenWords` where something was found."""
    if found:
        kinds = ", ".join(sorted({each.kind for each in found}))
        raise ForbiddenWords(f"the message was not sent: {kinds}", found=[each.told() for each in found])


async def said_by_agents(connection: AsyncConnection, key: TaskKey) -> list[str]:
    """What agents have said in a conversation so far."""
    newest = await messages.newest(connection, key.identity, key.conversation, limit=LOOK_BACK)
    return [
        " ".join(segment.words() for segment in each.segments)
        for each in newest
        if each.author.kind is AuthorKind.AGENT
    ]
