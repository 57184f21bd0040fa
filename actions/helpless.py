"""Words by which people show beside a question that they cannot do it alone: they are offered a person."""

import re

_NEEDS_HELP = re.compile(
    r"眼睛(?:花|不好|看不清)|老花|字(?:也|又)?太小|看不(?:清|见)(?:楚)?(?:字|屏幕)|打字(?:太|很|也)?慢|不(?:太)?会(?:打字|弄|整|用手机|操作|用智能)"
    r"|弄不(?:来|明白|了)|搞不(?:来|明白)|整不(?:来|明白)|不识字|不认字|不认(?:识|得)字|年纪大了|上了年纪|[六七八九]十多?岁"
    r"|(?:俺|我)(?:是)?(?:个)?老(?:人|太太|头|年人)|没人(?:帮|教)我"
    r"|\b(?:my eyes are bad|letters are too small|not good with (?:phones|computers)|too complicated)\b",
    re.I,
)


def needs_help(text: str) -> bool:
    """Whether somebody is better helped by a person, whatever else is answered."""
    return bool(_NEEDS_HELP.search(text))
