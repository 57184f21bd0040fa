"""Alibaba Cloud as a provider: fills the registered template, and says what came of it."""

import asyncio
import secrets
from urllib.parse import urlsplit

import structlog

from connectors.kit.accounts import AccountKey
from connectors.kit.cutting import cut
from connectors.kit.http import AccountClient, Hosts, NotSent, ProviderResponse, Result, Unknown
from connectors.kit.http.exchange import Limits
from connectors.sms.account import AliyunAccount, SmsTemplate
from connectors.sms.aliyun.signing import canonical_query, signed_headers
from connectors.sms.provider import SendResult, SmsToSend
from hub.compact_json import write_json
from hub.errors import BadInput
from hub.ports import Clock, SendOutcome

ACTION, VERSION = "SendSms", "2017-05-25"
WITHIN_S = 8.0
BUSY_S = 5.0
RATE_S = 60.0
SETTING_S = 300.0

BUSY = frozenset(("isp.SYSTEM_ERROR",))
RATE = frozenset(("isv.BUSINESS_LIMIT_CONTROL", "isv.DAY_LIMIT_CONTROL", "isv.MONTH_LIMIT_CONTROL"))
SETTING = frozenset(
    (
        "isv.AMOUNT_NOT_ENOUGH",
        "isv.OUT_OF_SERVICE",
        "isv.ACCOUNT_NOT_EXISTS",
        "isv.ACCOUNT_ABNORMAL",
        "isv.SMS_SIGNATURE_ILLEGAL",
        "isv.SMS_SIGN_ILLEGAL",
        "isv.SMS_TEMPLATE_ILLEGAL",
        "isv.PRODUCT_UN_SUBSCRIPT",
        "isp.RAM_PERMISSION_DENY",
        "SignatureDoesNotMatch",
        "InvalidAccessKeyId.NotFound",
        "InvalidTimeStamp.Expired",
    )
)
"""What nothing is wrong with the message for: the account is mended, and the message goes."""

log = structlog.get_logger(__name__)


class AliyunProvider:
    """Implements `connectors.sms.provider.SmsProvider`."""

    def __init__(self, account: AliyunAccount, key: AccountKey, clock: Clock) -> None:
        self._account, self._key, self._clock = account, key, clock
        read = urlsplit(account.api)
        local = read.scheme == "http"
        hosts = Hosts(frozenset(() if local else {read.netloc}), frozenset({read.netloc} if local else ()))
        self._host = read.netloc
        self._client = AccountClient(key, hosts, Limits(total_s=WITHIN_S))

    async def send(self, to: str, ready: SmsToSend) -> SendResult:
        """As `Provider.send`; HELD, for people, where the registered template cannot carry the message."""
        account = self._account
        filled = None if account.template is None else fill(account.template, ready)
        if account.template is None or filled is None:
            return SendResult.not_taken(SendOutcome.HELD, "no_template")
        query = {
            "PhoneNumbers": to,
            "SignName": account.sign_name,
            "TemplateCode": account.template.code,
            "TemplateParam": write_json(filled),
        }
        headers = signed_headers(
            host=self._host,
            action=ACTION,
            version=VERSION,
            query=query,
            key=(account.access_key_id, account.access_key_secret.get_secret_value()),
            nonce=secrets.token_hex(16),
            at=self._clock.now(),
        )
        # The address is written as it was signed, and read by the client as it is.
        address = f"{account.api}/?{canonical_query(query)}"
        tried = to_tried(await self._client.ask("POST", address, headers=headers))
        if tried.delivery.retry_after_s == SETTING_S:
            log.error("sms.account_refused", **self._key._asdict(), why=tried.delivery.code)
        return tried

    async def run(self) -> None:
        """Has nothing to do: the gateway calls."""
        await asyncio.Event().wait()

    async def close(self) -> None:
        """Closes the connections."""
        await self._client.close()


def fill(template: SmsTemplate, ready: SmsToSend) -> dict[str, str] | None:
    """The variables of the template; None where it has no place for the whole, nor for a link to it.

    The link's variable is the last part of the address: what stands before it is the template's own text.
    """
    words = " ".join(ready.words.whole.split())
    whole = len(words) <= template.words_most and not ready.words.more
    if not template.link:
        return {template.words: words} if whole and words else None
    if len(words) > template.words_most:
        words = cut(words, template.words_most - 1, len)[0] + "…"
    return {template.words: words, template.link: ready.link.rpartition("/")[2]}


def to_tried(said: Result) -> SendResult:
    """What an answer means for the message; where the gateway may have taken it, people decide."""
    match said:
        case NotSent():
            return SendResult.not_taken(SendOutcome.RETRY, "not_reached")
        case Unknown():
            return SendResult.not_taken(SendOutcome.UNSURE, "no_answer")
        case ProviderResponse(status=429):
            return SendResult.not_taken(SendOutcome.RETRY, "http_429", retry_after_s=_seconds(said) or BUSY_S)
        case ProviderResponse(status=status) if status >= 500:
            return SendResult.not_taken(SendOutcome.UNSURE, f"http_{status}")
    return _read(said)


def _read(said: ProviderResponse) -> SendResult:
    try:
        content = said.json()
    except BadInput:
        content = None
    match content:
        case {"Code": "OK", "BizId": str(biz_id)} if said.status == 200 and biz_id:
            return SendResult.taken(biz_id)
        case {"Code": str(code)} if code != "OK":
            return _refused(code)
    # Neither a yes nor a no.
    return SendResult.not_taken(SendOutcome.UNSURE, f"http_{said.status}")


def _refused(code: str) -> SendResult:
    name = f"aliyun_{code}"[:64]
    if code.startswith("Throttling") or code in BUSY:
        return SendResult.not_taken(SendOutcome.RETRY, name, retry_after_s=BUSY_S)
    if code in RATE:
        return SendResult.not_taken(SendOutcome.RETRY, name, retry_after_s=RATE_S)
    if code in SETTING:
        return SendResult.not_taken(SendOutcome.RETRY, name, retry_after_s=SETTING_S)
    gone = "blacklisted" if code in ("isv.BLACK_KEY_CONTROL_LIMIT_USER", "isv.MOBILE_IN_BLACKLIST") else ""
    return SendResult.not_taken(SendOutcome.REJECTED, name, gone=gone)


def _seconds(said: ProviderResponse) -> float | None:
    text = said.headers.get("Retry-After", "").strip()
    return float(text) if text.isascii() and text.isdecimal() and len(text) < 6 else None
