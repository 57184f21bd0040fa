"""A report as a file: its table in a language, as CSV or as a workbook; no customer is named in it."""

from collections.abc import Mapping

from hub.ports import Enclosed
from supervision.reports import files
from supervision.reports.counting import FIGURES, ReportFacts, ReportGrouping, ReportLine
from supervision.store.facts import TimeSpan

TITLES = {
    "zh": {
        "key": "项目",
        "conversations": "会话",
        "asked": "请求",
        "handled": "已接起",
        "abandoned": "放弃",
        "in_time": "目标内接起",
        "known": "已有结果",
        "service_level": "服务水平",
        "waited_s": "平均等待（秒）",
        "longest_s": "最长等待（秒）",
        "first_reply_s": "平均首次回复（秒）",
        "transfers": "转接",
        "bot_solved": "机器人解决",
        "bot_unsolved": "机器人未解决",
        "bot_given_up": "未得到回答离开",
        "scores": "评价数",
        "satisfaction": "满意度",
        "whole": "合计",
    },
    "en": {
        "key": "Item",
        "conversations": "Conversations",
        "asked": "Requests",
        "handled": "Handled",
        "abandoned": "Abandoned",
        "in_time": "Handled in time",
        "known": "Outcome known",
        "service_level": "Service level",
        "waited_s": "Mean wait (s)",
        "longest_s": "Longest wait (s)",
        "first_reply_s": "Mean first reply (s)",
        "transfers": "Transfers",
        "bot_solved": "Solved by the bot",
        "bot_unsolved": "Not solved by the bot",
        "bot_given_up": "Left without an answer",
        "scores": "Scores",
        "satisfaction": "Satisfaction",
        "whole": "All",
    },
}

MIMES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def make_file(
    facts: ReportFacts, names: Mapping[str, str], by: ReportGrouping, span: TimeSpan, form: str, language: str
) -> Enclosed:
    """The file; `names`: of agents and queues by id; `form`: one of `MIMES`."""
    rows = _rows(facts, names, by, TITLES[language])
    made = files.as_csv(rows) if form == "csv" else files.as_xlsx(by, rows)
    name = f"report-{by}-{span.since:%Y%m%d}-{span.until:%Y%m%d}.{form}"
    return Enclosed(name, MIMES[form], made)


def _rows(
    facts: ReportFacts, names: Mapping[str, str], by: ReportGrouping, titles: Mapping[str, str]
) -> list[list[files.Cell]]:
    def row(name: str, line: ReportLine) -> list[files.Cell]:
        figures = line.figures()
        return [name, *(figures[each] for each in FIGURES)]

    lines = [row(names.get(each.key, each.key), each) for each in facts.lines(by)]
    head: list[files.Cell] = [titles["key"], *(titles[each] for each in FIGURES)]
    return [head, *lines, row(titles["whole"], facts.whole())]
