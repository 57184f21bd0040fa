"""Recorded cases about Twilio, run through the webhook's and the sender's own code."""

import hashlib
from typing import Any
from urllib.parse import urlencode, urlsplit

from pydantic import SecretStr

from connectors.kit.ignored import Ignored
from connectors.kit.verifying import Bench, Case, CaseVerdict, Differs, NotMade, Unused, judge
from connectors.kit.verifying.cases import first, is_refusal, words
from connectors.sms.account import TwilioAccount
from connectors.sms.calls import CALLS
from connectors.sms.segments import count
from connectors.sms.translate import Incoming, OptedOut, SmsMessage, SmsReceipt
from connectors.sms.twilio.reading import FINAL, MESSAGE_SID, PASSING
from connectors.sms.twilio.signing import BODY_DIGEST, FORM, HEADER, check_signature, open_callback, sign
from connectors.sms.verify_calls import ACCOUNT_SID, try_error, try_example, try_parameters
from hub.errors import BadSignature, YuanqiaoError
from hub.ports import Callback

TOKEN = "auth-token"  # noqa: S105  (of no account: cases that name one bring their own)
PUBLIC = "https://sms.bank.example"
SIGNATURES = ("signature", "validat")
SEGMENTS = ("segment", "encoding")
CALLBACKS = ("inbound", "incoming", "webhook", "callback", "status", "message", "sms", "mms", "receipt")
"""What the names of kinds have in them; what none of these has says nothing about any code here."""


async def verify(bench: Bench, kind: str, case: Case) -> CaseVerdict | None:
    """The verdict on a case about Twilio (`twilio.*`); None for other kinds."""
    house, _, rest = kind.partition(".")
    if house != "twilio":
        return None
    return await judge(_try(bench, rest.partition(".")[0], case))


async def _try(bench: Bench, what: str, case: Case) -> None:
    if what.startswith("api_params"):
        await try_parameters(bench, case)
    elif what.startswith("enum"):
        _values(case)
    elif what.startswith("api_") and "error" not in what:
        await try_example(bench, case)
    elif "error" in what and not _form(case):
        await try_error(bench, case)
    elif any(each in what for each in SIGNATURES):
        _signature(case)
    elif any(each in what for each in SEGMENTS):
        _segments(case)
    elif any(each in what for each in CALLBACKS):
        _callback(case, told="status" in what or "MessageStatus" in _form(case))
    else:
        raise Unused("unknown kind")


def _form(case: Case) -> dict[str, str]:
    """The fields that were posted; raises `NotMade` where one stands several times."""
    said = first(case, "params", "form", "fields", "post", "body_params", "request")
    if not isinstance(said, dict):
        return {}
    form = {}
    for name, value in said.items():
        listed = value if isinstance(value, list) else [value]
        if len(listed) != 1:
            raise NotMade(f"a form in which {name} stands {len(listed)} times is refused")
        form[str(name)] = str(listed[0])
    return form


def _signature(case: Case) -> None:
    """A recorded signature: of an address and a form, or of an address that has the digest of a body."""
    url, token = words(case, "url", "uri"), words(case, "auth_token", "token", "authToken")
    given = words(case, "signature", "expect_signature", "expected_signature", "x_twilio_signature", "expect")
    if not url or not token:
        raise NotMade("the case has no address or no token")
    refused, form, body = is_refusal(case), _form(case), words(case, "body", "raw_body")
    try:
        if body and not form:
            kind = "application/json" if BODY_DIGEST in url else FORM
            _opened(token, url, given, body.encode(), kind)
        elif form and not _is_got(case):
            _opened(token, url, given, urlencode(form).encode(), FORM)
        else:
            # Of a call by GET all is in its address.
            check_signature(token, url.partition("#")[0], {} if _is_got(case) else form, given)
    except YuanqiaoError as error:
        if refused is False:
            raise Differs(f"refused ({error.code}): {error.detail}") from error
        return
    if refused:
        raise Differs("it was taken")


def _is_got(case: Case) -> bool:
    return words(case, "method").upper() == "GET"


def _opened(token: str, url: str, given: str, body: bytes, kind: str) -> None:
    parts = urlsplit(url)
    call = Callback("POST", parts.path, parts.query, {"content-type": kind, HEADER: given}, body)
    open_callback(token, f"{parts.scheme}://{parts.netloc}", call)


def _callback(case: Case, *, told: bool) -> None:
    """A recorded call, signed here: from the webhook to what is handed to the house.

    `told`: it tells what became of a message. What every call of Twilio's has is put in where it is left out.
    """
    form, refused = _form(case), is_refusal(case)
    if not form:
        raise NotMade("the case has no form")
    form.setdefault("AccountSid", ACCOUNT_SID)
    if told and "SmsStatus" in form:
        form.setdefault("MessageStatus", form["SmsStatus"])
    for name in ("MessageSid", "SmsSid", "SmsMessageSid"):
        if name in form:
            form[name] = _sid(form[name])
    form.setdefault("MessageSid", form.get("SmsSid") or form.get("SmsMessageSid") or "")
    try:
        incoming = _read(form, "/status" if told else "")
    except YuanqiaoError as error:
        if refused is False:
            raise Differs(f"refused ({error.code}): {error.detail}") from error
        return
    if refused:
        raise Differs("it was taken")
    _check(form, incoming)


def _read(form: dict[str, str], path: str) -> Incoming:
    account = TwilioAccount.model_construct(
        name="verify",
        provider="twilio",
        account_sid=form.get("AccountSid", ""),
        auth_token=SecretStr(TOKEN),
        number=form.get("To", ""),
        messaging_service_sid=form.get("MessagingServiceSid", ""),
        public_url=PUBLIC,
    )
    where = f"/sms/verify{path}"
    headers = {"content-type": FORM, HEADER: sign(TOKEN, f"{PUBLIC}{where}", form)}
    call = next(each for each in CALLS["twilio"] if each.path == path)
    forged = Callback("POST", where, "", headers | {HEADER: headers[HEADER][::-1]}, urlencode(form).encode())
    try:
        call.read(account, forged)
    except BadSignature:
        (incoming,) = call.read(account, Callback("POST", where, "", headers, urlencode(form).encode()))
        return incoming
    raise Differs("it was taken under another signature")


def _sid(value: str) -> str:
    """An id of a message: what is none in a case stands for one."""
    digest = hashlib.md5(value.encode(), usedforsecurity=False).hexdigest()
    return value if MESSAGE_SID.fullmatch(value) else f"SM{digest}"


def _check(form: dict[str, str], incoming: Incoming) -> None:
    match incoming:
        case SmsMessage(customer=customer, provider_id=sid, text=text, wanted=wanted):
            found = (customer, sid, text, str(len(wanted)))
            if found != (form["From"], form["MessageSid"], form.get("Body", ""), form.get("NumMedia") or "0"):
                raise Differs("another message was understood")
        case OptedOut(customer=customer):
            if customer != form["From"]:
                raise Differs("somebody else opted out")
        case SmsReceipt(provider_id=sid, status=status):
            if (sid, status) != (form["MessageSid"], FINAL.get(form["MessageStatus"])):
                raise Differs("another status was understood")
        case Ignored(kind="status.other"):
            raise NotMade(f"the status {form.get('MessageStatus')} is known to nobody here")


def _segments(case: Case) -> None:
    """What a text takes on a network."""
    text = first(case, "text", "body", "message", "input")
    if not isinstance(text, str):
        raise NotMade("the case has no text")
    expected = case.get("expect")
    wanted: dict[str, Any] = {**case, **(expected if isinstance(expected, dict) else {})}
    counted = count(text)
    segments = first(wanted, "segments", "segments_count", "segmentsCount", "num_segments", "segment_count")
    encoding = words(wanted, "encoding", "encodingName", "encoding_name").upper().replace("-", "")
    if isinstance(segments, list):
        segments = len(segments)
    if segments is None and not encoding:
        raise NotMade("the case tells neither segments nor encoding")
    if segments is not None and int(segments) != counted.segments:
        raise Differs(f"it takes {counted.segments} segments and not {segments}")
    if encoding and encoding != counted.encoding.replace("-", ""):
        raise Differs(f"it is {counted.encoding} and not {encoding}")


def _values(case: Case) -> None:
    """The values of a field: those of a message's status are each known, of others none is read."""
    values = {str(each) for each in first(case, "values") or ()}
    if "message" not in words(case, "test", "name", "enum") or not values & set(FINAL):
        raise Unused("endpoint unused")
    unknown = values - set(FINAL) - PASSING
    if unknown:
        raise Differs(f"the status {min(unknown)} is known to nobody here")
