"""Every setting is documented: default, effect and example; and every documented one exists."""

import re

from pydantic import SecretStr

from hub.settings import ROOT, Settings

PAGE = ROOT / "docs" / "settings.md"
ROW = re.compile(r"^\| `(YUANQIAO_[A-Z0-9_]+)` \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)
PREFIX = Settings.model_config["env_prefix"]


def _documented() -> dict[str, tuple[str, str, str]]:
    rows = ROW.findall(PAGE.read_text(encoding="utf-8"))
    assert len({name for name, *_ in rows}) == len(rows), "a setting stands there twice"
    return {name: (default, effect, example) for name, default, effect, example in rows}


def _variables() -> dict[str, str]:
    return {f"{PREFIX}{name}".upper(): name for name in Settings.model_fields}


def test_the_page_and_the_settings_name_the_same() -> None:
    documented = _documented()
    assert len(documented) > 20
    assert sorted(documented) == sorted(_variables())


def test_every_default_on_the_page_is_true() -> None:
    wrong = {}
    for variable, name in _variables().items():
        default = Settings.model_fields[name].default
        if isinstance(default, SecretStr):
            default = default.get_secret_value()
        told = _documented()[variable][0]
        shown = "empty" if default == "" else f"`{str(default).replace(str(ROOT) + '/', '')}`"
        if told != shown:
            wrong[variable] = (told, shown)
    assert not wrong


def test_every_example_sets_its_setting_to_something_valid() -> None:
    for variable, (_, effect, example) in _documented().items():
        assert effect.strip().endswith("."), variable
        match = re.fullmatch(r"`(YUANQIAO_\w+)=(.*)`", example)
        assert match, example
        assert match[1] == variable
        Settings.model_validate({_variables()[variable]: match[2].replace("…", "0" * 32)})
