"""The commands of the hand-off."""
