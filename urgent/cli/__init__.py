"""The commands of the urgent layer."""
