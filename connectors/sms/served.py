"""One account as it is served: what it is made of, and its provider."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from connectors.kit.accounts import AccountKey
from connectors.kit.opening import Kit
from connectors.sms.account import AliyunAccount, CmppAccount, SmsAccount, TwilioAccount
from connectors.sms.aliyun.provider import AliyunProvider
from connectors.sms.cmpp.provider import CmppProvider
from connectors.sms.intake import SmsIntake
from connectors.sms.provider import SendPace, SmsProvider
from connectors.sms.translate import CHANNEL, Incoming
from connectors.sms.twilio.provider import TwilioProvider

Take = Callable[[Incoming], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class ServedSms:
    """An account and what works for it."""

    account: SmsAccount
    key: AccountKey
    provider: SmsProvider
    pace: SendPace


def serve_account(account: SmsAccount, kit: Kit, intake: SmsIntake) -> ServedSms:
    """Puts together what one account needs."""
    key = AccountKey(CHANNEL, account.name)

    async def take(incoming: Incoming) -> None:
        await intake.take(key, incoming)

    provider = _open_provider(account, kit, key, intake, take)
    return ServedSms(account, key, provider, SendPace(account.per_second, kit.clock))


def _open_provider(
    account: SmsAccount, kit: Kit, key: AccountKey, intake: SmsIntake, take: Take
) -> SmsProvider:
    match account:
        case TwilioAccount():
            twilio = TwilioProvider(account, kit, key, take)
            intake.fetch_with(key, twilio.calls.file)
            return twilio
        case AliyunAccount():
            return AliyunProvider(account, key, kit.clock)
        case CmppAccount():
            return CmppProvider(account, key, take)
    raise TypeError(f"no provider for {type(account).__name__}")
