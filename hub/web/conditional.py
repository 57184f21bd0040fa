"""Conditional requests: who holds the content already gets the headers alone (RFC 9110, 13 and 15.4.5)."""

import re
from email.utils import parsedate_to_datetime

from sanic import HTTPResponse, Request

NOT_MODIFIED = 304

_TAG = re.compile(r'(?:W/)?("[^"]*")')
_OF_CONTENT = ("content-encoding", "content-length", "content-type")


def unless_held(request: Request, response: HTTPResponse) -> HTTPResponse:
    """The response, or 304 under its headers where the request says that its content is held.

    A tag beats a date: where one is asked by, the other is not looked at (RFC 9110, 13.1.3).
    """
    tags = request.headers.getall("if-none-match", [])
    if tags:
        held = names_tag(tags, response.headers.get("ETag", ""))
    else:
        since = request.headers.get("if-modified-since", "")
        held = is_no_newer(response.headers.get("Last-Modified", ""), since)
    if not held:
        return response
    headers = {name: value for name, value in response.headers.items() if name.lower() not in _OF_CONTENT}
    return HTTPResponse(status=NOT_MODIFIED, headers=headers)


def names_tag(lines: list[str], tag: str) -> bool:
    """Whether `If-None-Match` names a tag, by the weak comparison (RFC 9110, 8.8.3.2 and 13.1.2)."""
    asked = ", ".join(lines).strip()
    opaque = _TAG.fullmatch(tag)
    return asked == "*" or (opaque is not None and opaque[1] in _TAG.findall(asked))


def is_no_newer(date: str, since: str) -> bool:
    """Whether something of this date was not written after that one; a date that is none tells nothing."""
    try:
        return parsedate_to_datetime(date).timestamp() <= parsedate_to_datetime(since).timestamp()
    except (TypeError, ValueError, OverflowError):
        return False
