"""How much of anything a file may have. What one machine can look into at a time follows from these."""

BYTES_LIMIT = 15_000_000
"""Most bytes of a file where no setting says otherwise: a photograph of a phone has 3 to 12 MB."""

GROWTH = 2
"""What is written anew may be so many times larger than what may come: another writer packs less tightly."""

PIXELS_LIMIT = 50_000_000
SIDE_LIMIT = 20_000
"""Most pixels of a picture, and of its longer side: 100,000 × 1 is few pixels, and breaks viewers."""

PAGES_LIMIT = 200
OBJECTS_LIMIT = 200_000
"""Most pages and objects of a PDF file."""

MEMORY_LIMIT = 1_500_000_000
"""Bytes of memory that looking into a file may take; a picture of the most pixels needs less than half."""

CPU_LIMIT_S = 20
WALL_LIMIT_S = 40.0
"""Seconds that looking into a file may take, of a processor and in all."""

AT_ONCE = 2
"""So many files are looked into at a time; the others wait."""
