"""Who is let in: how far behind the house is, and what it says no to before it is too far."""
