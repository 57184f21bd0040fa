"""What the hand-off serves to the staff's application."""
