"""Rich answers: a small subset of Markdown, read into parts and told in parts or in plain words."""

from kb.rich.parse import parse
from kb.rich.parts import STORED, ImagePart, Part, Unreadable, pictures, words
from kb.rich.plain import plain

__all__ = ["STORED", "ImagePart", "Part", "Unreadable", "parse", "pictures", "plain", "words"]
