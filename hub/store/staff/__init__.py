"""Queries on staff: who they are, what they may do, their sessions, and what they did."""
