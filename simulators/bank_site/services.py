"""The pages of the bank's services, to which its chat leads: what is done there, and in which steps."""

from html import escape
from typing import NamedTuple


class Service(NamedTuple):
    """One page."""

    title: str
    lead: str
    steps: tuple[str, ...]
    form: str = ""
    """Its form: a name for the chat's invitation, then the label of each field; empty for none."""


SERVICES = {
    "/cards": Service(
        "银行卡服务",
        "激活、补卡和取款限额都在这里办。",
        ("选择要办的卡片，认准卡号末四位。", "选择激活、补卡或调整限额。", "按手机银行里的提示核对身份。"),
    ),
    "/transfer": Service(
        "转账限额",
        "查看每日限额，并按需要调整。",
        ("打开手机银行的「转账设置」。", "选择要调整的渠道。", "核对身份后立即生效。"),
    ),
    "/statement": Service(
        "账户明细与流水",
        "选择时间段，把流水发到自己的邮箱。",
        ("选择账户和时间段。", "填写收件邮箱。", "核对身份后发出，文件带电子印章。"),
    ),
    "/bill": Service(
        "信用卡账单",
        "查看本期账单、还款日和账单明细。",
        ("选择信用卡。", "选择账单月份。", "需要时点「立即还款」。"),
    ),
    "/branches": Service(
        "网点地图",
        "按城市和网点名查看地址、营业时间和排队人数。",
        ("选择城市。", "按业务筛选网点。", "到店前先预约，免去排队。"),
    ),
    "/appointment": Service(
        "预约办理",
        "选网点和时间，到店不用排队。",
        ("选择网点和业务。", "选择日期和时间。", "带好证件按时到店。"),
        "appointment 网点 办理的业务 日期",
    ),
    "/loans": Service(
        "个人消费贷款",
        "在线申请，用于装修、旅游、教育等消费。",
        ("填写用途和金额。", "授权查询征信。", "审批结果以短信通知。"),
        "loan 贷款用途 金额（元） 联系电话",
    ),
    "/wealth": Service(
        "理财产品",
        "购买前请先完成风险测评。理财非存款，产品有风险，投资须谨慎。",
        ("完成风险测评。", "查看与您风险等级匹配的产品。", "阅读产品说明书后确认。"),
    ),
}


def fill(template: str, service: Service) -> str:
    """The page of a service from the template of them all."""
    steps = "\n".join(f"        <li>{escape(step)}</li>" for step in service.steps)
    return (
        template.replace("{{title}}", escape(service.title))
        .replace("{{lead}}", escape(service.lead))
        .replace("{{steps}}", steps)
        .replace("{{form}}", _form(service.form))
    )


def _form(said: str) -> str:
    """A form that sends nothing of its fields: they have no names."""
    name, *labels = said.split() or [""]
    if not name:
        return ""
    fields = "".join(f"<label>{escape(label)} <input autocomplete='off' /></label>" for label in labels)
    button = "<button class='button'>提交申请</button>"
    return f"      <form class='apply' data-yuanqiao-form='{name}' action='/'>{fields}{button}</form>"
