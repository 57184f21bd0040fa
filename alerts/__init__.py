"""Cards to staff who are not at the desk: something urgent, overdue or theirs waits there.

`causes` finds what concerns whom, `alerts` notes and sends, `card` has the words; `docs/alerts.md`.
"""
