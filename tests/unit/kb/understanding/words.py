"""A small bank's words, counted as an index counts them."""

from kb.search import statistics
from kb.search.statistics import Statistics
from kb.text import shipped_synonyms, tokens

QUESTIONS = (
    "信用卡怎么还款",
    "信用卡还款多久到账",
    "信用卡丢了怎么挂失",
    "借记卡丢了怎么挂失",
    "借记卡怎么激活",
    "信用卡怎么激活",
    "手机银行转账限额是多少",
    "跨行转账多久到账",
    "本行转账多久到账",
    "境外汇款手续费多少",
    "境外汇款多久到账",
)


def counted() -> Statistics:
    """The statistics of these questions, each an article of its own."""
    synonyms = shipped_synonyms()
    return statistics.count((tokens(question, synonyms) for question in QUESTIONS), synonyms)
