"""Words and offers that are near a loss: who may be in need reads the hotline above the choices."""

import re

from kb.answer import Offered

_LOSS = re.compile(
    r"(?:卡|存折|钱|钞票|铜钿|手机|包|余额|账户|验证码)[^。！？!?]{0,14}(?:丢|落|掉了|掉外|脱|偷|盗|抢|骗|没了|不见|找不|少了|弄走|拿走|转走|取走|划走|泄露)"
    r"|(?:丢|偷|盗|抢|骗)(?:了|走|光|我)[^。！？!?]{0,8}(?:卡|钱|存折|手机|包)"
    r"|(?:不是我|没用过|没买过|不认识)[^。！？!?]{0,10}(?:刷|扣|转|交易|消费|支付)|(?:刷|扣|转)了[^。！？!?]{0,12}(?:不是我|我没)"
    r"|骗子|诈骗|上当|可疑|陌生(?:人|电话)"
    r"|\b(?:lost|stolen|stole|missing|scam\w*|fraud\w*|hack\w*|not me|unauthori[sz]ed)\b",
    re.I,
)
_OF_LOSS = re.compile(r"丢了|盗刷|被盗|被骗|诈骗|泄露|紧急挂失")


def is_near_loss(text: str, decision: Offered) -> bool:
    """Whether the words, or the first article that is offered for them, are about a loss or a scam."""
    first = decision.options[0].label if decision.options else ""
    return bool(_LOSS.search(text) or _OF_LOSS.search(first))
