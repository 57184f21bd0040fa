"""Files of kinds that nobody asked for, under names and types of those that are taken."""

import gzip
import io
import tarfile
import zipfile

from tests.hostile_files.registry import HTML, MARK, SCRIPT, hostile, listed

REFUSED = "media_type"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="%b"><script>%b</script></svg>' % (SCRIPT, SCRIPT)

for _what, _content, _name in (
    ("HTML called a picture", HTML, "photo.jpg"),
    ("HTML in UTF-16", b"\xff\xfe" + HTML.decode().encode("utf-16-le"), "photo.png"),
    ("HTML behind blanks", b" \r\n\t" * 20 + HTML, "photo.png"),
    ("SVG with a script", SVG, "drawing.svg"),
    ("SVG called a PNG", b'<?xml version="1.0"?>' + SVG, "drawing.png"),
    ("SVG with a byte order mark", b"\xef\xbb\xbf" + SVG, "drawing.jpg"),
    ("SVG packed", gzip.compress(SVG), "drawing.svgz"),
    ("XHTML", b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">' + HTML, "page.xhtml"),
    ("XML that grows", b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>', "data.xml"),
    ("a script", SCRIPT, "photo.gif"),
    ("a module of JavaScript with a comment of JPEG", b"//\xff\xd8\xff\n" + SCRIPT, "photo.jpg"),
    ("MHTML", b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n" + HTML, "page.mht"),
    ("a shell script", b"#!/bin/sh\necho " + MARK, "scan.pdf"),
    ("a Windows program", b"MZ\x90\0" + bytes(60) + b"PE\0\0" + MARK, "invoice.pdf"),
    ("a Linux program", b"\x7fELF\x02\x01\x01" + bytes(60) + MARK, "photo.png"),
    ("a Java class", b"\xca\xfe\xba\xbe\0\0\0\x34" + bytes(30), "photo.jpg"),
    ("WebAssembly", b"\0asm\x01\0\0\0" + MARK, "photo.webp"),
    ("Flash", b"FWS\x08" + bytes(30), "film.gif"),
    ("an old Office file", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "form.doc"),
    ("RTF", rb"{\rtf1{\object\objdata 00}}", "form.rtf"),
    ("PostScript", b"%!PS-Adobe-3.0 EPSF-3.0\n(" + MARK + b") run", "drawing.eps"),
    ("PostScript behind a PDF's first letters", b"%PDF-X\n%!PS\n" + MARK, "drawing.pdf"),
    ("a bitmap", b"BM" + bytes(52), "photo.bmp"),
    ("TIFF", b"II*\0\x08\0\0\0" + bytes(30), "photo.tif"),
    ("an icon", b"\0\0\x01\0\x01\0" + bytes(30), "photo.ico"),
    ("Photoshop", b"8BPS\0\x01" + bytes(30), "photo.psd"),
    ("JPEG 2000", b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(30), "photo.jp2"),
    ("HEIC", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(30), "photo.jpg"),
    ("AVIF", b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf" + bytes(30), "photo.jpg"),
    ("a film", b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom\0\0\0\x08moov", "photo.jpg"),
    ("7z", b"7z\xbc\xaf\x27\x1c\0\x04" + bytes(30), "photos.7z"),
    ("RAR", b"Rar!\x1a\x07\x01\0" + bytes(30), "photos.rar"),
    ("plain words", "没有什么特别的".encode(), "note.jpg"),
    ("nothing", b"", "photo.jpg"),
    ("one byte", b"\xff", "photo.jpg"),
):
    listed(_what, _content, name=_name, refused=REFUSED)


def zipped(files: dict[str, bytes]) -> bytes:
    """An archive of these files."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return content.getvalue()


@hostile("an archive", name="photos.jpg", refused=REFUSED)
def archive() -> bytes:
    return zipped({"../../evil.sh": MARK})


@hostile("an archive that grows a thousandfold, three deep", name="photos.zip", refused=REFUSED)
def archive_bomb() -> bytes:
    content = bytes(10_000_000)
    for depth in range(3):
        content = zipped({f"{depth}.zip": content})
    return content


@hostile("a document of Word with macros", name="form.pdf", refused=REFUSED)
def macros() -> bytes:
    return zipped({"[Content_Types].xml": b"<Types/>", "word/vbaProject.bin": MARK})


@hostile("an archive of tar", name="photos.png", refused=REFUSED)
def tar() -> bytes:
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w") as archive:
        link = tarfile.TarInfo("photo.png")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return content.getvalue()


@hostile("a packed file that grows a thousandfold", name="photo.gz", refused=REFUSED)
def packed_bomb() -> bytes:
    return gzip.compress(bytes(10_000_000))
