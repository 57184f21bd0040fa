"""Reads `accounts.yml`: every account by the connector's own model, every mistake with its line."""

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from hub.accounts.lines import Lined, Mistake, read_lined
from hub.accounts.model import Account
from hub.accounts.references import Surroundings
from hub.errors import BadAccounts

LARGEST = 256 * 1024
"""Bytes: thousands of accounts, and a wrong path does not fill the memory."""

Models = Mapping[str, type[Account] | None]
"""The model of each channel; None where a channel has no accounts."""

Accounts = dict[str, tuple[Account, ...]]
"""The accounts of each channel that stands in the file, in its order."""


def read_accounts(
    path: Path, models: Models, *, required: bool, variables: Mapping[str, str] = os.environ
) -> Accounts:
    """The accounts of the file; none where it is absent and not `required`.

    Raises `BadAccounts`, which names all mistakes that were found.
    """
    if not path.exists() and not required:
        return {}
    text = _read(path)
    lined = read_lined(text)
    accounts = _Check(lined, models, Surroundings(path.absolute().parent, variables)).run()
    if lined.mistakes:
        raise BadAccounts(path.name, [(each.line, each.text) for each in sorted(lined.mistakes)])
    return accounts


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise BadAccounts(path.name, [(0, f"it cannot be read ({error.strerror})")]) from error
    if len(content) > LARGEST:
        raise BadAccounts(path.name, [(0, f"it is larger than {LARGEST // 1024} KiB")])
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadAccounts(path.name, [(line, "this is not UTF-8")]) from None


class _Check:
    """One pass over the file; mistakes are added to those that reading it found."""

    def __init__(self, lined: Lined, models: Models, surroundings: Surroundings) -> None:
        self._lined = lined
        self._models = models
        self._surroundings = surroundings

    def run(self) -> Accounts:
        data = self._lined.data
        if data is None:
            return {}
        if not isinstance(data, dict):
            self._wrong((), "channels are wanted here, each with a list of accounts")
            return {}
        return {channel: tuple(self._channel(channel, listed)) for channel, listed in data.items()}

    def _channel(self, channel: str, listed: Any) -> Iterator[Account]:
        if channel not in self._models:
            known = ", ".join(sorted(name for name, model in self._models.items() if model))
            self._wrong((channel,), f"there is no channel `{channel}`; known are: {known}")
            return
        model = self._models[channel]
        if model is None:
            self._wrong((channel,), f"the channel `{channel}` has no accounts")
        elif not isinstance(listed, list) or not listed:
            self._wrong((channel,), f"`{channel}` wants a list of accounts, each beginning with `- name:`")
        else:
            self._no_more_than(model.most, channel, listed)
            self._each_name_once(channel, listed)
            yield from self._accounts(channel, model, listed)

    def _accounts(self, channel: str, model: type[Account], listed: Sequence[Any]) -> Iterator[Account]:
        for index, each in enumerate(listed):
            try:
                yield model.model_validate(each, context=self._surroundings)
            except ValidationError as error:
                for found in error.errors(include_url=False, include_input=False, include_context=False):
                    self._wrong((channel, index, *found["loc"]), _sentence(found["loc"], found))

    def _no_more_than(self, most: int | None, channel: str, listed: Sequence[Any]) -> None:
        if most is not None and len(listed) > most:
            self._wrong((channel, most), f"`{channel}` serves no more than {most} of its accounts")

    def _each_name_once(self, channel: str, listed: Sequence[Any]) -> None:
        first: dict[str, int] = {}
        for index, each in enumerate(listed):
            name = each.get("name") if isinstance(each, dict) else None
            if not isinstance(name, str):
                continue
            place = (channel, index, "name")
            if name in first:
                self._wrong(place, f"the name is taken by the account on line {first[name]}")
            else:
                first[name] = self._lined.line_of(place)

    def _wrong(self, place: tuple[str | int, ...], text: str) -> None:
        self._lined.mistakes.append(Mistake(self._lined.line_of(place), text))


def _sentence(place: tuple[str | int, ...], found: Any) -> str:
    field = ".".join(map(str, place))
    match found["type"]:
        case "missing":
            return f"`{field}` is missing"
        case "extra_forbidden":
            return f"`{field}` is no field of this account"
        case "model_type":
            return "an account is wanted here, beginning with `name:`"
        case _:
            return f"`{field}`: {found['msg']}" if field else str(found["msg"])
