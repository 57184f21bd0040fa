"""JSON as the house writes it: no blanks, and Chinese as it is, which escaped takes twice the room."""

import json

write_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""The text of a value; made once, because `json.dumps` makes an encoder for each value."""
