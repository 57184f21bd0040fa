"""Business that is done with the customer's bank: what each dialogue asks, checks, confirms and instructs.

`table` has one row for each dialogue, `words` what is said; `flow` goes through any row, `hearing` reads what
a message tells it, `beginning` decides which message begins one. `in_dialogue` puts them before the actions.
"""
