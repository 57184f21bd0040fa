"""PDF files: read by qpdf, freed of whatever could act, and written anew.

Only what can be reached from the pages is written, so nothing in front of, between or behind the objects
stays. What is taken out is everything that acts by itself or reaches outside (ISO 32000-2, 7.11.4, 12.4.4,
12.5.6, 12.6, 12.7.8, 14.3): scripts, actions other than going to a page or to a web address, attached files,
forms' scripts, sound and film, and the metadata.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf

from hub.errors import BadMedia, MediaBroken, MediaEncrypted, MediaTooManyPages
from hub.media.limits import OBJECTS_LIMIT, PAGES_LIMIT

_NEVER = frozenset(
    (
        "/AA",
        "/AF",
        "/Collection",
        "/EF",
        "/EmbeddedFiles",
        "/JS",
        "/JavaScript",
        "/Metadata",
        "/Movie",
        "/OpenAction",
        "/OPI",
        "/PieceInfo",
        "/Ref",
        "/RichMediaContent",
        "/RichMediaSettings",
        "/Sound",
        "/SpiderInfo",
        "/URLS",
        "/XFA",
        "/3DD",
        "/3DV",
    )
)
"""Keys that are taken out of every dictionary."""

_OUTSIDE = ("/F", "/FFilter", "/FDecodeParms")
"""Keys by which a stream has its bytes in another file; elsewhere they mean other things."""

_ACTIONS = ("/A", "/Next", "/PA")
_HARMLESS_ACTIONS = frozenset(("/GoTo", "/URI", "/Named"))
_WEB = ("http://", "https://", "mailto:", "tel:")

_ACTING = frozenset(("/FileAttachment", "/Movie", "/RichMedia", "/Screen", "/Sound", "/3D"))
"""Annotations that are more than a mark on a page."""


def rewrite_document(source: Path, target: Path) -> int:
    """Writes the harmless part of a PDF file anew and tells how many pages it has.

    Raises `MediaEncrypted` (even where the password is empty), `MediaTooManyPages`, `MediaBroken`.
    """
    try:
        with pikepdf.open(source, suppress_warnings=True) as document:
            return _rewrite(document, target)
    except pikepdf.PasswordError as error:
        raise MediaEncrypted("the document wants a password") from error
    except BadMedia:
        raise
    except Exception as error:  # qpdf and its binding raise several kinds for broken files
        raise MediaBroken(f"no whole PDF file ({type(error).__name__})") from error


def _rewrite(document: pikepdf.Pdf, target: Path) -> int:
    if document.is_encrypted:
        raise MediaEncrypted("the document is encrypted")
    pages = len(document.pages)
    if pages < 1:
        raise MediaBroken("a document without pages")
    if pages > PAGES_LIMIT or len(document.objects) > OBJECTS_LIMIT:
        raise MediaTooManyPages(f"{pages} pages; at most {PAGES_LIMIT}")
    for dictionary in _dictionaries(document):
        _clean(dictionary)
    if "/Info" in document.trailer:
        del document.trailer["/Info"]
    document.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate, fix_metadata_version=False)
    return pages


def _dictionaries(document: pikepdf.Pdf) -> Iterator[Any]:
    """Every dictionary, those of streams included; deep nests without recursion."""
    waiting: list[Any] = [document.trailer, *document.objects]
    while waiting:
        found = waiting.pop()
        if isinstance(found, pikepdf.Array):
            waiting += [each for each in found if _is_inside(each)]
        elif isinstance(found, pikepdf.Stream):
            for key in _OUTSIDE:
                if key in found:
                    del found[key]
            waiting.append(found.stream_dict)
        elif isinstance(found, pikepdf.Dictionary):
            yield found
            waiting += [each for _, each in found.items() if _is_inside(each)]


def _is_inside(found: object) -> bool:
    """Whether it is written inside what holds it: what stands by itself is met by itself."""
    return isinstance(found, pikepdf.Object) and not found.is_indirect


def _clean(dictionary: Any) -> None:
    for key in _NEVER:
        if key in dictionary:
            del dictionary[key]
    for key in _ACTIONS:
        if key in dictionary and not _is_harmless(dictionary[key]):
            del dictionary[key]
    if "/Annots" in dictionary and isinstance(dictionary["/Annots"], pikepdf.Array):
        kept = [each for each in dictionary["/Annots"] if not _acts(each)]
        dictionary["/Annots"] = pikepdf.Array(kept)


def _is_harmless(action: Any) -> bool:
    """Whether it goes to a page or opens a web address; what is no action at all is left alone."""
    if isinstance(action, pikepdf.Array):
        return all(_is_harmless(each) for each in action)
    if not isinstance(action, pikepdf.Dictionary) or "/S" not in action:
        return True
    kind = str(action["/S"])
    if kind == "/URI":
        return str(action.get("/URI", "")).lower().startswith(_WEB)
    return kind in _HARMLESS_ACTIONS


def _acts(annotation: Any) -> bool:
    return isinstance(annotation, pikepdf.Dictionary) and str(annotation.get("/Subtype", "")) in _ACTING
