"""Service before the customer asks: what happened at the bank is told on the customer's own channel."""
