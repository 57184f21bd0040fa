"""The routing service's core: who serves which task, and why. It reads and writes nothing.

All times are seconds on one axis that the caller chooses (`now`); nothing here reads a clock.
"""
