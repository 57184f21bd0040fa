"""The error tree of the house. Each error has a code, fields and an HTTP status.

YuanqiaoError
├── BadInput              400  the caller sent something that cannot be understood
│   ├── TooLarge          413
│   ├── UnknownKind       415  the caller announced a kind of file that is not taken
│   ├── WeakPassword      422  a password that is too short, leaked, or can be guessed
│   ├── ForbiddenWords    422  words of the staff that must not reach a customer as they are
│   └── BadMedia          422  a file that is not taken
│       ├── MediaKind           422  none of the kinds that are taken
│       ├── MediaTooLarge       422
│       ├── MediaTooManyPixels  422
│       ├── MediaTooManyPages   422
│       ├── MediaBroken         422  it cannot be read to its end, or only with too much time or memory
│       ├── MediaEncrypted      422
│       └── MediaInfected       422  the scanner found something
├── NotSignedIn           401  the session is missing, or over
│   ├── WrongCredentials  401
│   └── CodeNeeded        401  the password is right; a one-time code is wanted, too
├── NotAllowed            403  the caller may not do this
│   ├── BadSignature      403
│   ├── ForeignRequest    403  another site's page sent it
│   └── TodoFirst         403  the account's password, or second factor, comes first
├── NotFound              404
├── Conflict              409  the state moved on
│   └── LostLease         409  another worker owns the conversation now
├── TooMany               429  a rate limit; `retry_after_s` says when to come back
│   └── Overloaded        429  more is asked than can be answered in time
├── Unavailable           503  a part that is needed does not answer
│   ├── StoreUnavailable  503
│   ├── DeadlineExceeded  503  a long reading took more time than it may
│   ├── BotUnavailable    503
│   └── BankUnavailable   503  what the bank has done of what it was told is not known
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


class UnknownKind(BadInput):
    """The caller announced a kind of file that is not taken."""

    code = "unknown_kind"
    status = 415


class WeakPassword(BadInput):
    """A password that is not taken; `fields['reason']` says why."""

    code = "weak_password"
    status = 422


class BadMedia(BadInput):
    """A file that is not taken, whatever it is called."""

    code = "media"
    status = 422


class MediaKind(BadMedia):
    """What is in the file is none of the kinds that are taken."""

    code = "media_type"


class MediaTooLarge(BadMedia):
    """The file has more bytes than is taken."""

    code = "media_too_large"


class MediaTooManyPixels(BadMedia):
    """The picture has more pixels, or a longer side, than is taken."""

    code = "media_too_many_pixels"


class MediaTooManyPages(BadMedia):
    """The document has more pages than is taken."""

    code = "media_too_many_pages"


class MediaBroken(BadMedia):
    """The file cannot be read to its end, or reading it takes more time or memory than it may."""

    code = "media_broken"


class MediaEncrypted(BadMedia):
    """The document wants a password."""

    code = "media_encrypted"


class MediaInfected(BadMedia):
    """The scanner found something in the file."""

    code = "media_infected"


def bad_media(code: str, detail: str) -> BadMedia:
    """The error with this code, as another process or an earlier look at the file told it."""
    kinds = {kind.code: kind for kind in BadMedia.__subclasses__()}
    return kinds.get(code, MediaBroken)(detail)


class NotSignedIn(YuanqiaoError):
    """The session is missing, or over."""

    code = "not_signed_in"
    status = 401


class WrongCredentials(NotSignedIn):
    """Login, password or code are wrong; nobody is told which."""

    code = "wrong_credentials"


class CodeNeeded(NotSignedIn):
    """The password is right; a one-time code is wanted, too."""

    code = "code_needed"


class NotAllowed(YuanqiaoError):
    """The caller may not do this."""

    code = "not_allowed"
    status = 403


class BadSignature(NotAllowed):
    """A signature, token or time stamp does not hold."""

    code = "bad_signature"


class ForeignRequest(NotAllowed):
    """Another site's page sent it, or it does not look as if the own page did."""

    code = "foreign_request"


class TodoFirst(NotAllowed):
    """Something of the account's own comes first; `GET /staff/me` lists what."""

    code = "todo"


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


class ForbiddenWords(BadInput):
    """Words of the staff that must not reach a customer as they are; `found` says which, and why."""

    code = "forbidden_words"
    status = 422

    def __init__(self, detail: str, *, found: Sequence[dict[str, str]], **fields: Any) -> None:
        super().__init__(detail, count=len(found), **fields)
        self.found = tuple(found)


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


class BankUnavailable(Unavailable):
    """The bank's systems cannot be reached, did not answer in time, or answered what nobody understands."""

    code = "bank_unavailable"


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
