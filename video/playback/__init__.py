"""Recordings as people look at them: one picture of the whole call, how long they are kept, copies."""
