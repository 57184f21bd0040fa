"""Step-up check: customers show who they are by a code that goes to the number the bank has of them.

`checks` begins and ends checks, `preparing` asks the bank and sends, `codes` makes codes and tokens,
`last_hop` fills a code into the message that leaves, `page` is where it is typed; `docs/step-up.md`.
"""
