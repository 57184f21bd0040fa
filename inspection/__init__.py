"""Inspection by rules (智能质检): each conversation that has ended is looked at once."""
