"""Cases: a complaint has a number, an owner, a deadline, and ends with a reviewed reply to the customer.

`cases` writes what happens, `deadlines` reminds and escalates, `web/cases` is what staff can ask.
"""
