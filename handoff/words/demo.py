"""What the demo bank's agents find written already: a few rules about words, and replies for everybody."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.store import word_rules
from handoff.words import canned, keeping
from handoff.words.rules import RuleKind, WordRule

RULES = (
    WordRule("", RuleKind.LINK, "", (), ("yuanqiao-bank.example",), "", ""),
    WordRule(
        "",
        RuleKind.FORBIDDEN,
        "理财",
        (),
        ("保本保息", "稳赚不赔", "零风险", "保证收益"),
        "理财非存款，产品有风险，投资须谨慎。",
        "不得承诺本金不受损失或收益（理财公司理财产品销售管理暂行办法）",
    ),
    WordRule(
        "",
        RuleKind.MUST_SAY,
        "理财",
        ("理财产品", "基金产品", "推荐您购买"),
        ("投资须谨慎",),
        "理财非存款，产品有风险，投资须谨慎。",
        "介绍理财产品时须作风险提示",
    ),
    WordRule(
        "",
        RuleKind.FORBIDDEN,
        "",
        (),
        ("把密码告诉我", "验证码发给我", "验证码告诉我"),
        "",
        "客服不得索要密码和验证码",
    ),
    WordRule(
        "",
        RuleKind.HINT,
        "个人贷款",
        ("提前还款", "提前还清"),
        (),
        "先核对合同中的提前还款约定和违约金，再说明办理渠道。",
        "",
    ),
    WordRule(
        "",
        RuleKind.HINT,
        "反诈",
        ("安全账户", "公检法", "冻结账户", "转账到"),
        (),
        "提醒客户：公安机关没有“安全账户”，请勿转账，可拨打 110 或 96110 核实。",
        "",
    ),
)

REPLIES = (
    ("开场白", "您好，我是{银行}客服{坐席}，很高兴为您服务。"),
    ("请稍候", "请您稍候，我正在为您查询。"),
    ("核对信息", "为保障您的账户安全，请不要在对话中发送密码和验证码。"),
    ("结束语", "感谢您的来信。如需帮助，可随时联系我们或拨打 {热线}。"),
)


async def do_make_demo(connection: AsyncConnection, branch_id: str, now: datetime) -> None:
    """Writes them at a branch where no rule is yet."""
    if await word_rules.at_branches(connection, [branch_id]):
        return
    for rule in RULES:
        await keeping.do_add(connection, branch_id, rule, now)
    for title, text in REPLIES:
        await canned.do_add(connection, title=title, text=text, branch_id=branch_id, now=now)
