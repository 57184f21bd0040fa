"""What an account of text messages is made of: which fields it has depends on its provider."""

from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    ValidationError,
    ValidationInfo,
    model_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from hub.accounts import Account, Secret

WEB = r"^https?://[^\s/?#]+(/[^\s/?#]+)*$"


class SmsAccount(Account):
    """An account; `provider` says of which of the models below it is.

    `per_second`: how many messages the provider takes in a second; beyond that they wait.
    """

    provider: str
    per_second: float = Field(default=1.0, gt=0, le=10_000)

    @model_validator(mode="wrap")
    @classmethod
    def _by_provider(cls, data: Any, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo) -> Self:
        """Reads an entry of the file as its provider's model, so that mistakes name the true fields."""
        if cls is not SmsAccount or not isinstance(data, dict):
            return handler(data)
        model = MODELS.get(str(data.get("provider")))
        if model is None:
            raise _no_provider(data)
        # Its mistakes keep their places: pydantic takes over the lines of an error that is raised in here.
        return model.model_validate(data, context=info.context)  # type: ignore[return-value]


class TwilioAccount(SmsAccount):
    """An account at Twilio: Account Info on console.twilio.com.

    `public_url`: where Twilio reaches the house, as it stands in the console: signatures are over that
    address, whatever proxies make of it. `number`: E.164 or a short code; `messaging_service_sid` where
    Twilio chooses the sender. `api`: a simulator's is on loopback.
    """

    provider: Literal["twilio"]
    account_sid: str = Field(pattern=r"^AC[0-9a-fA-F]{32}$")
    auth_token: Secret
    number: str = Field(pattern=r"^(\+[1-9][0-9]{6,14}|[0-9]{3,8})$")
    messaging_service_sid: str = Field(default="", pattern=r"^(MG[0-9a-fA-F]{32})?$")
    public_url: str = Field(pattern=WEB)
    api: str = Field(default="https://api.twilio.com", pattern=WEB)


class SmsTemplate(BaseModel):
    """A registered template: its code, and the names of its variables for the words and for the link.

    `words_most`: how long a variable may be, which the gateway's rules for the kind of template say.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = Field(pattern=r"^[A-Z]{1,8}_[0-9]{1,20}$")
    words: str = Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,31}$")
    link: str = Field(default="", pattern=r"^([A-Za-z_][A-Za-z0-9_]{0,31})?$")
    words_most: int = Field(default=35, ge=5, le=500)


class AliyunAccount(SmsAccount):
    """An account at Alibaba Cloud's SMS (阿里云短信服务), which sends registered templates and nothing else.

    `sign_name`: the registered signature without its brackets; `callback_token`: stands in the addresses
    that are entered in the console, because the gateway signs none of its calls.
    """

    provider: Literal["aliyun"]
    access_key_id: str = Field(pattern=r"^[0-9A-Za-z_.-]{8,64}$")
    access_key_secret: Secret
    callback_token: Secret
    sign_name: str = Field(min_length=2, max_length=20)
    template: SmsTemplate | None = None
    api: str = Field(default="https://dysmsapi.aliyuncs.com", pattern=WEB)


class CmppAccount(SmsAccount):
    """An account at a gateway that speaks CMPP over TCP.

    `sp_id`: 企业代码; `source`: the number that customers see (接入号); `sign_name`: goes before each message
    in 【】; `window`: how many requests may be without an answer.
    """

    provider: Literal["cmpp"]
    host: str = Field(pattern=r"^[0-9A-Za-z.:-]{1,253}$")
    port: int = Field(default=7890, ge=1, le=65535)
    version: Literal["2.0", "3.0"] = "2.0"
    sp_id: str = Field(pattern=r"^[0-9A-Za-z]{6}$")
    secret: Secret
    service_id: str = Field(default="", pattern=r"^[0-9A-Za-z]{0,10}$")
    source: str = Field(pattern=r"^[0-9]{3,20}$")
    sign_name: str = Field(min_length=2, max_length=20)
    window: Annotated[int, Field(ge=1, le=128)] = 16


MODELS: dict[str, type[SmsAccount]] = {"twilio": TwilioAccount, "aliyun": AliyunAccount, "cmpp": CmppAccount}


def _no_provider(data: dict[Any, Any]) -> ValidationError:
    known = ", ".join(MODELS)
    said = PydanticCustomError("provider", "one of these is wanted: {known}", {"known": known})
    detail = InitErrorDetails(type=said, loc=("provider",), input=data.get("provider"))
    return ValidationError.from_exception_data("SmsAccount", [detail], hide_input=True)
