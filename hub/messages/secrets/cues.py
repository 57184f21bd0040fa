"""Finds values that a word beside them makes a secret: passwords and PINs, CVV, one-time codes.

Every search starts at such a word and looks at a bounded stretch of text around it.
"""

import re
from collections.abc import Iterator

from hub.messages.secrets.fold import WALL
from hub.messages.secrets.marks import CODE, CVV, PASSWORD, FoundSecret
from hub.messages.secrets.values import (
    KNOWN_NUMBER,
    NUMERALS,
    SHORT_UNIT,
    LinkStrength,
    SecretCandidate,
    Values,
    is_secret,
)

OTHER_CODES = "".join(
    f"(?<!{word} )"
    for word in (
        *("error", "status", "exit", "zip", "post", "postal", "area", "country"),
        *("branch", "swift", "bank", "sort", "promo", "product", "qr"),
    )
)
"""Keeps `error code 1001` and the like."""

PINYIN_MINE = "(?:(?:wo|ni|ta|w[oǒ]|n[iǐ]|t[aā]) ?(?:men ?)?(?:de ?)?)?"
PINYIN_WHICH = "(?:(?:qu ?kuan|zhi ?fu|deng ?lu|jiao ?yi|cha ?xun|yin ?hang|ka) ?(?:de ?)?)?"
PINYIN_IS = " ?(?:(?:jiu ?)?(?:shi|shì|wei|wéi)(?![a-z]))"
"""Chinese written in Latin letters, with marks of tone or without, in one word or several."""

CUES = (
    (
        CVV,
        re.compile(
            r"(?<![a-z])(?:cvv2?|cvc2?|cvn2?|csc|cav2?)(?![a-z])(?:码|号码?)?|安全码|安全代码|安全号"
            r"|(?:卡片?)?[背后反]面?的?(?:签名[栏条])?[后末最]{0,2}的?(?:三|3)位(?:数字|数|码)?"
            r"|签名[栏条]上?的?[后末最]{0,2}的?(?:三|3)位(?:数字|数)?"
            r"|(?:security|card verification) (?:code|number|value)"
        ),
    ),
    (
        CODE,
        re.compile(
            rf"(?<![a-z]){PINYIN_MINE}(?:y[aà]n ?zh[eè]ng ?m[aǎ])(?:{PINYIN_IS}|(?![a-z]))"
            r"|验证码|校验码|动态密?码|动态口令|短信密?码|随机码|确认码|激活码|授权码|安全码|一次性(?:密码|口令)|(?:令牌|token)(?:码|口令)?"
            r"|(?<![a-z])otp(?![a-z])|(?<![a-z])(?:verification|security|verify|auth|authentication|one-time|sms"
            r"|login|confirmation) ?(?:code|passcode)"
            rf"|(?<![a-z]){OTHER_CODES}code(?= ?(?:is|was|[:=：])| [0-9]{{4}})"
        ),
    ),
    (
        PASSWORD,
        re.compile(
            r"密码(?![器锁学本箱卡])|口令|通行码|(?:手势|解锁)码|暗码|秘钥|密钥"
            r"|pass ?words?|passwd|passphrase|passcode"
            rf"|(?<![a-z]){PINYIN_MINE}{PINYIN_WHICH}(?:m[iìíǐī] ?m[aǎàāá]|k[oǒ]u ?l[iì]ng)"
            rf"(?:{PINYIN_IS}|(?![a-z]))"
            r"|(?<![a-z])(?:pwd|psw|(?:pass|pw|mm)(?=\s?[:=：是]))(?![a-z])"
            r"|(?<![a-z])pin(?:[ _-]?(?:code|number|no\.?))?(?![a-z])(?:码|号)?"
        ),
    ),
)

PASSWORD_WORD = CUES[2][1]

OPEN = r"[\s'\"“”‘’「」『』《》〈〉<>(（)）【】\[\]{}`*_~]{0,8}"
SAID = r"(?:[:=：]|=>|->|-+>|→|⇒|－|—|is\b|was\b|are\b)"
AFTER = re.compile(
    rf"{OPEN}(?P<first>{SAID}{{0,2}}){OPEN}(?P<words>(?:(?!{NUMERALS})[^\x00-\x7f，。；！？、：\u3000-\u3002（）\u00a1-\u052f]){{0,12}})"
    rf"{OPEN}[,，]?(?P<last>{SAID}{{0,2}}){OPEN}"
)
PAUSE = re.compile(rf"{OPEN}[，,、.。!！~…\-]{{1,3}}{OPEN}")
VERB = re.compile(r"是|为(?!什么)|成(?!功)|叫|填|设|用|即|等于|如下|分别|[:=：]")
ENDING_VERB = re.compile(r"(?:是|为|成|叫|填|用|即|等于|如下|成了|的是|作|做)$")
OTHER_NOUN = re.compile(
    r"尾号|手机|电话|客服|热线|拨|致电|打(?!开)|订单|单号|金额|限额|额度|余额|身份证|证件|证号|[账帐][号户]|户名|编号|日期|时间"
    r"|工号|号码|代码|代号|股票|基金|网点|型号|版本|流水|邮编|发[到至往给送]|错误码"
)
LATER = re.compile(
    rf"[^0-9a-z\n。{WALL}]{{0,16}}(?:输|填|试|设|可能|好像|应该|大概|是不是|就是|原来|以前)[^0-9a-z\n。{WALL}]{{0,6}}"
)
FOR = re.compile(r"(?:for|of|to|on)\s(?:[a-z']{1,12}\s){1,4}(?:is|was)\s")
ENGLISH = re.compile(r"(?:[a-z']{1,12}\s){1,4}")
AND = re.compile(
    r"(?:[\s,，、/;；|]{1,4}|\s{0,2}(?:和|或者?|还是|以及|及|跟|与|还有|也?不是|改[为成到]|换[为成]|and|or)\s{0,2})"
    r"(?:或者?|还是|以及|and |or )?\s{0,2}"
)
MORE_VALUES = 4

BEFORE = re.compile(
    r"[\s'\"”’」』)）】\]]{0,4}[,，]?\s?(?:(?:这个?|那个?|就|即|才|应该|不)?(?:是|为)|is|=)"
    r"[ \t'\"“‘「『(（【\[]{0,3}(?:(?:my|your|the|our|a)\s(?:[a-z]{1,12}\s)?)?[\u4e00-\u9fff]{0,8}$"
)
BEFORE_LOOSE = re.compile(
    r"\s?(?:做|作为?|当作?|设[为成]|这个|那个|的)\s?(?!卡|账|帐|手机|尾号)[\u4e00-\u9fff]{0,4}$"
)
BRACKET = re.compile(r"\s?[(（【\[]\s?$")
LOOK_BACK = 24

SMS = re.compile(
    r"(?:请?勿|不要|切勿|不得|谨防)[^\n。]{0,8}(?:泄露|泄漏|告知|告诉|转发|透露)"
    r"|(?:分钟|秒|小时)内?有效|do not share|expires? in"
)
CARD_TAIL = re.compile(rf"尾号[^0-9{WALL}]{{0,3}}$|卡[^0-9{WALL}]{{0,2}}$")
SMS_CODE = re.compile(r"(?<![0-9a-z.:/\-])(?:[0-9]{6}|[0-9]{4})(?![0-9a-z]|[.:/\-][0-9])")


def find_cued(text: str) -> list[FoundSecret]:
    """Values in a folded text that stand beside a word that makes them a secret."""
    values = Values(text)
    found = []
    for kind, cue in CUES:
        for match in cue.finditer(text):
            found += [
                FoundSecret(value.start, value.end, kind) for value in _after(kind, match.end(), values)
            ]
            found += [
                FoundSecret(value.start, value.end, kind) for value in _before(kind, match.start(), values)
            ]
    return [*found, *_forwarded(text)]


def _after(kind: str, place: int, values: Values) -> Iterator[SecretCandidate]:
    link, start = _link(place, values.text)
    value = values.at(start)
    if value is not None and kind != CVV and not is_secret(kind, link, value, values.text):
        start = _skip_english(link, start, values.text)
        value = values.at(start)
        link = min(link, LinkStrength.LOOSE)
    if value is None or not is_secret(kind, link, value, values.text):
        value = _told_later(kind, place, values)
    if value is None:
        return
    yield value
    yield from _more(kind, value, values)


def _link(place: int, text: str) -> tuple[LinkStrength, int]:
    """How the word is linked to what follows, and where a value would start; -1 for nowhere."""
    match = AFTER.match(text, place)
    words = match["words"] if match else ""
    if match is None or OTHER_NOUN.search(words):
        return LinkStrength.FAR, -1
    said = match["last"] or (match["first"] if not words else "")
    if not words and not said and (pause := PAUSE.match(text, place)):
        return LinkStrength.BESIDE, pause.end()
    pause = PAUSE.match(text, match.end()) if ENDING_VERB.search(words) else None
    return _strength(match["first"], words, said), (pause or match).end()


def _strength(first: str, words: str, said: str) -> LinkStrength:
    if said:
        return LinkStrength.COLON if re.search("[:=：>→⇒]", said) else LinkStrength.SAID
    if not words:
        return LinkStrength.BESIDE
    if ENDING_VERB.search(words):
        return LinkStrength.SAID
    return LinkStrength.LOOSE if first or VERB.search(words) else LinkStrength.FAR


def _told_later(kind: str, place: int, values: Values) -> SecretCandidate | None:
    """Six digits and more a clause later: `密码不对，我输的是 246810`."""
    match = LATER.match(values.text, place) if kind != CVV else None
    if match is None or OTHER_NOUN.search(match[0]):
        return None
    value = values.at(match.end())
    return (
        value if value and value.is_number and is_secret(kind, LinkStrength.FAR, value, values.text) else None
    )


def _skip_english(link: LinkStrength, start: int, text: str) -> int:
    """Where the number starts behind `password is my birthday …` or `password for my card is …`."""
    if start < 0:
        return start
    match = (ENGLISH if link >= LinkStrength.SAID else FOR).match(text, start, start + 40)
    return match.end() if match else -1


def _more(kind: str, value: SecretCandidate, values: Values) -> Iterator[SecretCandidate]:
    for _ in range(MORE_VALUES):
        joint = AND.match(values.text, value.end)
        more = values.at(joint.end()) if joint else None
        if more is None or not more.digits or not is_secret(kind, LinkStrength.BESIDE, more, values.text):
            return
        yield more
        value = more


def _before(kind: str, place: int, values: Values) -> Iterator[SecretCandidate]:
    text = values.text
    first = max(0, place - LOOK_BACK)
    window = text[first:place]
    link = BEFORE.search(window) or (BRACKET.search(window) if kind == CODE else None)
    loose = BEFORE_LOOSE.search(window) if link is None and kind != CVV else None
    match = link or loose
    value = values.before(first + match.start()) if match else None
    if value is None or (loose and not value.is_number):
        return
    if OTHER_NOUN.search(text[max(0, value.start - 4) : value.start]) or KNOWN_NUMBER.fullmatch(value.text):
        return
    if value.digits and is_secret(kind, LinkStrength.FAR if loose else LinkStrength.BESIDE, value, text):
        yield value


def _forwarded(text: str) -> list[FoundSecret]:
    """Codes in a forwarded short message, which may stand far from the word: four or six digits alone."""
    if not SMS.search(text) or not CUES[1][1].search(text):
        return []
    return [
        FoundSecret(match.start(), match.end(), CODE)
        for match in SMS_CODE.finditer(text)
        if not SHORT_UNIT.match(text, match.end())
        and not KNOWN_NUMBER.fullmatch(match.group())
        and not CARD_TAIL.search(text[max(0, match.start() - 6) : match.start()])
    ]
