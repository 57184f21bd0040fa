"""What the house says for itself to customers, in their words (zh-CN)."""

from hub.engine.contract import OfferedChoices, OfferedOption, Pick
from hub.messages import Notice, NoticeCode

LATE = Notice(
    code=NoticeCode.LATE,
    text="这个问题需要多一点时间。您可以继续等待，也可以选择人工服务。",
)
FAILED = Notice(
    code=NoticeCode.FAILED,
    text=(
        "很抱歉，这个问题没能及时答复您。您的问题已经记录下来，同事会看到。"
        "您可以换个说法再问，也可以选择人工服务。"
    ),
)
SECRET_REMOVED = Notice(
    code=NoticeCode.SECRET_REMOVED,
    text="为了您的资金安全，请不要在聊天中发送密码、验证码或完整卡号。刚才的敏感内容已被隐去，没有保存。",
)


def person_requested(hotline: str) -> Notice:
    """Said when a person was asked for while the bot could not answer; promises nothing it cannot keep."""
    return Notice(
        code=NoticeCode.PERSON_REQUESTED,
        text=(
            "您的人工服务请求已经记录，同事会看到。目前无法确定何时有人接入；"
            f"如果事情紧急，请致电客服热线 {hotline}。"
        ),
    )


OFFER_PERSON = OfferedChoices(
    prompt="需要人工服务吗？",
    options=[OfferedOption(label="转人工", pick=Pick(intent="request_person"))],
)
