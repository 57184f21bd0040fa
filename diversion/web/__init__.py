"""The staff's routes of diversion."""
