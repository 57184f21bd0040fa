"""Callbacks: a customer, or their agent, names a time at which a person calls or writes again."""
