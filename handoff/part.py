"""The hand-off as a part of the house."""

from handoff import store
from handoff.tasks import do_file_complaint, do_request_person
from hub.messages import FileComplaint, RequestPerson
from hub.parts import Part, PartContext

MIGRATIONS = store.MIGRATIONS
TERMINAL = {"tasks": "handoff.cli.tasks:tasks", "routing": "handoff.cli.routing:routing"}


def open_part(_context: PartContext) -> Part:
    """Requests for people, recorded in the transaction of the turn that wants them."""
    return Part(
        name="handoff",
        commands={RequestPerson: do_request_person, FileComplaint: do_file_complaint},
        terminal=TERMINAL,
        migrations=MIGRATIONS,
    )
