"""Who works at the bank: accounts, sessions, rights and the audit (docs/staff.md).

A part that has routes for staff needs what is named here, and no more.
"""

from hub.staff.current import CurrentStaff, reach_of
from hub.staff.directory import Directory, StaffMember
from hub.staff.reach import Kind, Names, ObjectPlace, Reach, Right, Scope
from hub.staff.routes import FileGiven, StaffCall, StaffModel, StaffRoute, StaffSocket
from hub.staff.staff import Staff, open_staff
from hub.staff.waiting import WaitingWork, waiting_in_house
from hub.staff.watch import StaffDesk

__all__ = [
    "CurrentStaff",
    "Directory",
    "FileGiven",
    "Kind",
    "Names",
    "ObjectPlace",
    "Reach",
    "Right",
    "Scope",
    "Staff",
    "StaffCall",
    "StaffDesk",
    "StaffMember",
    "StaffModel",
    "StaffRoute",
    "StaffSocket",
    "WaitingWork",
    "open_staff",
    "reach_of",
    "waiting_in_house",
]
