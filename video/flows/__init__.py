"""Business flows as scripts with versions: what is said, shown, answered and seen, in which order."""
