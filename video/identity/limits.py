"""How much of anything a picture of an identity card may have, and how long its reading may take."""

UPLOAD_BYTES = 2_000_000
"""Most bytes of a picture as it comes: the customer's page makes it some 300 kB."""

PICTURE_BYTES = 2 * UPLOAD_BYTES
"""Written anew it may be twice as large (`hub.media.limits.GROWTH`)."""

PIXELS_LIMIT = 50_000_000
SIDE_PX = 1600
"""Pixels of the longer side at which words are looked for: a card that fills half of it can be read."""

MEMORY_LIMIT = 4_000_000_000
"""Bytes of address space of the process that reads; it takes some 450 MB of memory."""

READ_S = 25.0
WITHIN_S = 40.0
"""Seconds for one picture, the start of the process among them; and with those in front of it."""

WAITING_LIMIT = 8
IDLE_S = 300.0
"""Most pictures that wait for the one process; and how long it stays when none comes."""

PICTURES_PER_MINUTE = 6
"""Most pictures of one call."""
