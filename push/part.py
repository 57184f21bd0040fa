"""Pushes to the bank's app as a part of the house."""

from hub.contacts import open_contacts
from hub.errors import SetupError
from hub.parts import Part, PartContext
from hub.reactions import Said
from push.pushes import Pushes
from push.service import PushService


def open_part(context: PartContext) -> Part:
    """Pushes where the settings name the bank's service; raises `SetupError` where they are not whole."""
    settings = context.settings
    if not settings.push_url:
        return Part(name="push")
    secret = settings.push_secret.get_secret_value()
    if not secret or not settings.bank_login_key.get_secret_value():
        raise SetupError("YUANQIAO_PUSH_URL needs YUANQIAO_PUSH_SECRET and YUANQIAO_BANK_LOGIN_KEY")
    contacts = open_contacts(settings, context.database, context.clock, context.conversations)
    pushes = Pushes(
        context.database,
        context.clock,
        PushService(settings.push_url, secret),
        contacts.customer_number,
        after_s=settings.push_after_s,
        bank=settings.bank_name,
    )
    return Part(
        name="push",
        background=[pushes.run],
        reactions={Said: pushes.do_note},
    )
