"""X-Twilio-Signature: over the configured address and all that was posted (Twilio: Webhooks security).

Of Twilio's own validator these are kept apart here: it raises for a missing header, takes any JSON body that
was parsed before, and says no where the address has a port.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from urllib.parse import parse_qs, parse_qsl, urlsplit, urlunsplit

from hub.errors import BadInput, BadSignature, TooLarge
from hub.ports import Callback

HEADER = "x-twilio-signature"
FORM = "application/x-www-form-urlencoded"
MOST_BYTES = 64 * 1024
MOST_FIELDS = 300
BODY_DIGEST = "bodySHA256"
STANDARD_PORTS = {"https": 443, "http": 80}


def sign(auth_token: str, url: str, fields: Mapping[str, str]) -> str:
    """The signature of a call: of its address, and of the fields of a form (of none for another body)."""
    said = url + "".join(name + fields[name] for name in sorted(fields))
    return base64.b64encode(hmac.new(auth_token.encode(), said.encode(), hashlib.sha1).digest()).decode()


def check_signature(auth_token: str, url: str, fields: Mapping[str, str], given: str) -> None:
    """Raises `BadSignature` unless Twilio signed this address and these fields; in constant time."""
    signatures = [sign(auth_token, each, fields).encode() for each in _ports(url)]
    if not any(hmac.compare_digest(given.encode(), each) for each in signatures):
        raise BadSignature("this was not signed by Twilio")


def open_callback(auth_token: str, public_url: str, callback: Callback) -> dict[str, str]:
    """The fields of a form that Twilio posted; of another body none, but it is Twilio's.

    `public_url`: scheme, host and, where there is one, port and path before ours. Raises `BadSignature`,
    `BadInput`, `TooLarge`.
    """
    if len(callback.body) > MOST_BYTES:
        raise TooLarge("a call of Twilio's is shorter")
    query = f"?{callback.query}" if callback.query else ""
    url = f"{public_url}{callback.path}{query}"
    kind = callback.headers.get("content-type", "").partition(";")[0].strip().lower()
    fields = read_form(callback.body) if kind == FORM else {}
    check_signature(auth_token, url, fields, callback.headers.get(HEADER, ""))
    if kind != FORM:
        _check_digest(callback)
    return fields


def read_form(body: bytes) -> dict[str, str]:
    """The fields of a form, empty ones too; raises `BadInput` for what is none, or names one twice.

    Equal values of one name are signed once, so whoever doubles one is not found out by the signature.
    """
    try:
        listed = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=True,
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError as error:
        raise BadInput("the body is no form") from error
    fields = dict(listed)
    if len(fields) != len(listed):
        raise BadInput("a field stands twice")
    return fields


def _check_digest(callback: Callback) -> None:
    """A body that is no form is signed by its digest, which stands in the signed address."""
    wanted = parse_qs(callback.query).get(BODY_DIGEST, [""])
    true = hashlib.sha256(callback.body).hexdigest()
    if len(wanted) != 1 or not hmac.compare_digest(wanted[0].encode(), true.encode()):
        raise BadSignature("the body is not the one that was signed")


def _ports(url: str) -> list[str]:
    """The address as it is, and without its port or with the scheme's own: Twilio signs either.

    Of an address with another port it signs, over https, the one without. All these lead to the same host.
    """
    parts = urlsplit(url)
    if parts.port is not None:
        other = parts.netloc.rpartition(":")[0]
    else:
        other = f"{parts.netloc}:{STANDARD_PORTS.get(parts.scheme)}"
    return [url, urlunsplit(parts._replace(netloc=other))]
