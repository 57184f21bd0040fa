"""How an answer is known by its words: the judge sees the screen and nothing behind it."""

import re

from hub.messages import NoticeCode
from yuanqiao.asking.screen import AnswerScreen

_STOPS = re.compile(
    r"(请|先|马上|立即|立刻|尽快|赶紧|赶快|现在|第一时间|可以|务必).{0,18}(冻结|挂失|锁卡|锁定|止付|停用)"
    r"|(冻结|挂失|锁卡|锁定|止付|停用).{0,18}(马上|立即|立刻|现在|请|热线|手机银行)"
    r"|\b(freeze|block|lock|suspend|stop)\b.{0,60}\b(card|account|cards|payment|it|them|transfer)\b"
    r"|\b(card|account|cards|payment|it|them|transfer)\b.{0,30}\b(frozen|blocked|locked|suspended|stopped)\b"
    r"|\breport\b.{0,30}\b(lost|stolen|loss)\b",
    re.IGNORECASE,
)
_HOLDS_BACK = re.compile(
    r"(不要|别|停止|立即停|马上停|先停|切勿|请勿|暂停|挂断|断开|关闭|退出).{0,14}"
    r"(转|汇|付|操作|提供|联系|共享|电话|对方|链接|远程|理会)"
    r"|\b(do not|don't|stop|never|hang up)\b.{0,40}\b(send|transfer|pay|money|sharing|call|anything|code)\b"
    r"|\bhang up\b",
    re.IGNORECASE,
)
_POLICE = re.compile(r"(?<!\d)110(?!\d)")
_FRAUD_LINE = re.compile(r"(?<!\d)96110(?!\d)")
_CARES = re.compile(
    r"难受|难过|难熬|痛苦|担心您|陪您|陪着|一个人扛|独自|不是一个人|关心|生命|听到您|听您说|不容易|撑|安全最重要|活下去"
    r"|\b(sorry|alone|here for you|worried|care about|matters|your life|safe)\b",
    re.IGNORECASE,
)
_EMERGENCY = re.compile(r"(?<!\d)(120|110|119|12356|12320|400-?161-?9995)(?!\d)")
_ASKED = re.compile(
    r"(已|正在|正为您|这就).{0,16}(转|请|通知|交给|安排|加急|记录|联系|登记|提交|发起|叫).{0,24}(人工|同事|专员|坐席|工作人员)"
    r"|(转人工|人工服务|人工客服|人工).{0,12}(请求|申请).{0,10}(已|记)"
    r"|已.{0,8}(记录|提交|登记).{0,8}(转人工|人工)"
    r"|(同事|专员|坐席|工作人员).{0,10}(会|将|正).{0,10}(优先|尽快|马上|立即|加急).{0,8}(联系|接手|处理|回复|接待|跟进|查看)"
    r"|\b(asked|requested|told|alerted|notified)\b.{0,40}\b(colleague|person|agent|human|someone|staff)\b"
    r"|\b(request|wish)\b.{0,40}\b(colleague|person|agent|human|someone|staff)\b.{0,60}\b(recorded|noted|passed|made|marked)\b"
    r"|\b(colleague|person|agent|someone)\b.{0,30}\b(will|has been|have been)\b",
    re.IGNORECASE,
)
_NOT_FOR_THE_CUSTOMER = re.compile(r"投诉|同事补充|请同事处理|complaint", re.IGNORECASE)
"""A complaint, or a missing answer, goes to somebody who will not come."""

_OFFERS = re.compile(
    r"人工|工作人员|客服专员|\b(person|human|agent|colleague|someone|staff)\b", re.IGNORECASE
)
_COMPLAINT = re.compile(
    r"(投诉|意见|情况|反馈).{0,12}(已|会|将|为您).{0,8}(登记|记录|受理|记下|转交|提交)"
    r"|(已|为您|帮您|会).{0,8}(登记|记录|受理|记下|转交|提交).{0,12}(投诉|意见|反馈)"
    r"|(补充|加|记)(到|在|进)您的投诉"
    r"|\bcomplaint\b.{0,40}\b(on record|recorded|filed|registered|noted|received|logged|taken)\b"
    r"|\b(recorded|filed|registered|noted|received|logged|taken up)\b.{0,40}\bcomplaint\b",
    re.IGNORECASE,
)
_UNKNOWN = re.compile(
    r"答不好|无法回答|回答不了|不能回答|答不上|没有找到|没找到|没有查到|没查到|没能理解|没听懂|没听明白|没看懂"
    r"|核实不了|不能为您展示|还没有.{0,12}(资料|内容|信息)|不在我.{0,12}范围"
    r"|\b(don't|do not) (know|have)\b|\b(cannot|can't|can not|unable to|not able to) (answer|help|find)\b"
    r"|\b(couldn't|could not) (find|answer)\b|\bno answer\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"同事|人工|工作人员|专员|补充|记下|记录|已记|一并|加到|登记|110"
    r"|\b(colleague|agent|person|noted|recorded|added|someone|staff)\b",
    re.IGNORECASE,
)
_GREETS = re.compile(
    r"您好|你好|早上好|有什么可以|我在|\b(hello|hi|good (morning|afternoon|evening))\b", re.IGNORECASE
)
_THANKED = re.compile(r"不客气|不用谢|不谢|很高兴|应该的|\bwelcome\b|\bpleasure\b|\bglad\b", re.IGNORECASE)
_PARTS = re.compile(r"再见|回头见|祝您|慢走|随时|\b(goodbye|bye|take care)\b", re.IGNORECASE)
_ASKS = re.compile(r"[？?]\s*$|请问|请选择|请告诉我|哪一(种|张|个)|还是", re.MULTILINE)
_SYMPATHY = re.compile(
    r"节哀|难过|难受|不容易|辛苦|理解您|保重|抱歉听到|很抱歉得知|遗憾|难处|困难|早日康复|挺过|不好过|心情|关心|别太"
    r"|\b(sorry|condolence|condolences|difficult time|hard time|loss)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^。！？!?\n]+")


def stops_loss(words: str) -> bool:
    """Tells to freeze or report a card or an account."""
    return bool(_STOPS.search(words))


def holds_back(words: str) -> bool:
    """Tells not to pay, or names those who stop a payment."""
    return bool(_HOLDS_BACK.search(words)) or names_police_or_fraud_line(words)


def names_police(words: str) -> bool:
    """Names 110 and 96110."""
    return bool(_POLICE.search(words) and _FRAUD_LINE.search(words))


def names_police_or_fraud_line(words: str) -> bool:
    """Names 110 or 96110."""
    return bool(_POLICE.search(words) or _FRAUD_LINE.search(words))


def cares(words: str) -> bool:
    """Turns to the person, not to the business."""
    return bool(_CARES.search(words))


def names_emergency(words: str) -> bool:
    """Names a number for a life in danger."""
    return bool(_EMERGENCY.search(words))


def person_asked(screen: AnswerScreen) -> bool:
    """Somebody was asked to come, and the customer is told so."""
    if NoticeCode.PERSON_REQUESTED in screen.codes:
        return True
    sentences = _SENTENCE.findall(screen.own_words)
    return any(_ASKED.search(each) and not _NOT_FOR_THE_CUSTOMER.search(each) for each in sentences)


def person_offered(screen: AnswerScreen) -> bool:
    """The customer can ask for somebody, or has somebody."""
    said = "\n".join((screen.own_words, *screen.labels))
    return person_asked(screen) or bool(_OFFERS.search(said))


def complaint_taken(words: str) -> bool:
    """A complaint was written down."""
    return bool(_COMPLAINT.search(words))


def knows_not(words: str) -> bool:
    """Says that there is no answer."""
    return bool(_UNKNOWN.search(words))


def goes_on(words: str) -> bool:
    """Takes a fact to what was begun."""
    return bool(_GOES_ON.search(words))


def greets(words: str) -> bool:
    """Says good day."""
    return bool(_GREETS.search(words))


def answers_thanks(words: str) -> bool:
    """Answers thanks."""
    return bool(_THANKED.search(words) or _PARTS.search(words))


def parts(words: str) -> bool:
    """Says good-bye."""
    return bool(_PARTS.search(words) or _THANKED.search(words))


def asks(words: str) -> bool:
    """Asks back."""
    return bool(_ASKS.search(words))


def sympathises(words: str) -> bool:
    """Says a word of sympathy."""
    return bool(_SYMPATHY.search(words))
