"""PDF files that act by themselves, reach outside, hide something, or never end."""

import io
import zlib
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from tests.hostile_files.registry import HTML, MARK, SCRIPT, hostile

BROKEN, ENCRYPTED, PAGES = "media_broken", "media_encrypted", "media_too_many_pages"


def javascript() -> Dictionary:
    """An action that runs a script."""
    return Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{MARK.decode()}')"))


def document(pages: int = 1) -> pikepdf.Pdf:
    """A document of blank pages."""
    made = pikepdf.new()
    for _ in range(pages):
        made.add_blank_page(page_size=(200, 200))
    return made


def written(made: pikepdf.Pdf, **options: Any) -> bytes:
    """The bytes of a document; nothing in it is packed, so that the mark can be seen."""
    content = io.BytesIO()
    made.save(content, **({"compress_streams": False} | options))
    return content.getvalue()


def annotated(**annotation: Any) -> bytes:
    """A document with one annotation on its page."""
    made = document()
    one = Dictionary(Type=Name.Annot, Rect=[0, 0, 200, 200], **annotation)
    made.pages[0].Annots = made.make_indirect(Array([made.make_indirect(one)]))
    return written(made)


def rooted(**entries: Any) -> bytes:
    """A document with these entries in its catalogue."""
    made = document()
    for name, value in entries.items():
        made.Root[f"/{name}"] = made.make_indirect(value)
    return written(made)


def stream(made: pikepdf.Pdf, data: bytes, **entries: Any) -> pikepdf.Stream:
    """A stream of these bytes."""
    return pikepdf.Stream(made, data, **entries)


@hostile("a PDF file with a script that runs as it opens", name="a.pdf")
def on_open() -> bytes:
    return rooted(OpenAction=javascript())


@hostile("a PDF file with a script for each event", name="a.pdf")
def on_events() -> bytes:
    made = document()
    made.Root.AA = Dictionary(WC=javascript(), WP=javascript())
    made.pages[0].AA = Dictionary(O=javascript(), C=javascript())
    return written(made)


@hostile("a PDF file with scripts by name", name="a.pdf")
def by_name() -> bytes:
    return rooted(Names=Dictionary(JavaScript=Dictionary(Names=[String("x"), javascript()])))


@hostile("a PDF file whose link starts a program", name="a.pdf")
def launch() -> bytes:
    action = Dictionary(S=Name.Launch, F=String(MARK.decode()), Win=Dictionary(F=String("cmd.exe")))
    return annotated(Subtype=Name.Link, A=action)


@hostile("a PDF file whose link is a script", name="a.pdf")
def script_as_address() -> bytes:
    return annotated(Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String(f"javascript:{SCRIPT.decode()}")))


@hostile("a PDF file whose link is a script, in other letters", name="a.pdf")
def script_as_odd_address() -> bytes:
    return annotated(
        Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String(f" JaVaScRiPt:{SCRIPT.decode()}"))
    )


@hostile("a PDF file with a script behind a harmless action", name="a.pdf")
def script_behind() -> bytes:
    chain = Dictionary(S=Name.Named, N=Name.NextPage, Next=[Dictionary(S=Name.Named, Next=javascript())])
    return annotated(Subtype=Name.Link, A=chain)


@hostile("a PDF file with a program inside", name="a.pdf")
def attached() -> bytes:
    made = document()
    made.attachments["evil.exe"] = b"MZ" + MARK
    return written(made)


@hostile("a PDF file with a program on its page", name="a.pdf")
def attached_to_page() -> bytes:
    made = document()
    spec = Dictionary(
        Type=Name.Filespec,
        F=String("evil.exe"),
        EF=Dictionary(F=made.make_indirect(stream(made, b"MZ" + MARK))),
    )
    one = Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=[0, 0, 9, 9], FS=spec)
    made.pages[0].Annots = Array([made.make_indirect(one)])
    return written(made)


@hostile("a PDF file that is a folder of others", name="a.pdf")
def portfolio() -> bytes:
    made = document()
    made.attachments["inner.pdf"] = written(document()) + MARK
    made.Root.Collection = Dictionary(Type=Name.Collection, D=String("inner.pdf"))
    return written(made)


@hostile("a PDF file with a form in XML", name="a.pdf")
def form_in_xml() -> bytes:
    made = document()
    xfa = stream(made, b"<xdp><template><script>%b</script></template></xdp>" % SCRIPT)
    made.Root.AcroForm = Dictionary(Fields=[], XFA=made.make_indirect(xfa))
    return written(made)


@hostile("a PDF file whose field runs a script", name="a.pdf")
def script_in_field() -> bytes:
    made = document()
    field = made.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T=String("x"),
            Rect=[0, 0, 99, 20],
            AA=Dictionary(K=javascript(), F=javascript()),
            A=javascript(),
        )
    )
    made.pages[0].Annots = Array([field])
    made.Root.AcroForm = Dictionary(Fields=[field], CO=[field])
    return written(made)


for _kind in ("SubmitForm", "ImportData", "GoToR", "GoToE", "Rendition", "Movie", "Sound", "Thread", "Hide"):

    @hostile(f"a PDF file with the action {_kind}", name="a.pdf")
    def _acting(kind: str = _kind) -> bytes:
        target = Dictionary(FS=Name.URL, F=String(f"http://127.0.0.1/{MARK.decode()}"))
        return annotated(Subtype=Name.Link, A=Dictionary(S=Name(f"/{kind}"), F=target))


for _kind in ("RichMedia", "Movie", "Screen", "Sound", "3D"):

    @hostile(f"a PDF file with {_kind} on its page", name="a.pdf")
    def _moving(kind: str = _kind) -> bytes:
        return annotated(Subtype=Name(f"/{kind}"), T=String(MARK.decode()))


@hostile("a PDF file whose picture lies elsewhere", name="a.pdf")
def picture_elsewhere() -> bytes:
    made = document()
    place = Dictionary(FS=Name.URL, F=String(f"http://127.0.0.1/{MARK.decode()}"))
    image = stream(made, b"", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1, F=place)
    made.pages[0].Resources = Dictionary(XObject=Dictionary(X=made.make_indirect(image)))
    return written(made)


@hostile("a PDF file that tells who wrote it", name="a.pdf")
def metadata() -> bytes:
    made = document()
    made.docinfo["/Author"] = MARK.decode()
    made.Root.Metadata = made.make_indirect(stream(made, HTML, Type=Name.Metadata, Subtype=Name.XML))
    made.pages[0].PieceInfo = Dictionary(X=Dictionary(Private=String(MARK.decode())))
    return written(made)


@hostile("a PDF file with something that no page shows", name="a.pdf")
def unreachable() -> bytes:
    plain = written(document())
    at = plain.index(b"1 0 obj")
    return plain[:at] + b"99 0 obj\n(" + MARK + b")\nendobj\n" + plain[at:]


@hostile("a PDF file that was changed afterwards", name="a.pdf")
def changed() -> bytes:
    plain = rooted(OpenAction=javascript())
    return plain + b"\n% an earlier state stays in the file\n" + MARK


@hostile("a PDF file that wants a password", name="a.pdf", refused=ENCRYPTED)
def password() -> bytes:
    return written(document(), encryption=pikepdf.Encryption(owner="o", user="u"))


@hostile("a PDF file that is encrypted, and opens without a password", name="a.pdf", refused=ENCRYPTED)
def empty_password() -> bytes:
    return written(document(), encryption=pikepdf.Encryption(owner="o", user=""))


@hostile("a PDF file of 5,000 pages", name="a.pdf", refused=PAGES)
def many_pages() -> bytes:
    return written(document(5000))


@hostile("a PDF file whose one page is there 100,000 times", name="a.pdf", refused=PAGES)
def same_page() -> bytes:
    made = document()
    page = made.Root.Pages.Kids[0]
    made.Root.Pages.Kids = Array([page] * 100_000)
    made.Root.Pages.Count = 100_000
    return written(made)


@hostile("a PDF file whose pages go round in a circle", name="a.pdf", refused=BROKEN)
def circle() -> bytes:
    plain = written(document(), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    kids = plain.index(b"/Kids [")
    pages = plain.rindex(b" 0 obj", 0, kids)
    number = plain[:pages].split()[-1]
    end = plain.index(b"]", kids)
    return plain[:kids] + b"/Kids [ " + number + b" 0 R " + plain[end:]


@hostile("a PDF file without pages", name="a.pdf", refused=BROKEN)
def no_pages() -> bytes:
    return written(pikepdf.new())


@hostile("a PDF file that is nothing but its first line", name="a.pdf", refused=BROKEN)
def first_line() -> bytes:
    return b"%PDF-1.7\n"


@hostile("a PDF file that is cut off", name="a.pdf", refused=BROKEN)
def cut() -> bytes:
    return written(document())[:150]


@hostile("a PDF file whose objects grow to 3 GB", name="a.pdf", refused=BROKEN)
def object_bomb() -> bytes:
    return _with_packed_objects(zlib_bomb())


@hostile("a PDF file with arrays in arrays, 100,000 deep", name="a.pdf", refused=BROKEN)
def deep() -> bytes:
    plain = written(document(), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    at = plain.index(b"/Kids")
    return plain[:at] + b"/X " + b"[" * 100_000 + b"]" * 100_000 + plain[at:]


def zlib_bomb() -> bytes:
    """Three gigabytes of blanks; what was packed once stands there again and again."""
    packer = zlib.compressobj(9)
    head = packer.compress(b"") + packer.flush(zlib.Z_FULL_FLUSH)
    piece = packer.compress(b" " * 10_000_000) + packer.flush(zlib.Z_FULL_FLUSH)
    return head + piece * 300


def _with_packed_objects(packed: bytes) -> bytes:
    """A document whose catalogue lies in a stream of objects that unpacks to `packed`."""
    head = b"%PDF-1.7\n"
    objects = (
        b"3 0 obj\n<</Type/ObjStm/N 2/First 10/Filter/FlateDecode/Length %d>>stream\n" % len(packed)
        + packed
        + b"\nendstream\nendobj\n"
    )
    at = len(head) + len(objects)
    rows = b"".join(
        bytes((kind,)) + place.to_bytes(4, "big") + bytes((index,))
        for kind, place, index in ((0, 0, 255), (2, 3, 0), (2, 3, 1), (1, len(head), 0), (1, at, 0))
    )
    table = b"4 0 obj\n<</Type/XRef/Size 5/W[1 4 1]/Root 1 0 R/Length %d>>stream\n" % len(rows)
    return head + objects + table + rows + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % at
