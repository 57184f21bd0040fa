"""What can become of a turn that is not answered; codes and HTTP statuses are the protocol's.

TurnError
├── BadRequest      400  bad_request
├── BadSignature    403  bad_signature
├── TooLarge        413  too_large
├── Busy            429  busy
├── NotReady        503  not_ready
├── ActionFailed    502  action_failed
├── Empty           502  empty
├── DeadlinePassed  504  deadline
└── HistoryNeeded   409  (the status `history_needed`, not an error)
CannotStart              the process ends; one sentence and an exit code for the operator
"""

from typing import ClassVar


class TurnError(Exception):
    """The root: `detail` is one sentence and never holds a customer's text."""

    code: ClassVar[str] = "internal"
    status: ClassVar[int] = 500

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class BadRequest(TurnError):
    """The call cannot be understood."""

    code, status = "bad_request", 400


class BadSignature(TurnError):
    """The call is not the hub's, or too old."""

    code, status = "bad_signature", 403


class TooLarge(TurnError):
    """The call is larger than is accepted."""

    code, status = "too_large", 413


class Busy(TurnError):
    """Another ask of this conversation runs, or too many turns at once."""

    code, status = "busy", 429


class NotReady(TurnError):
    """Not loaded yet, going down, or nobody listens where the actions should be."""

    code, status = "not_ready", 503


class ActionFailed(TurnError):
    """An action raised, did not answer, or answered nonsense."""

    code, status = "action_failed", 502


class Empty(TurnError):
    """The turn ended without a reply and without a command."""

    code, status = "empty", 502


class DeadlinePassed(TurnError):
    """The turn's deadline came first."""

    code, status = "deadline", 504


class HistoryNeeded(TurnError):
    """The conversation is not in memory at the base that the hub names."""

    code, status = "history_needed", 409


class CannotStart(Exception):
    """The process cannot start; `sentence` says why, `exit_code` is the process's."""

    def __init__(self, sentence: str, exit_code: int) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.exit_code = exit_code
