"""The bank's outlets (网点): where they are, when they are open, and the nearest one that is open now."""
