"""Diversion as a part of the house."""

from zoneinfo import ZoneInfo

from diversion.ages import Ages
from diversion.diverting import RuledDiversion
from diversion.known import KnownRules
from diversion.trying import RuleTrial
from diversion.web.rules import KIND, RIGHTS, WAITING, DiversionRoutes
from hub.contacts import ContactBook
from hub.parts import Part, PartContext
from hub.store.encrypted import read_data_keys


def open_part(context: PartContext) -> Part:
    """Rules that say where a turn goes, before the bot is asked and once it has answered."""
    settings, clock, database = context.settings, context.clock, context.database
    setting, zone = settings.data_keys.get_secret_value(), ZoneInfo(settings.time_zone)
    contacts = ContactBook(context.conversations, clock, read_data_keys(setting) if setting else None)
    known = KnownRules(database, context.join("diversion"))
    ages = Ages(database, clock, context.bank, contacts)
    diversion = RuledDiversion(database, clock, known, ages, zone=zone, hotline=settings.bank_hotline)
    return Part(
        name="diversion",
        background=[known.run],
        diversion=diversion,
        staff_rights=RIGHTS,
        staff_kinds=(KIND,),
        staff_routes=DiversionRoutes(clock, known, RuleTrial(database, clock, zone)).routes(),
        waiting=(WAITING,),
    )
