"""Step-up checks as a part of the house."""

from hub.contacts import ContactBook
from hub.messages import StartCheck
from hub.parts import Part, PartContext
from hub.reactions import Closed
from hub.store.encrypted import read_data_keys
from stepup.checks import Checks
from stepup.codes import CheckCodes
from stepup.last_hop import FillIn
from stepup.preparing import Preparing
from stepup.web import PATH, pages


def open_part(context: PartContext) -> Part:
    """Checks by a code to the customer's own telephone, where there are a bank, a secret and an SMS account.

    Elsewhere each check that is wanted fails at once, and says so. Raises `SetupError`.
    """
    settings, clock = context.settings, context.clock
    setting = settings.data_keys.get_secret_value()
    keys = read_data_keys(setting) if setting else None
    secret = settings.step_up_secret.get_secret_value()
    contacts, codes = ContactBook(context.conversations, clock, keys), CheckCodes(secret)
    checks = Checks(
        context.database,
        clock,
        context.conversations,
        contacts,
        context.staff.audit,
        codes,
        keys,
        realm=settings.bank_login_issuer or "bank",
    )
    preparing = Preparing(
        context.database,
        clock,
        context.conversations,
        contacts,
        checks,
        codes,
        keys,
        context.bank if secret else None,
        sms_account=settings.step_up_sms_account,
        page=f"{settings.own_origins[0]}{PATH}",
        bank_name=settings.bank_name,
    )
    checks.wake = preparing.wake
    return Part(
        name="stepup",
        blueprints=[pages(checks, settings)],
        background=[preparing.run],
        commands={StartCheck: checks.do_start},
        reactions={Closed: checks.do_closed},
        last_hop=FillIn(context.database, clock, codes),
    )
