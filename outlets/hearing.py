"""Hears whether a message asks for an outlet, and for which: near a place, in a district, or by its name."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hub.messages import Location, Message, Text
from outlets.content import OutletContent
from outlets.nearest import Point

LONGEST = 60
"""Characters of a question about an outlet; who writes more tells of something else, too."""

_PLACE = r"(?:网点|支行|分行|营业厅|营业部|分理处|银行)"
_NEAR = re.compile(
    rf"(?:最近|附近|周边|周围|就近|离我|旁边|哪里有|哪儿有|哪有|什么地方有|这边有|这里有).{{0,10}}{_PLACE}"
    rf"|{_PLACE}.{{0,6}}(?:离我|最近|附近)"
    rf"|(?:哪个|哪家|哪些|哪里的?|还有)(?:没有?)?{_PLACE}.{{0,8}}(?:开门|营业|开着|上班)"
    rf"|(?:现在|今天|还)(?:有|在)?(?:开门|营业|开着|上班)的?{_PLACE}"
)
_NEAR_EN = re.compile(
    r"(?:nearest|closest|nearby|near me|close to me|around here).{0,20}(?:branch|outlet|bank\b)"
    r"|(?:branch|outlet|bank)(?:es)?\b.{0,20}"
    r"(?:nearest|closest|nearby|near me|close to me|around here|near\b|open now)"
)
_ANY = re.compile(rf"(?:有|哪).{{0,6}}{_PLACE}|{_PLACE}.{{0,6}}(?:有哪|有没有|有吗|哪里|在哪)")
"""With a district it asks for those there."""

_ABOUT = re.compile(
    r"在哪|地址|怎么走|怎么去|位置|电话|联系方式|开门|开吗|开着|营业|几点|关门|上班|下班|休息|能办|办什么|可以办"
    r"|where|address|phone|open|close|hour|how (?:do|can) i get"
)
_OTHER = re.compile(
    r"atm|取款机|柜员机|存款机|存取款|预约|取号|排队|投诉|态度|行号|联行|招聘|转账|挂失|开户行|骗|盗|偷|appoint|queue|complain"
)
_I_AM = re.compile(r"(?:我)?(?:现在|目前|人)?(?:就)?(?:在|住在?|位于)(?P<place>.{2,30})")
_END = re.compile(r"[\s，。,.!！?？~～、吧呢啊哦的这里边附近那]+$")
_SUFFIX = re.compile(r"(?:支行|分行|分理处|营业部|营业厅|网点|branch)$")


@dataclass(frozen=True, slots=True)
class OutletWanted:
    """What is asked: near a point, in a district (empty for nobody knows where), or an outlet by name."""

    point: Point | None = None
    district: str = ""
    outlet: OutletContent | None = None


def heard(said: Sequence[Message], outlets: Sequence[OutletContent]) -> OutletWanted | None:
    """What the messages of a turn ask about outlets; None where they ask something else."""
    segments = [segment for message in said for segment in message.segments]
    places = [each for each in segments if isinstance(each, Location)]
    texts = [_plain(each.text) for each in segments if isinstance(each, Text)]
    if len(places) + len(texts) < len(segments):
        return None  # a picture, a file: somebody has to look at it
    if places:
        if all(_asks_near(text) for text in texts):
            return OutletWanted(point=Point(places[-1].latitude, places[-1].longitude))
        return None
    return _asked(texts[0], outlets) if len(texts) == 1 else None


def _asked(text: str, outlets: Sequence[OutletContent]) -> OutletWanted | None:
    if not text or len(text) > LONGEST or _OTHER.search(text):
        return None
    named = _named(text, outlets)
    near = _asks_near(text)
    if named is not None and not near and _ABOUT.search(text):
        return OutletWanted(outlet=named)
    district = _district(text, outlets)
    if near:
        return _around(district, named or _named_in_english(text, outlets))
    alone = _END.sub("", text)
    if alone in {_plain(each.district) for each in outlets}:
        return OutletWanted(district=district)
    if district and _ANY.search(text):
        return OutletWanted(district=district)
    at = _I_AM.fullmatch(alone)
    return _around(district, named) if at is not None and (district or named) else None


def _around(district: str, named: OutletContent | None) -> OutletWanted:
    """Where both are named, the outlet's name is the narrower place."""
    if named is not None:
        return OutletWanted(point=Point(named.latitude, named.longitude))
    return OutletWanted(district=district)


def _asks_near(text: str) -> bool:
    return not _OTHER.search(text) and bool(_NEAR.search(text) or _NEAR_EN.search(text))


def _named(text: str, outlets: Iterable[OutletContent]) -> OutletContent | None:
    """The outlet of the longest name that stands in the text."""
    best: tuple[int, OutletContent] | None = None
    for each in outlets:
        for name in each.called:
            plain = _plain(name)
            found = plain in text or (
                len(short := _SUFFIX.sub("", plain).strip()) >= 2 and _stands(short, text)
            )
            if found and (best is None or len(plain) > best[0]):
                best = len(plain), each
    return best[1] if best else None


def _named_in_english(text: str, outlets: Iterable[OutletContent]) -> OutletContent | None:
    """An outlet whose English name, without branch at its end, stands in a question for what is near it."""
    names = ((_SUFFIX.sub("", _plain(each.name_en)).strip(), each) for each in outlets if each.name_en)
    return next((each for name, each in names if name and name in text), None)


def _stands(short: str, text: str) -> bool:
    """A name without 支行 at its end counts where 支行, 网点 or the like follows it."""
    return bool(
        re.search(rf"{re.escape(short)}\s?(?:的)?(?:支行|分行|分理处|营业部|营业厅|网点|branch|outlet)", text)
    )


def _district(text: str, outlets: Iterable[OutletContent]) -> str:
    """The district that the text names, in full or without 区 at its end."""
    for district in dict.fromkeys(each.district for each in outlets):
        plain = _plain(district)
        short = re.sub(r"(?:新区|区|县|市)$", "", plain)
        if plain in text or (len(short) >= 2 and short in text):
            return district
    return ""


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().lower()
