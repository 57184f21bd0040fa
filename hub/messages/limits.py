"""Defines how long the texts of a message may be, in characters."""

TEXT_LIMIT = 4000
"""What is said in one segment."""

LABEL_LIMIT = 200
"""What an option, a link, a card or a place is called."""

CAPTION_LIMIT = 500
"""What describes a link, a picture or a place."""

NAME_LIMIT = 255
"""A file's name."""

PATH_LIMIT = 1000
"""A page's address within a mini-program."""
