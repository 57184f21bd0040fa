"""Accounts of channels: secrets by reference only, and every mistake with its line, several at once."""

import traceback
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.accounts import Account, Accounts, Secret, read_accounts
from hub.accounts.load import LARGEST
from hub.accounts.references import LARGEST_SECRET, variables_named_in
from hub.errors import BadAccounts


class WechatAccount(Account):
    """As a connector names it."""

    app_id: str
    secret: Secret
    replies: int = 5


class ChatAccount(Account):
    """One that a channel has once."""

    most: ClassVar[int | None] = 1


MODELS = {"wechat": WechatAccount, "chat": ChatAccount, "plain": None}
VARIABLES = {"RETAIL": "s3cret-of-retail", "EMPTY": ""}

Read = Callable[[str], Accounts]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "accounts.yml"


@pytest.fixture
def read(path: Path) -> Read:
    def from_text(text: str) -> Accounts:
        path.write_bytes(text.encode("utf-8", "surrogateescape"))
        return read_accounts(path, MODELS, required=True, variables=VARIABLES)

    return from_text


def mistakes(read: Read, text: str) -> dict[int, str]:
    with pytest.raises(BadAccounts) as error:
        read(text)
    lines = [line for line, _ in error.value.mistakes]
    assert lines == sorted(set(lines)), "one mistake a line is enough for these tests"
    return dict(error.value.mistakes)


GOOD = """\
# The bank's accounts.
chat:
  - name: default
wechat:
  - name: retail
    app_id: wx0123
    secret: env:RETAIL
  - name: wealth
    app_id: "123"
    secret: file:wealth.secret
    replies: 3
"""


def test_accounts_are_read_with_their_secrets(read: Read, path: Path) -> None:
    (path.parent / "wealth.secret").write_text("of wealth\r\n")
    accounts = read(GOOD)
    assert {channel: [each.name for each in listed] for channel, listed in accounts.items()} == {
        "chat": ["default"],
        "wechat": ["retail", "wealth"],
    }
    retail, wealth = accounts["wechat"]
    assert isinstance(retail, WechatAccount)
    assert isinstance(wealth, WechatAccount)
    assert retail.secret.get_secret_value() == "s3cret-of-retail"
    assert wealth.secret.get_secret_value() == "of wealth"
    assert (wealth.app_id, wealth.replies) == ("123", 3)
    assert "s3cret" not in f"{retail!r} {retail} {retail.model_dump()} {retail.model_dump_json()}"


def test_an_absent_file_is_none_unless_it_is_required(path: Path) -> None:
    assert read_accounts(path, MODELS, required=False) == {}
    with pytest.raises(BadAccounts, match=r"accounts\.yml: it cannot be read"):
        read_accounts(path, MODELS, required=True)


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "---\n", "null\n"])
def test_an_empty_file_is_none(read: Read, text: str) -> None:
    assert read(text) == {}


def test_several_mistakes_are_named_at_once_each_with_its_line(read: Read) -> None:
    found = mistakes(
        read,
        """\
wechta:
  - name: retail
chat:
  - name: default
  - name: second
plain:
  - name: x
wechat:
  - name: retail
    app_id: wx0123
    secret: env:MISSING
  - name: retail

    app_id: 123
    secret: s3cret-written-out
    colour: red
  - app_id: wx
    secret: env:EMPTY
    replies: many
    replies: 4
  - name: Not A Name
    app_id: wx
    secret:
  - just words
""",
    )
    assert {line: text.split("`")[1] if "`" in text else text[:10] for line, text in found.items()} == {
        1: "wechta",
        5: "chat",
        6: "plain",
        11: "secret",
        12: "name" if "`" in found[12] else "the name i",
        14: "app_id",
        15: "secret",
        16: "colour",
        17: "name",
        18: "secret",
        19: "replies",
        20: "replies",
        21: "name",
        23: "secret",
        24: "name:",
    }
    assert "line 9" in found[12]
    assert "line 19" in found[20]
    assert "known are: chat, wechat" in found[1]
    assert "`env:NAME` or `file:PATH`" in found[15]


def test_a_secret_that_was_written_out_is_repeated_nowhere(
    read: Read, capsys: pytest.CaptureFixture[str]
) -> None:
    text = GOOD.replace("env:RETAIL", "S3cretWrittenOut").replace("file:wealth.secret", "env:S3cret Value")
    with pytest.raises(BadAccounts) as error:
        read(text)
    traceback.print_exception(error.value)
    told = capsys.readouterr().err + error.value.detail + repr(error.value.fields)
    assert "S3cret" not in told
    assert "accounts.yml:7: " in told


@pytest.mark.parametrize(
    "value", ["*S3cret", "&S3cret x", "!S3cret x", "'S3cret", "%S3cret", "@S3cret", "`S3c"]
)
def test_what_yaml_would_make_of_a_secret_is_not_repeated_either(read: Read, value: str) -> None:
    with pytest.raises(BadAccounts) as error:
        read(f"wechat:\n  - name: retail\n    app_id: wx\n    secret: {value}\n")
    assert "S3c" not in error.value.detail
    assert error.value.mistakes[0][0] in (4, 5)  # an open quote is missed on the line where the file ends


@pytest.mark.parametrize(
    ("reference", "sentence"),
    [
        ("env:MISSING", "the variable MISSING is not set, or is empty"),
        ("env:EMPTY", "the variable EMPTY is not set, or is empty"),
        ("env:A-B", "wants the name of a variable"),
        ('"env:"', "wants the name of a variable"),
        ('"file:"', "is not there"),
        ("file:missing", "is not there"),
        ("file:folder", "is not there"),
        ("file:empty", "is empty"),
        ("file:huge", "is larger than 64 KiB"),
        ("file:binary", "is not text in UTF-8"),
        ('"file:a\\0b"', "is not there"),
        ("7", "named here, not written out"),
        ("[env:RETAIL]", "named here, not written out"),
        ("vault:x", "named here, not written out"),
    ],
)
def test_a_reference_that_leads_nowhere_is_a_sentence(
    read: Read, path: Path, reference: str, sentence: str
) -> None:
    folder = path.parent
    (folder / "folder").mkdir()
    (folder / "empty").write_text("\n")
    (folder / "huge").write_text("x" * (LARGEST_SECRET + 1))
    (folder / "binary").write_bytes(b"\xff\xfe\x00")
    found = mistakes(read, f"wechat:\n  - name: retail\n    app_id: wx\n    secret: {reference}\n")
    assert list(found) == [4]
    assert sentence in found[4]


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("chat: [\n", 2, "not YAML"),
        ("chat:\n  - name: a\n bad\n", 3, "not YAML"),
        ("chat:\n\t- name: a\n", 2, "not YAML"),
        ("chat:\n  - name: \x07\n", 2, "control character"),
        ("chat:\n  - name: \udcff\n", 2, "not UTF-8"),
        ("- chat\n", 1, "channels are wanted"),
        ("chat\n", 1, "channels are wanted"),
        ("chat: {}\n", 1, "wants a list"),
        ("chat: []\n", 1, "wants a list"),
        ("\nchat:\n", 2, "wants a list"),
        ("chat:\n  - name: a\nchat:\n  - name: b\n", 3, "`chat` stands here again, after line 1"),
        ("chat:\n  - ? [x]\n    : y\n    name: a\n", 2, "plain word"),
        ("chat:\n  - name: a\n---\nchat: []\n", 3, "one document"),
        ("a: &x [1]\n", 1, "`&` and `*`"),
        ("a: !!python/object:os.system []\n", 1, "`!`"),
        ("a:\n  " + "[" * 20 + "]" * 20 + "\n", 2, "nested more than"),
        ("a: " + "[" * 50_000 + "\n", 1, "nested more than"),
    ],
)
def test_what_is_no_plain_yaml_is_told_by_its_line(read: Read, text: str, line: int, sentence: str) -> None:
    found = mistakes(read, text)
    assert sentence in found[line]


def test_a_file_that_is_too_large_is_refused_unread(read: Read) -> None:
    assert mistakes(read, "#" * (LARGEST + 1)) == {0: "it is larger than 256 KiB"}


@pytest.mark.parametrize("value", ["2020-13-45", "0b_", "0o9", "1:99", "9" * 5000, ".", "0x", "=", "<<"])
def test_what_only_looks_like_a_number_or_a_date_is_words_or_a_mistake(read: Read, value: str) -> None:
    text = f"wechat:\n  - name: retail\n    app_id: {value}\n    secret: env:RETAIL\n"
    lines: list[int] = []
    try:
        (account,) = read(text)["wechat"]
    except BadAccounts as error:
        lines = [line for line, _ in error.mistakes]
    else:
        assert isinstance(account, WechatAccount)
        assert account.app_id == value
    assert lines in ([], [3])


def test_the_variables_of_a_file_are_found() -> None:
    assert variables_named_in("a: env:ONE\nb: 'env:TWO'\nc: file:x\n# env:THREE\n") == {"ONE", "TWO", "THREE"}


# Each plants one mistake into one account; the number is its line, counted from that of `- name`.
PLANTED = {
    "unknown field": (["    colour: red"], 3),
    "wrong type": (["    replies: many"], 3),
    "duplicate key": (["    app_id: again"], 3),
    "second secret missing": (["    replies: 2", "    unknown: env:RETAIL"], 4),
}


@given(
    counts=st.lists(st.integers(1, 4), min_size=1, max_size=4),
    blanks=st.lists(st.sampled_from(["", "# 注释: {", "   # - x"]), max_size=4),
    place=st.integers(0, 15),
    kind=st.sampled_from(sorted(PLANTED)),
    data=st.data(),
)
def test_a_planted_mistake_is_found_on_its_line_and_nothing_else_is(
    tmp_path_factory: pytest.TempPathFactory,
    counts: list[int],
    blanks: list[str],
    place: int,
    kind: str,
    data: st.DataObject,
) -> None:
    models = {f"channel_{number}": WechatAccount for number in range(len(counts))}
    victim = place % sum(counts)
    lines: list[str] = []
    expected, seen = 0, 0
    for channel, count in zip(models, counts, strict=True):
        lines += [*blanks, f"{channel}:"]
        for number in range(count):
            lines += blanks if data.draw(st.booleans()) else []
            lines += [f"  - name: account-{number}", "    app_id: wx", "    secret: env:RETAIL"]
            if seen == victim:
                planted, offset = PLANTED[kind]
                expected = len(lines) - 2 + offset
                lines += planted
            seen += 1
    path = tmp_path_factory.getbasetemp() / "planted.yml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(BadAccounts) as error:
        read_accounts(path, models, required=True, variables=VARIABLES)
    assert [line for line, _ in error.value.mistakes] == [expected]


@given(content=st.one_of(st.text(max_size=200), st.binary(max_size=200)))
def test_whatever_stands_in_the_file_it_is_read_or_refused_with_lines(
    tmp_path_factory: pytest.TempPathFactory, content: str | bytes
) -> None:
    raw = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    path = tmp_path_factory.getbasetemp() / "anything.yml"
    path.write_bytes(raw)
    told, mistakes = "accounts", 1
    try:
        read_accounts(path, MODELS, required=True, variables=VARIABLES)
    except BadAccounts as error:
        told, mistakes = error.detail, len(error.mistakes)
    assert mistakes > 0
    assert len(told.split("\n")) == mistakes


def test_the_environment_of_the_process_is_the_default(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_OF_THE_TESTS", "here")
    path.write_text("wechat:\n  - name: a\n    app_id: b\n    secret: env:SECRET_OF_THE_TESTS\n")
    (account,) = read_accounts(path, MODELS, required=True)["wechat"]
    assert isinstance(account, WechatAccount)
    assert account.secret.get_secret_value() == "here"
