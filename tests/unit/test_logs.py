"""Log lines are JSON, one per record, and tell neither secrets nor what customers write."""

import asyncio
import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
import structlog
from pydantic import ValidationError
from sqlalchemy.exc import IntegrityError

from hub.errors import BotUnavailable
from hub.log_fields import FIELDS, LONGEST, PLAIN_NUMBER, clean_text
from hub.logs import configure_logging
from hub.messages import Text
from tests.corpora import Secret, secrets

pytestmark = pytest.mark.usefixtures("logging_restored")

ROOT = Path(__file__).resolve().parents[2]
FORGED = '\n{"level":"error","event":"forged"}\r\x1b[31m\u2028\u0085\u202e'
CUSTOMER = "我想把五万块转给我女儿"


class Colour(StrEnum):
    RED = "red"


class Rude:
    """An object that must not be asked for its looks."""

    def __repr__(self) -> str:
        raise RuntimeError(CUSTOMER)


def _lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    written = capsys.readouterr().err
    assert not written or written.endswith("\n")
    return [json.loads(line) for line in written.splitlines()]


@pytest.fixture
def log(capsys: pytest.CaptureFixture[str]) -> Any:
    configure_logging("hub-1", "info")
    return structlog.get_logger("hub.tests")


def test_a_line_tells_who_when_and_in_which_turn(log: Any, capsys: pytest.CaptureFixture[str]) -> None:
    with structlog.contextvars.bound_contextvars(
        correlation_id="a41111111111111b", conversation=f"{'4' * 23}f.1", turn=7
    ):
        log.warning("turn.late", code="late")
    (line,) = _lines(capsys)
    at = datetime.fromisoformat(line.pop("time"))
    assert at.tzinfo == UTC
    assert line == {
        "level": "warning",
        "logger": "hub.tests",
        "process": "hub-1",
        "event": "turn.late",
        "code": "late",
        "correlation_id": "a41111111111111b",
        "conversation": f"{'4' * 23}f.1",
        "turn": 7,
    }


def test_fields_that_nobody_listed_are_told_by_their_length(
    log: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "text" not in FIELDS
    log.info("inbox.accepted", text=CUSTOMER, segments=[Text(text=CUSTOMER)], number=5, **{CUSTOMER: 1})
    log.info(CUSTOMER)
    log.info("%s", CUSTOMER)
    first, second, third = _lines(capsys)
    assert (first["text_length"], first["segments_length"], first["misnamed_fields"]) == (len(CUSTOMER), 1, 1)
    assert second["event"] == third["event"] == "misnamed"
    assert CUSTOMER not in json.dumps([first, second, third], ensure_ascii=False)


def test_debug_tells_more_but_still_no_secret(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("hub-1", "debug")
    structlog.get_logger("hub.tests").debug(
        "inbox.accepted", text=f"{CUSTOMER}，手机 13812345678，密码 123456"
    )
    (line,) = _lines(capsys)
    assert line["text"] == f"{CUSTOMER}，手机 138****5678，密码 [密码已隐去]"


@pytest.mark.parametrize("level", ["info", "debug"])
def test_no_secret_of_the_corpus_is_told_by_any_way(level: str, capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("hub-1", level)
    log = structlog.get_logger("hub.tests")
    library = logging.getLogger("some.library")
    for secret in secrets():
        _say_in_every_way(log, library, secret.text)
        lines = capsys.readouterr().err.splitlines()
        assert len(lines) == 7
        for line in lines:
            told = {name: value for name, value in json.loads(line).items() if name != "time"}
            for string in _strings(told):
                assert not Secret(secret.text, secret.never, None).surviving(string), (secret.text, line)


def _say_in_every_way(log: Any, library: logging.Logger, text: str) -> None:
    log.info("turn.closed", reason=text, why=[{"deep": {"er": text}}], text=text)
    log.warning(text)
    library.warning("%s", text)
    with structlog.contextvars.bound_contextvars(detail=text):
        log.info("turn.closed")
    for error in (ValueError(text), RuntimeError(text), BotUnavailable(text, why=text)):
        log.error("turn.broke", exc_info=error)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from (key, *_strings(each))
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)


def test_nothing_can_forge_a_line(log: Any, capsys: pytest.CaptureFixture[str]) -> None:
    log.info("turn.closed", reason=FORGED, why={FORGED: [FORGED]}, code="\ud800")
    log.info(FORGED)
    logging.getLogger("some.library").error("broken: %s", FORGED)
    log.error("turn.broke", exc_info=RuntimeError(FORGED))
    written = capsys.readouterr().err
    lines = [json.loads(line) for line in written.splitlines()]
    assert [line["event"] for line in lines] == ["turn.closed", "misnamed", "library.said", "turn.broke"]
    assert not set(written) & set("\r\x1b\u2028\u0085\u202e\ud800")
    assert lines[0]["reason"].startswith("<U+000A>{")


def test_every_kind_of_value_is_told_safely(log: Any, capsys: pytest.CaptureFixture[str]) -> None:
    deep: dict[str, Any] = {}
    deep["reason"] = deep
    log.info(
        "turn.closed",
        reason=Rude(),
        why=(Colour.RED, Path("var/x"), None, True, 1.5, float("nan"), 4111111111111111, Rude(), b"123456"),
        detail=deep,
        count=10**50,
        cause="长" * 5000,
        code=Text(text=CUSTOMER),
    )
    (line,) = _lines(capsys)
    assert (line["reason"], line["code"], line["count"]) == ("<Rude>", "<Text>", "<int>")
    assert line["why"] == ["red", "var/x", None, True, 1.5, "nan", "[卡号 尾号 1111]", "<Rude>", "<bytes>"]
    assert len(line["cause"]) == LONGEST + 1


def test_short_numbers_are_nobodys() -> None:
    assert all(clean_text(str(number)) == str(number) for number in range(1 - PLAIN_NUMBER, PLAIN_NUMBER))


def test_a_number_cut_at_the_end_is_not_told_in_part(log: Any, capsys: pytest.CaptureFixture[str]) -> None:
    for shift in range(0, 120, 7):
        log.info("turn.closed", reason="密码是" + "x" * (1900 - shift) + " 4111 1111 1111 1111")
    assert all("4111 1" not in line["reason"] for line in _lines(capsys))


def test_exceptions_are_fields_without_locals_or_quotations(
    log: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        _fail(CUSTOMER)
    except ExceptionGroup:
        log.exception("turn.broke")
    (line,) = _lines(capsys)
    told = line["exception"]
    assert told["type"] == "ExceptionGroup"
    assert [each["type"] for each in told["errors"]] == [
        "ValidationError",
        "IntegrityError",
        "OSError",
        "ValueError",
    ]
    assert told["errors"][2]["text"] == "[Errno 28] No space left on device"
    assert "string_type" in told["errors"][0]["text"][0]
    assert any("test_logs.py" in frame and "_fail" in frame for frame in told["frames"])
    assert told["cause"]["type"] == "ValueError"
    assert CUSTOMER not in json.dumps(line, ensure_ascii=False)


def _fail(customer_text: str) -> None:
    errors: list[Exception] = []
    try:
        Text.model_validate({"text": [customer_text]})
    except ValidationError as error:
        errors.append(error)
    errors.append(
        IntegrityError("INSERT", {"text": customer_text}, Exception(f"UNIQUE failed\n{customer_text}"))
    )
    errors += [OSError(28, "No space left on device"), ValueError(customer_text)]
    raise ExceptionGroup("several", errors) from ValueError(customer_text)


def test_libraries_go_the_same_way_and_are_quiet_below_info(capsys: pytest.CaptureFixture[str]) -> None:
    logging.getLogger("sanic.root").addHandler(logging.StreamHandler(sys.stderr))
    configure_logging("hub-1", "debug")
    logging.getLogger("sqlalchemy.engine").info("[generated] (%s)", CUSTOMER)
    logging.getLogger("some.library").debug(CUSTOMER)
    logging.getLogger("sanic.root").info("Starting worker [%d]", 7)
    logging.getLogger("another.library").info("Running upgrade\nmore")
    started, upgraded = _lines(capsys)
    assert (started["event"], started["detail"]) == ("library.said", "Starting worker [7]")
    assert (upgraded["logger"], upgraded["detail"]) == ("another.library", "Running upgrade")


def test_a_record_that_cannot_be_written_is_told_without_it(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("hub-1", "info")
    logging.getLogger("some.library").warning("%d", CUSTOMER)
    (line,) = _lines(capsys)
    assert line["event"] == "log.lost"


async def test_tasks_that_nobody_awaits_do_not_quote(log: Any, capsys: pytest.CaptureFixture[str]) -> None:
    async def fail() -> None:
        raise ValueError(CUSTOMER)

    task = asyncio.create_task(fail())
    await asyncio.wait([task])
    asyncio.get_running_loop().call_exception_handler(
        {"message": "never retrieved", "exception": task.exception()}
    )
    (line,) = _lines(capsys)
    assert line["exception"]["type"] == "ValueError"
    assert CUSTOMER not in json.dumps(line, ensure_ascii=False)


def test_an_uncaught_error_is_a_line_too() -> None:
    program = f"from hub.logs import configure_logging as c\nc('p', 'info')\nraise ValueError({CUSTOMER!r})"
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 1
    assert json.loads(ended.stderr)["event"] == "process.uncaught"
    assert CUSTOMER not in ended.stderr
