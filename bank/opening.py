"""Opens the bank that the settings name."""

from bank.client import HttpBank
from hub.errors import SetupError
from hub.ports import Clock
from hub.ports.bank import Bank
from hub.settings import Settings


def open_bank(settings: Settings, clock: Clock) -> Bank | None:
    """The bank's systems; None where the settings name none. Raises `SetupError`."""
    if not settings.bank_url:
        return None
    secret = settings.bank_secret.get_secret_value()
    if not secret:
        raise SetupError("YUANQIAO_BANK_URL needs YUANQIAO_BANK_SECRET, which signs the calls")
    return HttpBank(settings.bank_url, secret, clock, within_s=settings.bank_within_s)
