"""Where a mini-program hands in its customer's login at the bank, with the code of `wx.login`.

Both come in one call of the program itself: a link that somebody sends cannot carry one person's login into
another person's chat, as it could where a page took them one after the other.
"""

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sanic import Blueprint, HTTPResponse, Request
from sanic.response import empty

from connectors.kit.weixin.opener import Openers
from connectors.kit.weixin.served import ServedWeixin
from connectors.miniprogram.account import MiniProgramAccount
from hub.errors import BadInput, ForeignRequest, NotFound
from hub.ports import Address, Contacts

BODY_LIMIT = 8192


class HandedLogin(BaseModel):
    """What the program posts."""

    model_config = ConfigDict(extra="forbid")

    code: str = Field(min_length=1, max_length=128)
    login: str = Field(min_length=1, max_length=4096)


def add_sign_in(
    blueprint: Blueprint, served: Mapping[str, ServedWeixin[MiniProgramAccount]], contacts: Contacts
) -> None:
    """Adds `POST /miniprogram/<account>/sign-in`.

    It raises `BadInput`, `BadSignature`, `Conflict` (a login that was used), `NotFound`, `Overloaded`,
    `Unavailable`; `ForeignRequest` where a browser's page asks: programs send no `Origin`.
    """
    openers = {name: Openers(one.account, one.api) for name, one in served.items()}

    @blueprint.post("/miniprogram/<name:str>/sign-in")
    async def sign_in(request: Request, name: str) -> HTTPResponse:
        if name not in served:
            raise NotFound("there is no such account")
        if "Origin" in request.headers:
            raise ForeignRequest("this is for the mini-program itself")
        handed, one = _read(request.body), served[name]
        opener = await openers[name].of_program(handed.code)
        address = Address(*one.key, opener.openid)
        if opener.union_id and one.account.open_platform:
            await contacts.learn_union_id(address, one.account.open_platform, opener.union_id)
        await contacts.sign_in(address, handed.login)
        return empty()


def _read(body: bytes) -> HandedLogin:
    if len(body) > BODY_LIMIT:
        raise BadInput("what was handed in is too long")
    try:
        return HandedLogin.model_validate_json(body)
    except ValidationError:
        raise BadInput("what was handed in is no code with a login") from None
