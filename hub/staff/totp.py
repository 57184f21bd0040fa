"""One-time codes by time (RFC 6238): 30 seconds, six digits, each good for once."""

import secrets
from datetime import datetime

import pyotp
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import Conflict, WrongCredentials
from hub.settings import Settings
from hub.store.encrypted import Encrypted, belonging, read_data_keys
from hub.store.schema_staff import account
from hub.store.staff import accounts

STEP_S = 30
EITHER_SIDE = 1
"""Steps before and after this one whose code is taken, for clocks that differ (RFC 6238, 5.2)."""


class Totp:
    """Makes secrets, and checks codes; secrets are encrypted with the data keys."""

    def __init__(self, settings: Settings) -> None:
        self._data_keys = settings.data_keys.get_secret_value()
        self._issuer = settings.bank_name

    async def do_begin(self, connection: AsyncConnection, account_id: str, login: str) -> tuple[str, str]:
        """A new secret and the address that apps read; nothing is asked for before a code confirms it.

        Raises `SetupError` where there are no data keys.
        """
        secret = pyotp.random_base32()
        sealed = read_data_keys(self._data_keys).encrypt(secret, _belongs_to(account_id))
        await accounts.set_values(connection, account_id, totp_new=sealed)
        return secret, pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=self._issuer)

    async def do_confirm(
        self, connection: AsyncConnection, account_id: str, code: str, now: datetime
    ) -> None:
        """Takes the new secret, whose code this is. Raises `Conflict`, `WrongCredentials`."""
        row = await accounts.by_id(connection, account_id, lock=True)
        if row is None or row.totp_new is None:
            raise Conflict("there is no new secret to confirm")
        step = self._step_of(account_id, row.totp_new, code, now)
        if step is None:
            raise WrongCredentials("the code is wrong")
        await accounts.set_values(connection, account_id, totp=row.totp_new, totp_new=None, totp_step=step)

    async def use(
        self, connection: AsyncConnection, account_id: str, sealed: Encrypted, code: str, now: datetime
    ) -> bool:
        """Whether a code is right and later than every one that was used; it is used up."""
        step = self._step_of(account_id, sealed, code, now)
        return step is not None and await accounts.use_totp_step(connection, account_id, step)

    def _step_of(self, account_id: str, sealed: Encrypted, code: str, now: datetime) -> int | None:
        secret = read_data_keys(self._data_keys).decrypt(sealed, _belongs_to(account_id))
        made = pyotp.TOTP(secret, interval=STEP_S)
        this = int(now.timestamp()) // STEP_S
        for step in range(this - EITHER_SIDE, this + EITHER_SIDE + 1):
            if secrets.compare_digest(made.generate_otp(step).encode(), code.encode()):
                return step
        return None


def _belongs_to(account_id: str) -> str:
    return belonging(account.c.totp, account_id=account_id)
