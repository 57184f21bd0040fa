"""Pictures that are too much, that are broken, or that carry more than pixels."""

import io
import struct
import zlib
from typing import Any

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.hostile_files.registry import HTML, MARK, SCRIPT, hostile

PIXELS, BROKEN = "media_too_many_pixels", "media_broken"
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def saved(kind: str, size: tuple[int, int] = (60, 40), mode: str = "RGB", **options: Any) -> bytes:
    """A picture of noise."""
    content = io.BytesIO()
    Image.effect_noise(size, 80).convert(mode).save(content, kind, **options)
    return content.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    """A chunk of PNG, with a checksum that holds."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, rows: bytes, *more: bytes, bits: int = 8, colour: int = 0) -> bytes:
    """A PNG with these rows, whatever its header says, and more chunks in front of them."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0))
    return b"".join((SIGNATURE, header, *more, chunk(b"IDAT", rows), chunk(b"IEND", b"")))


def segment(marker: int, data: bytes) -> bytes:
    """A segment of JPEG."""
    return b"\xff" + bytes((marker,)) + struct.pack(">H", len(data) + 2) + data


def with_segments(*segments: bytes) -> bytes:
    """A JPEG with these segments in front."""
    plain = saved("JPEG")
    return b"".join((plain[:2], *segments, plain[2:]))


def chunked(size: tuple[int, int], *chunks: tuple[bytes, bytes]) -> bytes:
    """An extended WebP with these chunks; metadata are announced."""
    edges = b"".join((side - 1).to_bytes(3, "little") for side in size)
    body = b"".join(
        kind + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)
        for kind, data in ((b"VP8X", b"\x0c\0\0\0" + edges), *chunks)
    )
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def picture_of_webp() -> bytes:
    """The chunk `VP8 ` of a small picture."""
    plain = saved("WEBP")
    assert plain[12:16] == b"VP8 "
    return plain[20 : 20 + struct.unpack("<I", plain[16:20])[0]]


@hostile("a PNG that says it is enormous", name="a.png", refused=PIXELS)
def told_png() -> bytes:
    return png(60_000, 60_000, zlib.compress(bytes(100)))


@hostile("a PNG that is enormous, packed into a few kilobytes", name="a.png", refused=PIXELS)
def real_png() -> bytes:
    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(bytes(1 + 2500)) for _ in range(20_000)) + packer.flush()
    return png(20_000, 20_000, rows, bits=1)


@hostile("a PNG of 100,000 × 1 pixels", name="a.png", refused=PIXELS)
def long_png() -> bytes:
    return saved("PNG", (100_000, 1))


@hostile("a JPEG of 1 × 60,000 pixels", name="a.jpg", refused=PIXELS)
def high_jpeg() -> bytes:
    return saved("JPEG", (1, 60_000))


@hostile("a JPEG that says it is enormous", name="a.jpg", refused=PIXELS)
def told_jpeg() -> bytes:
    plain = saved("JPEG")
    at = plain.index(b"\xff\xc0") + 5
    return plain[:at] + b"\xff\xdc\xff\xdc" + plain[at + 4 :]


@hostile("a GIF that says it is enormous", name="a.gif", refused=PIXELS)
def told_gif() -> bytes:
    plain = saved("GIF", mode="P")
    return plain[:6] + b"\xff\xff\xff\xff" + plain[10:]


@hostile("a WebP that says it is enormous", name="a.webp", refused=PIXELS)
def told_webp() -> bytes:
    return chunked((16_000_000, 16_000_000), (b"VP8 ", picture_of_webp()))


@hostile("a lossless WebP that says it is enormous", name="a.webp", refused=PIXELS)
def told_lossless_webp() -> bytes:
    plain = saved("WEBP", lossless=True)
    assert plain[12:16] == b"VP8L"
    return plain[:21] + struct.pack("<I", 16382 | 16382 << 14) + plain[25:]


@hostile("a PNG without pixels", name="a.png", refused=BROKEN)
def no_pixels() -> bytes:
    return png(0, 10, zlib.compress(b""))


@hostile("a PNG that is cut off", name="a.png", refused=BROKEN)
def cut_png() -> bytes:
    return saved("PNG")[:-400]


@hostile("a JPEG that is cut off", name="a.jpg", refused=BROKEN)
def cut_jpeg() -> bytes:
    return saved("JPEG")[:-400]


@hostile("a WebP that is cut off", name="a.webp", refused=BROKEN)
def cut_webp() -> bytes:
    return saved("WEBP")[:-200]


@hostile("a GIF that is cut off", name="a.gif", refused=BROKEN)
def cut_gif() -> bytes:
    return saved("GIF", mode="P")[:-400]


@hostile("a PNG whose checksum does not hold", name="a.png", refused=BROKEN)
def wrong_checksum() -> bytes:
    content = bytearray(saved("PNG"))
    content[29] ^= 0xFF
    return bytes(content)


@hostile("a PNG with fewer rows than it says", name="a.png")
def few_rows() -> bytes:
    return png(500, 500, zlib.compress(bytes(501 * 10)))


@hostile("a JPEG that is nothing but its beginning", name="a.jpg", refused=BROKEN)
def only_a_beginning() -> bytes:
    return b"\xff\xd8\xff\xe0" + MARK


@hostile("a PNG whose text grows to 100 MB", name="a.png", refused=BROKEN)
def text_bomb() -> bytes:
    packed = b"Comment\0\0" + zlib.compress(bytes(100_000_000), 9)
    return png(1, 1, zlib.compress(b"\0\0"), chunk(b"zTXt", packed))


@hostile("a PNG whose profile grows to 100 MB", name="a.png", refused=BROKEN)
def profile_bomb() -> bytes:
    packed = b"ICC\0\0" + zlib.compress(bytes(100_000_000), 9)
    return png(1, 1, zlib.compress(b"\0\0"), chunk(b"iCCP", packed))


@hostile("a PNG with a script in its text", name="a.png")
def script_in_text() -> bytes:
    text = PngInfo()
    text.add_itxt("Description", HTML.decode())
    text.add_text("Author", MARK.decode())
    return saved("PNG", pnginfo=text)


@hostile("a PNG whose palette is a script", name="a.png")
def script_in_palette() -> bytes:
    palette = chunk(b"PLTE", HTML[: len(HTML) // 3 * 3].ljust(240, b" "))
    return png(60, 1, zlib.compress(b"\0" + bytes(range(60))), palette, colour=3)


@hostile("a PNG with a page behind its end", name="a.png")
def page_behind_png() -> bytes:
    return saved("PNG") + HTML


@hostile("a PNG with metadata of a camera", name="a.png")
def exif_in_png() -> bytes:
    return saved("PNG", exif=_exif())


@hostile("a PNG with unknown chunks", name="a.png")
def unknown_chunks() -> bytes:
    return png(1, 1, zlib.compress(b"\0\0"), chunk(b"evIl", HTML))


@hostile("a PNG that moves, with 10,000 frames", name="a.png")
def moving_png() -> bytes:
    frame = struct.pack(">IIIIIHHBB", 0, 1, 1, 0, 0, 1, 10, 0, 0)
    rows = zlib.compress(b"\0\0")
    frames = b"".join(
        chunk(b"fcTL", struct.pack(">I", 2 * n + 1) + frame[4:])
        + chunk(b"fdAT", struct.pack(">I", 2 * n + 2) + rows)
        for n in range(10_000)
    )
    begin = png(1, 1, rows, chunk(b"acTL", struct.pack(">II", 10_001, 0)), chunk(b"fcTL", frame))
    return begin[:-12] + frames + begin[-12:]


@hostile("a GIF that moves, with 10,000 frames", name="a.gif")
def moving_gif() -> bytes:
    plain = Image.new("P", (1, 1))
    content = io.BytesIO()
    plain.save(content, "GIF")
    whole = content.getvalue()
    at = whole.index(b"\x2c")
    return whole[:at] + whole[at:-1] * 10_000 + b"\x3b"


@hostile("a WebP that moves", name="a.webp")
def moving_webp() -> bytes:
    content = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), (n, n, 0)) for n in range(200)]
    frames[0].save(content, "WEBP", save_all=True, append_images=frames[1:])
    return content.getvalue()


@hostile("a GIF with a script in its comment", name="a.gif")
def script_in_gif() -> bytes:
    return saved("GIF", mode="P", comment=HTML[:255])


@hostile("a JPEG with a page in its comment", name="a.jpg")
def page_in_jpeg() -> bytes:
    return with_segments(segment(0xFE, HTML))


@hostile("a JPEG with a page behind its end", name="a.jpg")
def page_behind_jpeg() -> bytes:
    return saved("JPEG") + HTML


@hostile("a JPEG with a script of a server in its metadata", name="a.jpg")
def php_in_exif() -> bytes:
    return saved("JPEG", exif=_exif(f"<?php system('{MARK.decode()}'); ?>"))


@hostile("a JPEG that tells where it was taken", name="a.jpg")
def place_in_exif() -> bytes:
    exif = _exif()
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[29] = "N", (31.0, 14.0, 4.2), MARK.decode()
    return saved("JPEG", exif=exif)


@hostile("a JPEG with metadata that cannot be read", name="a.jpg")
def broken_exif() -> bytes:
    return with_segments(segment(0xE1, b"Exif\0\0II*\0\xff\xff\xff\x7f" + MARK))


@hostile("a JPEG with a thumbnail that is a page", name="a.jpg")
def page_as_thumbnail() -> bytes:
    return with_segments(segment(0xE1, b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0" + HTML))


@hostile("a JPEG with a script in XMP", name="a.jpg")
def script_in_xmp() -> bytes:
    return with_segments(segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>%b</x:xmpmeta>" % HTML))


@hostile("a JPEG with a profile of 5 MB", name="a.jpg")
def huge_profile() -> bytes:
    part = (MARK * 4096)[:65_000]
    return with_segments(*(segment(0xE2, b"ICC_PROFILE\0" + bytes((n, 80)) + part) for n in range(1, 81)))


@hostile("a JPEG with a thousand empty segments", name="a.jpg")
def many_segments() -> bytes:
    return with_segments(*(segment(0xEB, MARK) for _ in range(1000)))


@hostile("a JPEG with a second picture behind the first", name="a.jpg")
def two_pictures() -> bytes:
    content = io.BytesIO()
    first, second = Image.effect_noise((60, 40), 80), Image.effect_noise((60, 40), 80)
    first.save(content, "MPO", save_all=True, append_images=[second])
    return content.getvalue()


@hostile("a WebP with a script in its metadata", name="a.webp")
def script_in_webp() -> bytes:
    return chunked((60, 40), (b"VP8 ", picture_of_webp()), (b"EXIF", HTML), (b"XMP ", HTML))


def _exif(words: str = MARK.decode()) -> Image.Exif:
    exif = Image.Exif()
    exif[0x010E], exif[0x013B], exif[0x0112] = words, SCRIPT.decode(), 6
    return exif
