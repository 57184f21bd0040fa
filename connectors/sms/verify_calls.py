"""Twilio's endpoints that the sender calls: recorded answers read, requests held against what it knows."""

import re
from datetime import UTC, datetime
from typing import Any

from pydantic import SecretStr

from connectors.kit.accounts import AccountKey
from connectors.kit.store import cursors
from connectors.kit.verifying import Bench, Case, Differs, NotMade, ProviderRequest, Unused
from connectors.kit.verifying.cases import first, words
from connectors.sms.account import TwilioAccount
from connectors.sms.provider import SendResult, SmsToSend
from connectors.sms.render import SmsWords
from connectors.sms.translate import CHANNEL, Incoming, SmsMessage
from connectors.sms.twilio.calls import TwilioCalls
from connectors.sms.twilio.catching_up import FEED, CatchingUp
from connectors.sms.twilio.provider import TwilioProvider
from hub.ports import SendOutcome

ACCOUNT_SID = f"AC{'a' * 32}"
LISTED_SINCE = datetime(2001, 1, 1, tzinfo=UTC)
MESSAGES = re.compile(r"/2010-04-01/Accounts/[^/]+/Messages\.json")
MEDIA = re.compile(r"/2010-04-01/Accounts/[^/]+/Messages/[^/]+/Media\.json")
UNUSED = "endpoint unused"
TO = "+12025550123"


async def try_example(bench: Bench, case: Case) -> None:
    """A recorded answer of an endpoint; raises what `judge` reads."""
    path, method = words(case, "endpoint", "url"), (words(case, "method") or "GET").upper()
    answer, status = first(case, "response"), int(first(case, "status") or 200)
    if not isinstance(answer, dict):
        raise NotMade("the answer is no JSON object")
    if MESSAGES.search(path) and method == "POST":
        _check_sent(await _send(bench, answer, status), answer, status)
    elif MESSAGES.search(path) and method == "GET":
        await _list(bench, answer)
    elif MEDIA.search(path) and method == "GET":
        await _files(bench, answer)
    else:
        raise Unused(UNUSED)


async def try_error(bench: Bench, case: Case) -> None:
    """A recorded refusal of a message; raises what `judge` reads."""
    answer = first(case, "response", "body", "json")
    answer = answer if isinstance(answer, dict) else {"code": int(first(case, "code", "error_code") or 0)}
    status = int(first(case, "status", "http_status") or answer.get("status") or 400)
    _check_sent(await _send(bench, answer, status), answer, status)


async def try_parameters(bench: Bench, case: Case) -> None:
    """What an endpoint takes: everything sent is known, of its form, and nothing required is missing."""
    if not MESSAGES.search(words(case, "endpoint", "url")):
        raise Unused(UNUSED)
    parameters = case.get("params")
    if not isinstance(parameters, dict):
        raise NotMade("the case has no parameters")
    for service in ("", f"MG{'b' * 32}"):
        await _send(bench, {"sid": f"SM{'1' * 32}"}, 201, service)
        _check_form(bench.vendor.last(_path("Messages.json")), parameters, first(case, "required") or ())


def _check_form(asked: ProviderRequest | None, parameters: dict[str, Any], required: Any) -> None:
    if asked is None or asked.method != "POST":
        raise Differs("nothing was posted")
    for name, value in asked.form.items():
        rule = parameters.get(name)
        if not isinstance(rule, dict):
            raise Differs(f"{name} is sent, and Twilio knows none")
        if "pattern" in rule and not re.search(rule["pattern"], value):
            raise Differs(f"{name} is not of its form")
        if not rule.get("minLength", 0) <= len(value) <= rule.get("maxLength", len(value)):
            raise Differs(f"{name} is not of its length")
        if value not in rule.get("enum", (value,)):
            raise Differs(f"{name} is none of its values")
    missing = [name for name in required if not asked.form.get(name)]
    if missing:
        raise Differs(f"{missing[0]} is not sent")


def _path(place: str) -> str:
    return f"/2010-04-01/Accounts/{ACCOUNT_SID}/{place}"


def _account(bench: Bench, service: str = "") -> TwilioAccount:
    return TwilioAccount.model_construct(
        name=bench.account(),
        provider="twilio",
        account_sid=ACCOUNT_SID,
        auth_token=SecretStr("auth-token"),
        number="+12025550100",
        messaging_service_sid=service,
        public_url="https://sms.bank.example",
        api=bench.vendor.address,
    )


async def _send(bench: Bench, answer: Any, status: int, service: str = "") -> SendResult:
    async def take(_incoming: Incoming) -> None:
        raise Differs("a message came in while one was sent")

    account = _account(bench, service)
    bench.vendor.begin({})
    bench.vendor.answer(_path("Messages.json"), answer, status)
    provider = TwilioProvider(account, bench.kit, AccountKey(CHANNEL, account.name), take)
    try:
        return await provider.send(
            TO, SmsToSend(SmsWords("您好", more=False), "https://sms.bank.example/s/1")
        )
    finally:
        await provider.close()


def _check_sent(tried: SendResult, answer: dict[str, Any], status: int) -> None:
    taken = status < 300 and "sid" in answer
    if taken and tried.provider_ids != (answer["sid"],):
        raise Differs(f"the message counts as {tried.delivery.outcome}, and its id is not known")
    if not taken and tried.delivery.outcome is SendOutcome.SENT:
        raise Differs("a refusal counts as sent")


async def _caught_up(bench: Bench) -> list[Incoming]:
    """What is handed in of the lists that the vendor gives."""
    taken: list[Incoming] = []

    async def take(incoming: Incoming) -> None:
        taken.append(incoming)

    account = _account(bench, f"MG{'b' * 32}")
    key = AccountKey(CHANNEL, account.name)
    calls = TwilioCalls(account, key)
    async with bench.kit.store.write() as connection:
        await cursors.advance(
            connection,
            key,
            FEED,
            read_at=cursors.BEGINNING,
            to=LISTED_SINCE.isoformat(),
            now=bench.kit.clock.now(),
        )
    try:
        await CatchingUp(account, bench.kit, key, calls, take).read()
    finally:
        await calls.close()
    return taken


async def _list(bench: Bench, page: dict[str, Any]) -> None:
    """A page of the list of messages: those that customers wrote are handed in, and no others."""
    bench.vendor.begin({})
    listed = [{**each, "account_sid": ACCOUNT_SID} for each in page.get("messages") or ()]
    for each in listed:
        files = {"media_list": [_file(each["sid"])] * int(each.get("num_media") or 0)}
        bench.vendor.answer(_path(f"Messages/{each['sid']}/Media.json"), files)
    bench.vendor.answer(_path("Messages.json"), {**page, "messages": listed, "next_page_uri": None})
    taken = await _caught_up(bench)
    said = sorted(each.provider_id for each in taken if isinstance(each, SmsMessage))
    wanted = sorted(each["sid"] for each in listed if each.get("direction") == "inbound")
    if said != wanted:
        raise Differs(f"{len(said)} messages were handed in, and customers wrote {len(wanted)}")


def _file(message: str) -> dict[str, str]:
    return {"content_type": "image/jpeg", "uri": _path(f"Messages/{message}/Media/ME{'1' * 32}.json")}


async def _files(bench: Bench, page: dict[str, Any]) -> None:
    """The list of a message's files: each is fetched where it lies."""
    sid, listed = f"MM{'1' * 32}", page.get("media_list") or []
    message = {
        "sid": sid,
        "account_sid": ACCOUNT_SID,
        "direction": "inbound",
        "from": TO,
        "to": "+12025550100",
        "body": "",
        "num_media": str(len(listed) or 1),
        "date_sent": "Fri, 24 May 2019 17:44:50 +0000",
    }
    bench.vendor.begin({_path(f"Messages/{sid}/Media.json"): page})
    bench.vendor.answer(_path("Messages.json"), {"messages": [message], "next_page_uri": None})
    (said,) = await _caught_up(bench)
    base = bench.vendor.address
    wanted = [(f"{base}{each['uri'].removesuffix('.json')}", each["content_type"]) for each in listed]
    if not isinstance(said, SmsMessage) or [(each.url, each.mime) for each in said.wanted] != wanted:
        raise Differs("other files would be fetched")
