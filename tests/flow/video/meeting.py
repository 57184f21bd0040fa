"""An agent and a customer who have met in a conversation."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest

from tests.support.clock import HandClock
from tests.support.desk import DeskClient, open_desk
from tests.support.house import House
from tests.support.staff import staff_client
from tests.support.video import Side, agent_side, has_link, ticket_of
from tests.support.webchat import WebchatClient

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What asks no query that the others do not ask."""


@dataclass
class Met:
    """An agent who has a customer's conversation, and both sides' lines."""

    house: House
    client: WebchatClient
    desk: DeskClient
    agent: Side
    conversation: str

    def later(self, seconds: float) -> None:
        """Turns the clock."""
        clock = self.house.hub.clock
        assert isinstance(clock, HandClock)
        clock.turn(seconds)

    async def link(self) -> str:
        """Has the agent offer a call; gives what stands in the link."""
        before = len(self.client.outgoing)
        assert await self.agent.ask("invite", conversation=self.conversation) == "done"
        await self.client.until(lambda: len(self.client.outgoing) > before and has_link(self.client))
        return ticket_of(self.client)


@asynccontextmanager
async def met(house: House) -> AsyncIterator[Met]:
    async with (
        staff_client(house.settings.staff_port) as browser,
        house.client() as client,
    ):
        assert (await browser.sign_in("li.ming")).status == 200
        async with open_desk(browser) as desk, agent_side(browser) as agent:
            await desk.wish("status", status="available")
            await client.acked(await client.send("找人工"))
            task = await desk.accept()
            yield Met(house, client, desk, agent, task.rpartition(".")[0])


async def come_in(side: Side, ticket: str) -> str:
    """Opens the link and wants in; gives the seat."""
    await side.put("enter", ticket=ticket)
    seated = await side.one(lambda frame: frame["type"] == "seated")
    assert seated["chat"] is True
    await side.put("ready")
    return str(seated["seat"])
