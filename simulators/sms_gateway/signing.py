"""Checks ACS3-HMAC-SHA256 of a request; written from the vendor's page, apart from the connector."""

import hashlib
import hmac
import re
from collections.abc import Mapping
from datetime import UTC, datetime

FORM = re.compile(
    r"ACS3-HMAC-SHA256 Credential=(?P<key>[^,]+),SignedHeaders=(?P<names>[a-z0-9;-]+),"
    r"Signature=(?P<sign>[0-9a-f]{64})"
)
NEEDED = {
    "host",
    "x-acs-action",
    "x-acs-content-sha256",
    "x-acs-date",
    "x-acs-signature-nonce",
    "x-acs-version",
}
WINDOW_S = 900


def fault_of(
    method: str, path: str, query: str, headers: Mapping[str, str], body: bytes, key: tuple[str, str]
) -> str:
    """The code with which the gateway refuses the request, empty where it is well signed."""
    found = FORM.fullmatch(headers.get("Authorization", ""))
    if found is None:
        return "MissingAuthorization"
    names = found["names"].split(";")
    if found["key"] != key[0]:
        return "InvalidAccessKeyId.NotFound"
    if not set(names) >= NEEDED or names != sorted(names):
        return "IncompleteSignature"
    digest = hashlib.sha256(body).hexdigest()
    if headers.get("x-acs-content-sha256") != digest:
        return "SignatureDoesNotMatch"
    ordered = "&".join(sorted(query.split("&")))
    lines = "\n".join(f"{name}:{headers.get(name, '').strip()}" for name in names)
    whole = f"{method}\n{path}\n{ordered}\n{lines}\n\n{found['names']}\n{digest}"
    said = f"ACS3-HMAC-SHA256\n{hashlib.sha256(whole.encode()).hexdigest()}".encode()
    true = hmac.digest(key[1].encode(), said, "sha256").hex()
    if not hmac.compare_digest(true, found["sign"]):
        return "SignatureDoesNotMatch"
    at = datetime.strptime(headers["x-acs-date"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    late = abs((datetime.now(UTC) - at).total_seconds()) > WINDOW_S
    return "InvalidTimeStamp.Expired" if late else ""
