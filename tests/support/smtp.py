"""A real SMTP server on loopback (aiosmtpd), which does what it is told to."""

import asyncio
import contextlib
import datetime
import ipaddress
import ssl
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, cast

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.support.ports import free_port

USER, PASSWORD = "yuanqiao", "a-password-of-the-tests"
PARTING_S = 5.0


class MailServer:
    """What came in, and what is said to it; `to_recipient` and `to_data` are answers instead of 250."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.taken: list[EmailMessage] = []
        self.encrypted: list[bool] = []
        self.to_recipient = ""
        self.to_data = ""
        self.said = asyncio.Event()
        self.hangs = False
        self.open: dict[SMTP, asyncio.Transport] = {}
        self.left = asyncio.Event()

    async def handle_RCPT(  # noqa: N802  (aiosmtpd's name)
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.to_recipient:
            return self.to_recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.hangs:
            self.said.set()
            await asyncio.sleep(3600)
        if self.to_data:
            return self.to_data
        content = cast("bytes", envelope.content)
        self.taken.append(message_from_bytes(content, policy=policy.default))
        own = cast("asyncio.Transport", server.transport)
        self.encrypted.append(own.get_extra_info("ssl_object") is not None)
        return "250 OK"

    def authenticate(self, _server: Any, _session: Any, _envelope: Any, _how: str, given: Any) -> AuthResult:
        right = (given.login, given.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=right, handled=False)


class _Smtp(SMTP):
    """Keeps its connections, to be cut at the end."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        server: MailServer = self.event_handler
        server.open[self] = cast("asyncio.Transport", transport)

    def connection_lost(self, error: Exception | None) -> None:
        super().connection_lost(error)
        server: MailServer = self.event_handler
        server.open.pop(self, None)
        server.left.set()


@asynccontextmanager
async def mail_server(
    *, context: ssl.SSLContext | None = None, implicit: bool = False, with_auth: bool = False
) -> AsyncIterator[MailServer]:
    """The server in this test's own loop; `implicit`: TLS from the first byte, else by STARTTLS."""
    server = MailServer(free_port())

    def protocol() -> SMTP:
        with warnings.catch_warnings():
            # It does not know of the encryption that was there before it.
            warnings.filterwarnings("ignore", "Requiring AUTH while not requiring TLS")
            return make()

    def make() -> SMTP:
        return _Smtp(
            server,
            tls_context=None if implicit else context,
            require_starttls=context is not None and not implicit,
            authenticator=server.authenticate if with_auth else None,
            auth_required=with_auth,
            auth_require_tls=with_auth and not implicit,
            hostname="mail.test",
            loop=asyncio.get_running_loop(),
        )

    loop = asyncio.get_running_loop()
    listening = await loop.create_server(
        protocol, "127.0.0.1", server.port, ssl=context if implicit else None
    )
    try:
        yield server
    finally:
        listening.close()
        for transport in server.open.values():  # a client that hangs is not waited for
            if not transport.is_closing():
                transport.abort()
        with contextlib.suppress(TimeoutError):  # of one whose handshake failed nobody is told the end
            async with asyncio.timeout(PARTING_S):
                while server.open:
                    server.left.clear()
                    await server.left.wait()


def make_certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """A server's context for 127.0.0.1, and the file of who signed its certificate: itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.test")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    ca, private = folder / "ca.pem", folder / "key.pem"
    ca.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(ca, private)
    return context, ca
