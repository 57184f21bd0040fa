"""Segments of a text message as a network counts them (3GPP TS 23.038), written apart from the connector."""

GSM = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
ESCAPED = "\f^{}\\[~]|€"


def segments(text: str) -> tuple[str, int]:
    """The alphabet of a text, and how many segments carry it."""
    if all(sign in GSM or sign in ESCAPED for sign in text):
        return "GSM-7", _packed([2 if sign in ESCAPED else 1 for sign in text], 160, 153)
    return "UCS-2", _packed([2 if ord(sign) > 0xFFFF else 1 for sign in text], 70, 67)


def _packed(sizes: list[int], alone: int, together: int) -> int:
    if sum(sizes) <= alone:
        return 1
    count, used = 1, 0
    for size in sizes:
        if used + size > together:
            count, used = count + 1, 0
        used += size
    return count
