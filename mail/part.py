"""Mail as a part of the house."""

from hub.errors import SetupError
from hub.parts import Part, PartContext
from hub.ports import ADDRESS
from hub.settings import Settings
from hub.store.encrypted import read_data_keys
from mail.letters import Letters
from mail.smtp import SmtpServer

TERMINAL = {"mail": "mail.cli.mail:mail"}


def open_part(context: PartContext) -> Part:
    """Mail where the settings name a server; raises `SetupError` where they are not whole."""
    settings = context.settings
    if not settings.mail_server:
        return Part(name="mail")
    letters = open_letters(settings, context)
    return Part(name="mail", background=[letters.run], mail=letters)


def open_letters(settings: Settings, context: PartContext) -> Letters:
    """The letters of these settings; raises `SetupError`."""
    server = read_server(settings)
    server.check()
    if not ADDRESS.fullmatch(settings.mail_from):
        raise SetupError("YUANQIAO_MAIL_SERVER needs YUANQIAO_MAIL_FROM, the address that letters come from")
    keys = read_data_keys(settings.data_keys.get_secret_value())
    return Letters(context.database, context.clock, keys, server, sender=settings.mail_from)


def read_server(settings: Settings) -> SmtpServer:
    """The server of the settings, `host:port`."""
    host, _, port = settings.mail_server.rpartition(":")
    return SmtpServer(
        host=host.strip("[]"),
        port=int(port),
        encryption=settings.mail_tls,
        within_s=settings.mail_within_s,
        user=settings.mail_user,
        password=settings.mail_password.get_secret_value(),
        ca_file=settings.mail_ca_file,
    )
