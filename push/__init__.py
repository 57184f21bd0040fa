"""Tells the bank's app, by one call of the bank's own push service, that something waits in the chat.

`pushes` notes what was said and decides what is due, `service` makes the call; `docs/push.md`.
"""
