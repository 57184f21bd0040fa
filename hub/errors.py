"""The error tree of the house. Each error has a code, fields and an HTTP status.

YuanqiaoError
├── BadInput              400  the caller sent something that cannot be understood
│   └── TooLarge          413
├── NotAllowed            403  the caller may not do this
│   └── BadSignature      403
├── NotFound              404
├── Conflict              409  the state moved on
│   └── LostLease         409  another worker owns the conversation now
├── TooMany               429  a rate limit; `retry_after_s` says when to come back
│   └── Overloaded        429  more is asked than can be answered in time
├── Unavailable           503  a part that is needed does not answer
│   ├── StoreUnavailable  503
│   ├── DeadlineExceeded  503  a long reading took more time than it may
│   └── BotUnavailable    503
├── BotFailed             502  the bot answered, and said that it failed
└── SetupError            500  the machine or the settings are not right; one sentence for the operator
    └── BadAccounts       500  the file of channels' accounts; one line for each mistake
"""

from collections.abc import Sequence
from typing import Any, ClassVar


class YuanqiaoError(Exception):
    """The root: `code` is for programs, the text for people, `fields` for logs."""

    code: ClassVar[str] = "internal"
    status: ClassVar[int] = 500

    def __init__(self, detail: str, **fields: Any) -> None:
        super().__init__(detail)
        self.detail = detail
        self.fields = fields


class BadInput(YuanqiaoError):
    """The caller sent something that cannot be understood."""

    code = "bad_input"
    status = 400


class TooLarge(BadInput):
    """The caller sent more than is accepted."""

    code = "too_large"
    status = 413


class NotAllowed(YuanqiaoError):
    """The caller may not do this."""

    code = "not_allowed"
    status = 403


class BadSignature(NotAllowed):
    """A signature, token or time stamp does not hold."""

    code = "bad_signature"


class NotFound(YuanqiaoError):
    """There is no such thing."""

    code = "not_found"
    status = 404


class Conflict(YuanqiaoError):
    """The state moved on since the caller looked."""

    code = "conflict"
    status = 409


class LostLease(Conflict):
    """Another worker owns the conversation now: what this one did must not be written."""

    code = "lost_lease"


class TooMany(YuanqiaoError):
    """A rate limit was reached."""

    code = "too_many"
    status = 429

    def __init__(self, detail: str, *, retry_after_s: float, **fields: Any) -> None:
        super().__init__(detail, retry_after_s=retry_after_s, **fields)
        self.retry_after_s = retry_after_s


class Overloaded(TooMany):
    """More is asked of the house than it can answer in time; nothing was stored."""

    code = "overloaded"


class Unavailable(YuanqiaoError):
    """A part that is needed does not answer."""

    code = "unavailable"
    status = 503


class StoreUnavailable(Unavailable):
    """The database does not answer or cannot write."""

    code = "store_unavailable"


class DeadlineExceeded(Unavailable):
    """A long reading took more time than it may: ask for less."""

    code = "deadline_exceeded"


class BotUnavailable(Unavailable):
    """The bot cannot be reached or did not answer in time."""

    code = "bot_unavailable"


class BotFailed(YuanqiaoError):
    """The bot answered, and said that it failed; `fields['bot_code']` says how."""

    code = "bot_failed"
    status = 502


class SetupError(YuanqiaoError):
    """The machine or the settings are not right; the text is one sentence for the operator."""

    code = "setup"


class BadAccounts(SetupError):
    """The file of channels' accounts is wrong; `mistakes` are (line, sentence), line 0 is the whole file."""

    code = "bad_accounts"

    def __init__(self, file: str, mistakes: Sequence[tuple[int, str]]) -> None:
        told = [f"{file}:{line}: {text}" if line else f"{file}: {text}" for line, text in mistakes]
        super().__init__("\n".join(told), count=len(told))
        self.mistakes = tuple(mistakes)
