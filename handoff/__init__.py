"""Requests for people: recorded here until the routing service finds them an agent."""
