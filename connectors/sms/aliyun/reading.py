"""What the gateway's calls say: lists of customers' messages and of receipts; pure functions."""

import hashlib
import hmac
import json
import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qs

from connectors.sms.account import AliyunAccount
from connectors.sms.mainland import read_upward
from connectors.sms.translate import Incoming, SmsReceipt
from hub.errors import BadInput, BadSignature, TooLarge
from hub.messages import Status
from hub.ports import Callback

MOST_BYTES = 512 * 1024
MOST_AT_ONCE = 500
CODE = re.compile(r"[0-9A-Za-z_:.-]{1,40}")
TOKEN = "token"  # noqa: S105  (a name)


def open_callback(account: AliyunAccount, callback: Callback) -> list[dict[str, Any]]:
    """The entries of a call; raises `BadSignature` where the address lacks the account's token, `BadInput`.

    The gateway signs nothing. Its calls are known by the token alone, and come by TLS.
    """
    given = parse_qs(callback.query, keep_blank_values=True).get(TOKEN, [])
    wanted = account.callback_token.get_secret_value().encode()
    if len(given) != 1 or not hmac.compare_digest(given[0].encode(), wanted):
        raise BadSignature("this address is not the one in the gateway's console")
    if len(callback.body) > MOST_BYTES:
        raise TooLarge("a call of the gateway's is shorter")
    try:
        listed = json.loads(callback.body)
    except (ValueError, RecursionError) as error:
        raise BadInput("the body is not JSON") from error
    if not isinstance(listed, list) or not 0 < len(listed) <= MOST_AT_ONCE:
        raise BadInput("a list is wanted")
    if not all(isinstance(each, dict) for each in listed):
        raise BadInput("a list of objects is wanted")
    return listed


def read_messages(listed: Sequence[dict[str, Any]]) -> list[Incoming]:
    """Customers' messages (SmsUp); raises `BadInput` where one of them is none."""
    return [
        read_upward(_word(each, "phone_number"), _id(each), str(each.get("content") or "")) for each in listed
    ]


def read_receipts(listed: Sequence[dict[str, Any]]) -> list[Incoming]:
    """What became of sends (SmsReport), by `biz_id`; raises `BadInput`."""
    return [_receipt(each) for each in listed]


def _receipt(entry: dict[str, Any]) -> SmsReceipt:
    biz_id, success, code = _word(entry, "biz_id"), entry.get("success"), str(entry.get("err_code") or "")
    if not isinstance(success, bool):
        raise BadInput("success is true or false")
    if success:
        return SmsReceipt(biz_id, Status.DELIVERED)
    return SmsReceipt(biz_id, Status.FAILED, f"aliyun_{code if CODE.fullmatch(code) else 'unknown'}")


def _id(entry: dict[str, Any]) -> str:
    """The gateway's number of a message; where it gives none, whose, when, and what."""
    number = entry.get("sequence_id")
    if isinstance(number, int | str) and re.fullmatch(r"[0-9]{1,32}", str(number)):
        return f"up-{number}"
    said = [str(entry.get(name)) for name in ("phone_number", "send_time", "dest_code", "content")]
    return f"up-{hashlib.sha256(json.dumps(said).encode()).hexdigest()}"


def _word(entry: dict[str, Any], name: str) -> str:
    value = entry.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= 64:
        raise BadInput(f"an entry without {name}")
    return value
