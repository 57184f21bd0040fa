"""The part's commands of the terminal."""
