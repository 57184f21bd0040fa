"""`/staff/accounts/<account_id>/wecom`: who an account is at WeCom, where its cards go."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic import Field

from alerts.alerts import Alerts
from alerts.card import CHANNEL, TEST
from alerts.store import addresses
from hub.errors import BadInput
from hub.ports import Address, Clock, SendOutcome
from hub.staff import StaffCall, StaffModel, StaffRoute

PATH = "/staff/accounts/<account_id>/wecom"


class WecomAddress(StaffModel):
    """The application by its name in `accounts.yml`, and the member's user id in it; both empty: no cards."""

    channel_account: str = Field(default="", max_length=64, pattern=r"^[0-9A-Za-z_-]*$", examples=["staff"])
    member: str = Field(
        default="", max_length=64, pattern=r"^([0-9A-Za-z][0-9A-Za-z_.@-]*)?$", examples=["LiMing"]
    )


class WecomAddressShown(StaffModel):
    """The same, with the applications that there are, and what came of the last card (`code`: why not)."""

    channel_account: str
    member: str
    channel_accounts: list[str]
    told_at: datetime | None
    code: str


class CardTried(StaffModel):
    """What came of a card that was sent to try it; `code`: why it did not go."""

    sent: bool
    code: str


def routes(alerts: Alerts, clock: Clock, accounts: Mapping[str, Sequence[str]]) -> Sequence[StaffRoute]:
    """The routes of one hub process; `accounts`: the names of each channel's accounts."""

    async def show(call: StaffCall[Any]) -> WecomAddressShown:
        """Where somebody's cards go."""
        row = await addresses.get(call.connection, call.args["account_id"])
        return WecomAddressShown(
            channel_account=row.channel_account if row else "",
            member=row.member if row else "",
            channel_accounts=list(accounts.get(CHANNEL, ())),
            told_at=row.told_at if row else None,
            code=row.code if row else "",
        )

    async def change(call: StaffCall[WecomAddress]) -> WecomAddressShown:
        """Says where they go. Raises `BadInput`, `NotAllowed`."""
        account_id, body = call.args["account_id"], call.body
        await call.house.accounts.check_change(call.connection, call.staff, account_id)
        if bool(body.channel_account) != bool(body.member):
            raise BadInput("a card needs an application and a member's user id")
        if body.member:
            values = (body.channel_account, body.member)
            await addresses.put(call.connection, account_id, *values, clock.now())
        else:
            await addresses.remove(call.connection, account_id)
        call.note(channel_account=body.channel_account)
        return await show(call)

    async def send_test(call: StaffCall[Any]) -> CardTried:
        """Sends a card to try it; it names nothing."""
        async with call.house.database.read() as connection:
            row = await addresses.get(connection, call.args["account_id"])
        if row is None:
            return CardTried(sent=False, code="no_address")
        to = Address(CHANNEL, row.channel_account, row.member)
        delivery = await alerts.send(to, TEST, clock.now())
        return CardTried(sent=delivery.outcome is SendOutcome.SENT, code=delivery.code)

    about = {"account_id": "account"}
    return (
        StaffRoute("GET", PATH, right="accounts.read", about=about, answer=WecomAddressShown, handle=show),
        StaffRoute(
            "PUT",
            PATH,
            right="accounts.change",
            about=about,
            body=WecomAddress,
            answer=WecomAddressShown,
            handle=change,
            audit="account.wecom_changed",
        ),
        StaffRoute(
            "POST",
            f"{PATH}/test",
            right="accounts.change",
            about=about,
            answer=CardTried,
            handle=send_test,
            audit="account.wecom_tried",
            transaction=False,
        ),
    )
