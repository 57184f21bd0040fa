"""Finds currencies, by name, code or sign."""

from bot.components.entities.found import FoundEntity
from bot.components.entities.lookup import Lookup

CURRENCY = "currency"

CURRENCIES = {
    "CNY": ["人民币", "rmb", "cny", "yuan", "¥", "￥"],
    "USD": ["美元", "美金", "美刀", "usd", "dollar", "dollars", "us dollars", "$"],
    "EUR": ["欧元", "eur", "euro", "euros", "€"],
    "GBP": ["英镑", "gbp", "pound", "pounds", "£"],
    "JPY": ["日元", "日币", "日圆", "jpy", "yen"],
    "HKD": ["港币", "港元", "港纸", "hkd"],
    "AUD": ["澳元", "澳币", "aud"],
    "CAD": ["加元", "加币", "加拿大元", "cad"],
    "SGD": ["新加坡元", "新币", "sgd"],
    "CHF": ["瑞士法郎", "瑞郎", "chf"],
    "KRW": ["韩元", "韩币", "krw", "won"],
    "THB": ["泰铢", "thb", "baht"],
    "TWD": ["新台币", "台币", "twd"],
    "MOP": ["澳门元", "澳门币", "mop"],
}
_LOOKUP = Lookup(CURRENCY, CURRENCIES)


def find_currencies(text: str) -> list[FoundEntity]:
    """Currencies by their ISO 4217 code."""
    return _LOOKUP.find(text)
