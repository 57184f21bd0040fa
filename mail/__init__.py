"""Mail by the bank's own SMTP server: written in the transaction that wants it, sent until it is taken.

`letters` keeps and sends, `smtp` speaks to the server, `message` makes what goes there; `docs/mail.md`.
"""
