"""The urgent layer as a part of the house."""

from hub.parts import Part, PartContext
from urgent.recognise import kinds_in
from urgent.triage import UrgentTriage

TERMINAL = {"urgent-fit": "urgent.cli.fit:fit_model"}


def open_part(context: PartContext) -> Part:
    """Answers what cannot wait; needs no table of its own, no bot and no knowledge base."""
    kinds_in("")  # reads the rules now, and not when somebody waits
    return Part(name="urgent", triage=UrgentTriage(context.settings.bank_hotline))
