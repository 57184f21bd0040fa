"""The bank's SMTP server: one connection a letter, encrypted, within a bounded time."""

import asyncio
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Literal

import aiosmtplib

from hub.errors import SetupError, Unavailable
from hub.origins import is_loopback

TAKEN = 250

PARTING_S = 2.0

Encryption = Literal["starttls", "tls", "off"]


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """How the server is reached.

    `encryption`: `starttls` on the plain port, and never without (RFC 3207), `tls` from the first byte
    (RFC 8314), `off` on loopback alone. `ca_file`: who signs its certificate, empty for the system's list.
    """

    host: str
    port: int
    encryption: Encryption
    within_s: float
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: str = ""

    def check(self) -> None:
        """Raises `SetupError` for what would send letters or a password over an open line."""
        if self.encryption == "off" and not is_loopback(self.host):
            raise SetupError("YUANQIAO_MAIL_TLS=off is for a server on loopback; use starttls or tls")
        self._context()

    async def send(self, message: EmailMessage) -> int:
        """Sends a message, and gives the server's code for it: 250, or 5xx where it never takes it.

        Raises `Unavailable` for all that may go better another time: no connection, no encryption, a
        password that is not taken, 4xx.
        """
        client = self._client()
        try:
            async with asyncio.timeout(self.within_s):
                await client.connect()
                await client.send_message(message)
            await _part(client)
        except aiosmtplib.SMTPRecipientsRefused as error:
            return _final(error.recipients[0].code)
        except aiosmtplib.SMTPDataError as error:
            return _final(error.code)
        except aiosmtplib.SMTPResponseException as error:
            # Greeting, sign-in, sender: about this house, and not about the letter.
            raise Unavailable("the mail server refuses this house", code=error.code) from error
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            raise Unavailable("the mail server does not answer as it should") from error
        finally:
            client.close()
        return TAKEN

    def _client(self) -> aiosmtplib.SMTP:
        return aiosmtplib.SMTP(
            hostname=self.host,
            port=self.port,
            username=self.user or None,
            password=self.password or None,
            use_tls=self.encryption == "tls",
            start_tls=self.encryption == "starttls",
            tls_context=self._context() if self.encryption != "off" else None,
            timeout=self.within_s,
        )

    def _context(self) -> ssl.SSLContext:
        try:
            return ssl.create_default_context(cafile=self.ca_file or None)
        except (OSError, ssl.SSLError):
            raise SetupError("YUANQIAO_MAIL_CA_FILE cannot be read as certificates") from None


async def _part(client: aiosmtplib.SMTP) -> None:
    """Takes leave; the letter was taken, so whatever goes wrong here does not count."""
    with suppress(aiosmtplib.SMTPException, OSError, TimeoutError):
        async with asyncio.timeout(PARTING_S):
            await client.quit()


def _final(code: int) -> int:
    """The code of a refusal for good (RFC 5321, 4.2.1); raises `Unavailable` for one of the moment."""
    if code < 500:
        raise Unavailable("the mail server takes the letter later", code=code)
    return code
