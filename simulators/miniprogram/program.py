"""One mini-program at the provider: its customers, and what they have allowed."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from simulators.weixin.customers import WeixinCustomers
from simulators.weixin.provider import SimulatedWeixin
from simulators.weixin.sealing import Sealer


@dataclass
class Program(SimulatedWeixin):
    """The provider's side of one mini-program.

    `form`: what its callbacks are written in, as the console has it. `allowed`: by customer, how many
    subscription messages may still come. `login_page`: the bank's, to which the program's own button leads.
    `name`: what the hub calls the account.
    """

    form: str = "JSON"
    allowed: Counter[str] = field(default_factory=Counter)
    login_page: str = ""
    name: str = ""


def make_program(account: dict[str, Any], hub_url: str, pages_url: str = "", bank_url: str = "") -> Program:
    """The provider's side of a mini-program as the hub knows it; the bank's address where it has a site."""
    return Program(
        app_id=account["app_id"],
        origin_id=account["origin_id"],
        secret=account["secret"],
        sealer=Sealer(account["token"], account["encoding_aes_key"], account["app_id"]),
        callback_url=f"{hub_url}/miniprogram/{account['name']}",
        customers=WeixinCustomers(account["app_id"]),
        menu=[],
        name=account["name"],
        pages_url=pages_url or hub_url,
        login_page=f"{bank_url}/login" if bank_url else "",
    )
