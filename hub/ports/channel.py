"""What a connector is given when it is opened, and what it hands back."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hub.ports.contacts import Contacts
from hub.ports.files import BuiltFiles, MediaStore
from hub.ports.ingress import HowBrought
from hub.ports.knowledge import Questions, Ratings
from hub.ports.outside import Outside
from hub.ports.pubsub import Subscriber
from hub.ports.rules import ChannelRules
from hub.ports.sending import PassiveReplies, Receipts, Sender
from hub.ports.spine import Address, Admission, Clock, History, Inbox, Store

if TYPE_CHECKING:
    from sanic import Blueprint

    from hub.accounts import Account
    from hub.settings import Settings


def _to_nobody(identity: str) -> None:
    """Where nobody listens to who types."""


@dataclass(frozen=True, slots=True)
class ChannelContext:
    """What a connector is given when it is opened.

    `how_brought`: when a provider's call was taken, by this process or by an ingress that vouches for it.
    `join`: a subscriber among those of the same name in the other processes; `process`: the name under which
    this process takes leases; `built_files` by the application's name in `web/`; `accounts` are the
    connector's own, by its own model. `typing` tells that the customer of an identity types.
    """

    settings: Settings
    inbox: Inbox
    history: History
    questions: Questions
    ratings: Ratings
    admission: Admission
    receipts: Receipts
    passive_replies: PassiveReplies
    media: MediaStore
    contacts: Contacts
    outside: Outside
    built_files: Callable[[str], BuiltFiles]
    clock: Clock
    key_of: Callable[[Address], str]
    new_correlation_id: Callable[[], str]
    store: Store
    join: Callable[[str], Subscriber]
    how_brought: HowBrought
    process: str
    accounts: Sequence[Account] = ()
    typing: Callable[[str], None] = _to_nobody


@dataclass(frozen=True, slots=True)
class Channel:
    """What a connector offers: its name, its rules, its addresses on the hub, and its sender.

    `background` runs beside the server until it is cancelled.
    """

    name: str
    rules: ChannelRules
    blueprint: Blueprint
    sender: Sender
    background: Callable[[], Coroutine[Any, Any, None]] | None = None
