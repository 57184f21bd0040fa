"""A request's head, read once more and strictly: what two readers could read in two ways is refused.

A proxy in front that reads a head otherwise than the hub would let a request through inside another one
(request smuggling). Sanic passes over a space before a colon, two `Host` lines, a folded line and a bare
line feed (25.12, http/http1.py); RFC 9112 has each refused, in the places that stand below.
"""

import re

from sanic.exceptions import BadRequest, SanicException

LINE = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t\x20-\x7e\x80-\xff]*")
"""A field line: a token, then the colon (5.1), no folding (5.2), no control character (RFC 9110, 5.5)."""

REQUEST = re.compile(rb"[A-Z]{1,20} /(?!/)[\x21-\x7e]* HTTP/1\.[01]")
"""A request line in origin form (3.2.1): all that browsers, providers and proxies send to a server.

Two slashes at the front would be a host for some who read it (RFC 3986, 4.2).
"""

NUMBER = re.compile(rb"[0-9]{1,12}")

LENGTH_REQUIRED = 411


def check_head(head: bytes) -> None:
    """Raises Sanic's `BadRequest`, or status 411 for a body without a length.

    Whoever sends bodies to the hub knows their length, so chunks are not read at all (RFC 9112, 6.1 and 6.3).
    """
    first, *lines = head.split(b"\r\n")
    if not REQUEST.fullmatch(first):
        raise BadRequest("the request line is wrong")
    hosts, lengths = 0, 0
    for line in lines:
        if not LINE.fullmatch(line):
            raise BadRequest("a header is wrong")
        name, _, value = line.partition(b":")
        match name.lower():
            case b"host":
                hosts += 1
            case b"content-length":
                lengths += 1
                if not NUMBER.fullmatch(value.strip(b" \t")):
                    raise BadRequest("the length is no number")
            case b"transfer-encoding":
                raise SanicException("a body needs its length", status_code=LENGTH_REQUIRED)
    if lengths > 1 or hosts > 1 or (hosts == 0 and first.endswith(b"1.1")):
        raise BadRequest("a header is missing, or there twice")
