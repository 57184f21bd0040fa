"""What the gateway demands of SendSms; written from Alibaba Cloud's page, never from the house's sender."""

import json
import re

from pydantic import BaseModel, ConfigDict, Field, field_validator

MOST_NUMBERS = 1000
MOBILE = re.compile(r"(\+?86)?1[0-9]{10}")
VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
VARIABLE_MOST = 35


class SendSms(BaseModel):
    """The parameters of SendSms (短信服务 API, 2017-05-25)."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    PhoneNumbers: str
    SignName: str = Field(min_length=1)
    TemplateCode: str = Field(pattern=r"^SMS_[0-9]+$")
    TemplateParam: str = "{}"
    SmsUpExtendCode: str = Field(default="", pattern=r"^[0-9]{0,10}$")
    OutId: str = Field(default="", max_length=255)

    @field_validator("PhoneNumbers")
    @classmethod
    def _are_numbers(cls, said: str) -> str:
        numbers = said.split(",")
        if len(numbers) > MOST_NUMBERS or not all(map(MOBILE.fullmatch, numbers)):
            raise ValueError("isv.MOBILE_NUMBER_ILLEGAL")
        return said

    @field_validator("TemplateParam")
    @classmethod
    def _are_words(cls, said: str) -> str:
        try:
            read = json.loads(said)
        except ValueError as error:
            raise ValueError("isv.INVALID_JSON_PARAM") from error
        if not isinstance(read, dict) or not all(isinstance(each, str) for each in read.values()):
            raise ValueError("isv.INVALID_JSON_PARAM")
        return said


def filled(template: str, given: dict[str, str]) -> str | None:
    """The template with its variables, None where one is missing, empty or too long."""
    names = VARIABLE.findall(template)
    if not all(0 < len(given.get(name, "")) <= VARIABLE_MOST for name in names):
        return None
    return VARIABLE.sub(lambda found: given[found[1]], template)
