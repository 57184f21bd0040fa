"""Contacts: one person, known on several channels (identity resolution)."""

from hub.contacts.bank_login import BankLogin, Login
from hub.contacts.contacts import ContactBook
from hub.contacts.handles import Handle, HandleKind
from hub.contacts.stored import StoredContacts, open_contacts

__all__ = ["BankLogin", "ContactBook", "Handle", "HandleKind", "Login", "StoredContacts", "open_contacts"]
