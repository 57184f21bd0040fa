"""Recorded cases about mini-programs, run through the webhook's and the sender's own code."""

from pydantic import SecretStr

from connectors.kit.verifying import Bench, Case, CaseVerdict, judge
from connectors.kit.weixin.platform import receiver_of
from connectors.kit.weixin.verifying.calls import try_contract, try_response
from connectors.kit.weixin.verifying.inbound import try_incoming
from connectors.kit.weixin.verifying.shared import at_once, verify_shared
from connectors.miniprogram.account import MiniProgramAccount
from connectors.miniprogram.known import UNUSED_KINDS
from connectors.miniprogram.translate import read_incoming
from connectors.miniprogram.verify_calls import API

KINDS = UNUSED_KINDS | {"event", "text", "image", "miniprogrampage"}

ACCOUNT = MiniProgramAccount.model_construct(
    name="verify",
    app_id="wx0123456789abcdef",
    secret=SecretStr("secret"),
    token=SecretStr("token"),
    encoding_aes_key=SecretStr("A" * 43),
)
"""A mini-program of nobody's: cases that name keys bring their own."""

RECEIVER = receiver_of(ACCOUNT, json=True)


async def verify(bench: Bench, kind: str, case: Case) -> CaseVerdict | None:
    """The verdict on a case about mini-programs, or one that all of Weixin's channels share."""
    if kind.startswith(("miniprogram.message.", "miniprogram.event.")):
        return await judge(at_once(lambda: _incoming(case)))
    if kind == "miniprogram.api_contract":
        return await judge(try_contract(bench, case, API))
    if kind == "miniprogram.api_response":
        return await judge(try_response(bench, case, API))
    return await verify_shared(kind, case, RECEIVER)


def _incoming(case: Case) -> None:
    try_incoming(case, RECEIVER, lambda fields: read_incoming(fields, ACCOUNT), KINDS)
