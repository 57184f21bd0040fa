"""Finds kinds of products: what of the bank's a message is about."""

from bot.components.entities.found import FoundEntity
from bot.components.entities.lookup import Lookup

PRODUCT = "product"

PRODUCTS = {
    "credit_card": ["信用卡", "贷记卡", "白金卡", "金卡", "信用咭", "credit card"],
    "debit_card": ["借记卡", "储蓄卡", "工资卡", "银行卡", "debit card", "bank card"],
    "time_deposit": ["定期存款", "定期", "定存", "零存整取", "time deposit", "fixed deposit", "term deposit"],
    "demand_deposit": ["活期存款", "活期", "savings account"],
    "large_deposit": ["大额存单"],
    "notice_deposit": ["通知存款"],
    "consumer_loan": [
        "消费贷款",
        "消费贷",
        "信用贷款",
        "个人贷款",
        "信用贷",
        "personal loan",
        "consumer loan",
    ],
    "renovation_loan": ["装修贷款", "装修贷", "renovation loan"],
    "car_loan": ["汽车贷款", "车贷", "购车贷款", "买车贷款", "car loan"],
    "mortgage": ["住房贷款", "房贷", "按揭", "购房贷款", "房屋贷款", "mortgage", "home loan"],
    "business_loan": ["经营贷款", "经营贷", "企业贷款", "小微贷款", "公司贷款", "税贷", "business loan"],
    "wealth": ["理财产品", "理财", "wealth product"],
    "fund": ["基金", "mutual fund", "fund"],
    "gold": ["黄金", "积存金", "gold"],
    "insurance": ["保险", "insurance"],
    "corporate_account": [
        "对公账户",
        "基本户",
        "一般户",
        "公司账户",
        "business account",
        "corporate account",
    ],
}
_LOOKUP = Lookup(PRODUCT, PRODUCTS)


def find_products(text: str) -> list[FoundEntity]:
    """Products by their kind (`credit_card`, `mortgage`, …)."""
    return _LOOKUP.find(text)
