"""Files that are two things at once: one for who looks, another for who runs them."""

from tests.hostile_files.documents import document, written
from tests.hostile_files.foreign import zipped
from tests.hostile_files.pictures import chunk, saved, segment, with_segments
from tests.hostile_files.registry import HTML, MARK, SCRIPT, hostile


@hostile("a GIF's name in front of a script", name="a.gif", refused="media_broken")
def name_of_gif() -> bytes:
    return b"GIF89a=1;" + SCRIPT


@hostile("a GIF that is a script, its size a comment", name="a.gif", refused="media_too_many_pixels")
def gif_as_script() -> bytes:
    plain = saved("GIF", mode="P")
    return plain[:6] + b"/*\xff\xff" + plain[10:-1] + b"*/=1;" + SCRIPT + b"\x3b"


@hostile("a GIF that is a script behind its end", name="a.gif")
def gif_and_script() -> bytes:
    return saved("GIF", mode="P") + b"*/=1;" + SCRIPT


@hostile("a JPEG that is a script between its segments", name="a.jpg")
def jpeg_as_script() -> bytes:
    return with_segments(segment(0xFE, b"*/=1;" + SCRIPT + b"/*"))


@hostile("a JPEG and an archive", name="a.jpg")
def jpeg_and_archive() -> bytes:
    return saved("JPEG") + zipped({"evil.class": MARK, "META-INF/MANIFEST.MF": MARK})


@hostile("a PNG with a PDF file inside", name="a.png")
def png_with_pdf() -> bytes:
    plain = saved("PNG")
    return plain[:33] + chunk(b"teXt", written(document()) + MARK) + plain[33:]


@hostile("a picture in front of a PDF file", name="a.pdf")
def picture_in_front() -> bytes:
    return saved("PNG") + written(document()) + MARK


@hostile("a page in front of a PDF file", name="a.pdf", refused="media_type")
def page_in_front() -> bytes:
    return HTML + written(document())


@hostile("a PDF file and a page", name="a.pdf")
def pdf_and_page() -> bytes:
    return written(document()) + HTML


@hostile("a PDF file and an archive", name="a.pdf")
def pdf_and_archive() -> bytes:
    return written(document()) + zipped({"evil.class": MARK})


@hostile("a PDF file that is a script", name="a.pdf")
def pdf_as_script() -> bytes:
    plain = written(document())
    return plain[:9] + b"/*\n*/" + SCRIPT + b"//\n" + plain[9:]


@hostile("a program that begins as a PDF file", name="a.pdf", refused="media_broken")
def begins_as_pdf() -> bytes:
    return b"%PDF-1.7\n" + b"MZ\x90\0" + bytes(1000) + MARK
