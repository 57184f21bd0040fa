"""The supervisor, from inside and from outside."""
