"""What Twilio's calls and its list of messages say; pure functions."""

import re
from collections.abc import Mapping
from typing import Any

from connectors.kit.ignored import Ignored
from connectors.sms.account import TwilioAccount
from connectors.sms.translate import (
    MOST_MEDIA,
    OPTED_OUT,
    Direction,
    Incoming,
    OptedOut,
    SmsMessage,
    SmsReceipt,
    WantedFile,
)
from hub.errors import BadInput
from hub.messages import Status

MESSAGE_SID = re.compile(r"(SM|MM)[0-9a-fA-F]{32}")
PHONE = re.compile(r"\+?[0-9]{3,15}")
NAME = re.compile(r"[a-z_]{1,32}")

OPTED_OUT_CODE = "21610"

STOP = frozenset(("STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"))
START = frozenset(("START", "UNSTOP"))
HELP = frozenset(("HELP", "INFO"))
"""Whole messages that Twilio answers by itself (Support for STOP, START and HELP).

YES counts as START for who has opted out, and for all others it is a word: see `intake`.
"""

FINAL = {
    "delivered": Status.DELIVERED,
    "read": Status.READ,
    "undelivered": Status.FAILED,
    "failed": Status.FAILED,
    "canceled": Status.FAILED,
}
PASSING = frozenset(
    (
        "accepted",
        "scheduled",
        "queued",
        "sending",
        "sent",
        "receiving",
        "received",
        "partially_delivered",
    )
)
"""Statuses that say no more than that Twilio has it."""


def read_message(form: Mapping[str, str], account: TwilioAccount) -> Incoming:
    """A customer's message; raises `BadInput` where it is none that this account gets."""
    _check_account(form, account)
    customer, to = form.get("From", ""), form.get("To", "")
    if ":" in customer:
        return Ignored("message.other_channel")  # whatsapp:+49…
    if not PHONE.fullmatch(customer):
        return Ignored("message.no_number")  # a word as its sender: nobody can answer that
    if to != account.number and not account.messaging_service_sid:
        raise BadInput("this is addressed to another number")
    wish = direction_of(form.get("Body", ""), form.get("OptOutType", ""))
    if wish == "help":
        return Ignored("message.help")
    if wish:
        return OptedOut(customer, _sid(form), back=wish == "start")
    return SmsMessage(customer, _sid(form), form.get("Body", ""), tuple(_files(form)))


def read_status(form: Mapping[str, str], account: TwilioAccount) -> Incoming:
    """What became of a send; raises `BadInput`."""
    _check_account(form, account)
    said = form.get("MessageStatus", "")
    status = FINAL.get(said)
    if status is None:
        if not NAME.fullmatch(said):
            raise BadInput("no status of a message")
        return Ignored(f"status.{said}" if said in PASSING else "status.other")
    code = form.get("ErrorCode", "")
    code = code if re.fullmatch(r"[0-9]{1,6}", code) else ""
    gone = OPTED_OUT if code == OPTED_OUT_CODE else ""
    why = f"twilio_{code or said}" if status is Status.FAILED else ""
    return SmsReceipt(_sid(form), status, why, form.get("To", "") if gone else "", gone)


def read_listed(listed: Mapping[str, Any], media: tuple[WantedFile, ...], account: TwilioAccount) -> Incoming:
    """A message as Twilio lists it, with the files that it names; raises `BadInput`."""
    form = {"AccountSid": "account_sid", "From": "from", "To": "to", "Body": "body", "MessageSid": "sid"}
    read = read_message({name: str(listed.get(key) or "") for name, key in form.items()}, account)
    return (
        SmsMessage(read.customer, read.provider_id, read.text, media)
        if isinstance(read, SmsMessage)
        else read
    )


def direction_of(body: str, told: str = "") -> Direction:
    """What a whole message means to Twilio's own opting out; `told`: OptOutType, where Twilio sends it."""
    match told.upper():
        case "STOP":
            return "stop"
        case "START":
            return "start"
        case "HELP":
            return "help"
    word = body.strip().upper()
    if word in STOP:
        return "stop"
    if word in START:
        return "start"
    return "help" if word in HELP else ""


def _check_account(form: Mapping[str, str], account: TwilioAccount) -> None:
    if form.get("AccountSid") != account.account_sid:
        raise BadInput("this is about another account")


def _sid(form: Mapping[str, str]) -> str:
    sid = form.get("MessageSid", "")
    if not MESSAGE_SID.fullmatch(sid):
        raise BadInput("a message without its id")
    return sid


def _files(form: Mapping[str, str]) -> list[WantedFile]:
    said = form.get("NumMedia") or "0"
    if not re.fullmatch(r"[0-9]{1,2}", said):
        raise BadInput("NumMedia is a number")
    return [
        WantedFile(form.get(f"MediaUrl{number}", ""), form.get(f"MediaContentType{number}", ""))
        for number in range(min(int(said), MOST_MEDIA))
    ]
