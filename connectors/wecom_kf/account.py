"""What an account of 微信客服 is made of."""

from typing import Annotated

from pydantic import Field

from hub.accounts import Account, Secret

Begins = Annotated[str, Field(pattern=r"^(greet|person|say:.{1,200})$")]
"""What a scene begins: the greeting, the wish for a person, or words in the customer's name."""

Words = Annotated[str, Field(max_length=600)]


class WecomKfAccount(Account):
    """One customer-service account (客服账号) of a corporation, which an application of its own may call.

    `corp_id`: 企业ID; `open_kfid`: the account's id there (wk…); `secret`: of the application that is listed
    in 微信客服 › 可调用接口的应用; `token` and `encoding_aes_key`: of the callbacks. `api`: where the API is;
    a simulator's is on loopback. `scenes`: what the scene of a link or a QR code begins; all others greet.
    `served` and `ended`: what a customer is told when one of the bank's people takes the session over in
    WeCom's own client, and when they end it; empty tells nothing. `look_every_s`: so often the feed is looked
    at with no callback, which may have been lost.
    """

    corp_id: str = Field(pattern=r"^[0-9A-Za-z_-]{8,64}$")
    open_kfid: str = Field(pattern=r"^wk[0-9A-Za-z_-]{6,62}$")
    secret: Secret
    token: Secret
    encoding_aes_key: Secret
    api: str = Field(default="https://qyapi.weixin.qq.com", pattern=r"^https?://[^\s/]+(/[^\s/]+)*$")
    scenes: dict[str, Begins] = Field(default={}, max_length=1000)
    served: Words = ""
    ended: Words = ""
    look_every_s: float = Field(default=300.0, ge=1.0, le=3600.0)
