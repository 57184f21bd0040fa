"""One application at the provider: its members, what each was sent, and what the page switches."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from simulators.wecom.rations import Rations
from simulators.weixin.customers import WeixinCustomers
from simulators.weixin.provider import SimulatedWeixin
from simulators.weixin.sealing import Sealer


class CorpMembers(WeixinCustomers):
    """All members of a corporation, by their user id."""

    def id_of(self, phone: str) -> str:
        """A member's user id."""
        return f"YuanQiao-{self.digest(phone)[:12]}"


@dataclass
class Corp(SimulatedWeixin):
    """The provider's side of one application.

    `sent`: requests that were carried out, to tell repeats. `taps`: by response code, who tapped which
    entry; `closed`: by member, the word on the button of an entry that is answered.
    """

    agent_id: int = 0
    rations: Rations = field(default_factory=Rations)
    unlicensed: set[str] = field(default_factory=set)
    tasks: set[str] = field(default_factory=set)
    sent: dict[str, tuple[float, str]] = field(default_factory=dict)
    taps: dict[str, tuple[str, int]] = field(default_factory=dict)
    closed: defaultdict[str, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))


def make_corp(account: dict[str, Any], hub_url: str) -> Corp:
    """The provider's side of an application as the hub knows it."""
    corp_id = account["corp_id"]
    return Corp(
        app_id=corp_id,
        origin_id=corp_id,
        agent_id=account["agent_id"],
        secret=account["secret"],
        sealer=Sealer(account["token"], account["encoding_aes_key"], corp_id),
        callback_url=f"{hub_url}/wecom/{account['name']}",
        customers=CorpMembers(corp_id),
    )
