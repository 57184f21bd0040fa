"""One account as it is served: what it is made of, its receiver, its API, and what is uploaded for it."""

from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from connectors.kit.accounts import AccountKey
from connectors.kit.media import UploadedOnce
from connectors.kit.opening import Kit
from connectors.kit.weixin.api import WeixinApi
from connectors.kit.weixin.callbacks import Receiver
from hub.ports import MediaStore


class WebhookAccount(Protocol):
    """What the way in asks of an account."""

    @property
    def name(self) -> str:
        """Its name in `accounts.yml`."""
        ...

    @property
    def passive_replies(self) -> bool:
        """Whether answers may stand in responses to callbacks."""
        ...


Own = TypeVar("Own", bound=WebhookAccount)


@dataclass(frozen=True, slots=True)
class ServedWeixin(Generic[Own]):
    """An account and what works for it."""

    account: Own
    key: AccountKey
    receiver: Receiver
    api: WeixinApi
    uploaded: UploadedOnce


def serve_account(
    account: Own, kit: Kit, key: AccountKey, media: MediaStore, receiver: Receiver, api: WeixinApi
) -> ServedWeixin[Own]:
    """Puts together what one account needs."""
    return ServedWeixin(account, key, receiver, api, UploadedOnce(kit, key, media))
