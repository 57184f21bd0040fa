"""The staff's own port and origin: sign-in, accounts, rights, the audit, and the routes of the parts."""
