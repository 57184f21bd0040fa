"""Finds the phones: each folder of `simulators/` with a `phone.yml` is one."""

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

HERE = Path(__file__).parent
MANIFEST = "phone.yml"


class Phone(BaseModel):
    """What a simulator says of itself in `phone.yml`.

    `entry`: a function that takes a `PhoneContext` and gives the application that is served under
    `/<name>/`. `accounts`: what the hub is to know, as in `accounts.yml`, by channel; the supervisor puts a
    secret in the place of `new:token` (letters and digits) or `new:aes` (an EncodingAESKey), the simulator's
    address in the place of `{here}`, and the invented bank's in the place of `{bank}`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[a-z_]{1,32}$")
    title: str
    says: str
    place: int
    entry: str = Field(pattern=r"^simulators\.[a-z_.]+:[a-z_]+$")
    accounts: dict[str, list[dict[str, Any]]] = {}


@dataclass(frozen=True, slots=True)
class PhoneContext:
    """What a simulator is given: where callbacks go, and its accounts by channel, secrets in place.

    `pages_url`: where customers' browsers find the hub; `bank_url`: where they find the bank.
    """

    hub_url: str
    accounts: dict[str, list[dict[str, Any]]]
    pages_url: str = ""
    bank_url: str = ""


def find_phones() -> list[Phone]:
    """All phones, in the order of their places on the page."""
    found = [
        Phone.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
        for path in HERE.parent.glob(f"*/{MANIFEST}")
    ]
    return sorted(found, key=lambda phone: (phone.place, phone.name))


def open_phone(phone: Phone, context: PhoneContext) -> web.Application:
    """The application of a phone."""
    module, _, name = phone.entry.partition(":")
    make: Callable[[PhoneContext], web.Application] = getattr(importlib.import_module(module), name)
    return make(context)
