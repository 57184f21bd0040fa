"""What an application of a corporation is made of."""

from pydantic import Field

from connectors.kit.weixin.incoming import Begins
from hub.accounts import Account, Secret


class WecomAccount(Account):
    """A self-built application (自建应用): what stands on its page in the console of the corporation.

    `corp_id`: 我的企业 › 企业ID; `agent_id` and `secret`: the application's own. `api`: where the API is; a
    simulator's is on loopback. `keys` and `scenes`: what a key of the menu, or the text of a scanned code,
    begins; all others greet. `greet_on_enter`: whether who opens the application is greeted, once a day.
    `markdown`: whether answers keep their form, which members who read in WeChat's plug-in cannot see.
    """

    corp_id: str = Field(pattern=r"^(ww|wx)[0-9a-zA-Z]{14,30}$")
    agent_id: int = Field(ge=1, le=2**31 - 1)
    secret: Secret
    token: Secret
    encoding_aes_key: Secret
    api: str = Field(default="https://qyapi.weixin.qq.com", pattern=r"^https?://[^\s/]+(/[^\s/]+)*$")
    keys: dict[str, Begins] = Field(default={}, max_length=200)
    scenes: dict[str, Begins] = Field(default={}, max_length=1000)
    greet_on_enter: bool = True
    markdown: bool = False
    passive_replies: bool = True
