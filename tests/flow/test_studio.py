"""The studio over the staff's port: from a gap to an answer, by two people, within their rights."""

import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert, select

from hub.store.schema_staff import audit, role, role_right
from kb import gaps
from kb.answer import open_answerer
from kb.articles import publish
from kb.model import ArticleDraft, ArticleScope, Value, ValueKind
from kb.outcomes import Answered
from kb.store import drafts as draft_store
from kb.store.articles import next_change
from kb.store.values import save_value
from tests.support.house import House
from tests.support.staff import StaffClient, make_account, make_branches, staff_client
from tests.support.waiting import eventually

ASKED = "外地的卡能在本地注销吗"
WITHIN_S = 20.0


def content(**fields: Any) -> dict[str, Any]:
    usual = {
        "topic": "卡片",
        "title": "异地银行卡怎么销户",
        "questions": [ASKED],
        "answer": "1. 带身份证到任一网点\n2. 请柜员**注销**",
        "effective_from": "2026-01-01",
    }
    return usual | fields


@asynccontextmanager
async def signed_in(house: House, login: str) -> AsyncIterator[StaffClient]:
    origin = house.settings.staff_origins[0]
    async with staff_client(house.settings.staff_port, origin=origin) as client:
        assert (await client.sign_in(login)).status == 200
        yield client


@pytest.fixture
async def editors(house: House) -> AsyncIterator[tuple[StaffClient, StaffClient]]:
    """Two editors, li and wang."""
    for login in ("li.editor", "wang.editor"):
        await make_account(house.hub.staff, login, ["editor"])
    async with signed_in(house, "li.editor") as li, signed_in(house, "wang.editor") as wang:
        yield li, wang


async def leave_gap(house: House, question: str, turn: int = 1) -> None:
    async with house.database.write() as connection:
        await gaps.record(
            connection,
            identity="0123456789abcdef",
            conversation=1,
            turn=turn,
            question=question,
            best_article_id=None,
            best_score=None,
            now=datetime.now(UTC),
        )


async def test_a_gap_becomes_an_answer_of_two_people(
    house: House, editors: tuple[StaffClient, StaffClient]
) -> None:
    li, wang = editors
    await leave_gap(house, ASKED)
    await leave_gap(house, ASKED + "，我电话 13812345678", turn=2)
    found = (await li.ask("GET", "/staff/kb/gaps")).body["clusters"]
    assert [each["count"] for each in found] == [2]
    assert "13812345678" not in str(found)
    begun = await li.ask("POST", "/staff/kb/articles", {"content": content()})
    assert begun.status == 200, begun
    article_id, revision = begun.body["article_id"], begun.body["draft"]["revision"]
    one = f"/staff/kb/articles/{article_id}"
    closed = await li.ask("POST", "/staff/kb/gaps/close", {"gaps": found[0]["gap_ids"]})
    assert closed.status == 204, closed
    revision = (await li.ask("POST", f"{one}/submit", {"revision": revision})).body["revision"]
    assert (await li.ask("POST", f"{one}/approve", {"revision": revision})).code == "own_work"
    early = await li.ask("POST", f"{one}/publish", {"revision": revision})
    assert (early.status, early.code) == (409, "conflict")
    revision = (await wang.ask("POST", f"{one}/approve", {"revision": revision})).body["revision"]
    assert (await li.ask("POST", f"{one}/publish", {"revision": revision})).body == {"version": 1}
    answered = await until_answered(house, ASKED)
    assert answered.source.article_id == article_id
    tried = await li.ask("POST", "/staff/kb/try", {"question": ASKED})
    assert (tried.body["outcome"], tried.body["articles"]) == ("answer", [article_id])
    never = {"wrong": 0, "unfounded": 0, "useless": 1}
    assert (await li.ask("POST", "/staff/kb/try", {"question": "异地销户", "risks": never})).status == 200
    assert (await li.ask("GET", "/staff/kb/gaps")).body["clusters"] == []
    async with house.database.read() as connection:
        actions = list((await connection.execute(select(audit.c.action))).scalars())
    for action in (
        "article.begun",
        "gap.closed",
        "article.submitted",
        "article.approved",
        "article.published",
    ):
        assert action in actions


async def until_answered(house: House, question: str) -> Answered:
    """Asks by an answerer of its own, as the bot's actions do, until the index has followed."""
    answerer = open_answerer(house.settings)
    try:
        await eventually(answerer.why_not_ready, "", WITHIN_S)
        decision = await answerer.answer(question)
    finally:
        await answerer.close()
    assert isinstance(decision, Answered)
    return decision


async def test_two_at_once_are_told_of_each_other(
    house: House, editors: tuple[StaffClient, StaffClient]
) -> None:
    li, wang = editors
    begun = (await li.ask("POST", "/staff/kb/articles", {"content": content()})).body
    one = f"/staff/kb/articles/{begun['article_id']}"
    seen = {"revision": begun["draft"]["revision"], "version": 0}
    assert (await li.ask("PUT", f"{one}/draft", seen | {"content": content(answer="李写的。")})).status == 200
    late = await wang.ask("PUT", f"{one}/draft", seen | {"content": content(answer="王写的。")})
    assert (late.status, late.code) == (409, "conflict")
    now = (await wang.ask("GET", one)).body
    assert now["content"]["answer"] == "李写的。"
    again = {"revision": now["draft"]["revision"], "version": now["version"]}
    merged = await wang.ask("PUT", f"{one}/draft", again | {"content": content(answer="李写的。王写的。")})
    assert merged.body["content"]["answer"] == "李写的。王写的。"


async def test_markup_is_words_and_problems_are_told(
    house: House, editors: tuple[StaffClient, StaffClient]
) -> None:
    li, _ = editors
    hostile = await li.ask(
        "POST", "/staff/kb/preview", {"content": content(answer="<img src=x onerror=alert(1)>")}
    )
    assert hostile.body["said"] is False
    assert [each["code"] for each in hostile.body["problems"]] == ["unreadable"]
    said = (await li.ask("POST", "/staff/kb/preview", {"content": content(answer="字" * 300)})).body
    assert (said["characters"], said["sms_parts"], said["fits_sms"]) == (300, 5, False)
    assert said["blocks"][0]["type"] == "paragraph"


async def test_a_category_of_another_branch_is_out_of_reach(house: House) -> None:
    """Who may write in their own branch alone neither reads nor writes in another one's category."""
    await make_branches(house.hub.staff, "east", "west")
    async with house.database.write() as connection:
        await connection.execute(
            insert(role).values(role_id="east-editor", name_zh="东区编辑", name_en="East")
        )
        rights = [
            {"role_id": "east-editor", "right_name": right, "scope": "branch"}
            for right in ("knowledge.read", "knowledge.edit", "knowledge.review", "knowledge.publish")
        ]
        await connection.execute(insert(role_right), rights)
        await draft_store.save_category(connection, "东区", "east")
        await draft_store.save_category(connection, "西区", "west")
    await make_account(house.hub.staff, "zhao.everywhere", ["editor"])
    await make_account(house.hub.staff, "sun.east", ["east-editor"], "east")
    async with signed_in(house, "zhao.everywhere") as zhao, signed_in(house, "sun.east") as sun:
        ids = {
            topic: (await zhao.ask("POST", "/staff/kb/articles", {"content": content(topic=topic)})).body[
                "article_id"
            ]
            for topic in ("东区", "西区")
        }
        listed = (await sun.ask("GET", "/staff/kb/articles")).body
        assert [each["article_id"] for each in listed["articles"]] == [ids["东区"]]
        assert listed["topics"] == ["东区"]
        foreign = f"/staff/kb/articles/{ids['西区']}"
        assert (await sun.ask("GET", foreign)).status == 404
        step = {"revision": 1}
        assert (await sun.ask("POST", f"{foreign}/approve", step)).status == 404
        moved = {"revision": 1, "version": 0, "content": content(topic="西区")}
        own = f"/staff/kb/articles/{ids['东区']}/draft"
        assert (await sun.ask("PUT", own, moved)).status == 403
        assert (await sun.ask("POST", "/staff/kb/articles", {"content": content(topic="西区")})).status == 403
        assert (await sun.ask("POST", "/staff/kb/articles", {"content": content(topic="东区")})).status == 200


async def test_the_list_is_searched_and_filtered(
    house: House, editors: tuple[StaffClient, StaffClient]
) -> None:
    li, _ = editors
    first = (await li.ask("POST", "/staff/kb/articles", {"content": content(title="百分之百%怎么算")})).body
    await li.ask("POST", "/staff/kb/articles", {"content": content(topic="贷款", title="贷款怎么还")})
    today = datetime.now(ZoneInfo(house.settings.time_zone)).date().isoformat()
    was = {"owner_id": first["owner_id"]}
    about = was | {"review_by": today, "tags": ["热点"], "was": was}
    set_about = await li.ask("PUT", f"/staff/kb/articles/{first['article_id']}/about", about)
    assert (set_about.body["review_by"], set_about.body["tags"]) == (today, ["热点"])

    async def titles(query: str) -> list[str]:
        answer = await li.ask("GET", f"/staff/kb/articles?{query}")
        return sorted(each["title"] for each in answer.body["articles"])

    assert await titles("words=%25%E6%80%8E") == ["百分之百%怎么算"]  # a sign of LIKE is a letter
    assert await titles("topic=%E8%B4%B7%E6%AC%BE") == ["贷款怎么还"]
    assert await titles("due=true") == ["百分之百%怎么算"]
    assert await titles("state=draft") == ["百分之百%怎么算", "贷款怎么还"]
    assert await titles("state=published") == []


async def test_two_editors_tags_both_stay_and_two_dates_do_not(
    house: House, editors: tuple[StaffClient, StaffClient]
) -> None:
    li, wang = editors
    article_id = (await li.ask("POST", "/staff/kb/articles", {"content": content()})).body["article_id"]
    one = f"/staff/kb/articles/{article_id}"
    seen = (await li.ask("GET", one)).body
    was = {name: seen[name] for name in ("owner_id", "review_by", "tags")}
    mine, theirs = was | {"tags": ["热点"]}, was | {"tags": ["常用"], "review_by": "2027-01-01"}
    assert (await li.ask("PUT", f"{one}/about", mine | {"was": was})).status == 200
    both = (await wang.ask("PUT", f"{one}/about", theirs | {"was": was})).body
    assert (both["tags"], both["review_by"]) == (["热点", "常用"], "2027-01-01")
    late = was | {"review_by": "2026-12-31", "was": was}
    assert (await li.ask("PUT", f"{one}/about", late)).status == 409
    assert (await li.ask("GET", one)).body["review_by"] == "2027-01-01"


async def test_a_file_is_tried_then_written(house: House, editors: tuple[StaffClient, StaffClient]) -> None:
    li, wang = editors
    begun = (await li.ask("POST", "/staff/kb/articles", {"content": content()})).body
    exported = (await li.ask("GET", "/staff/kb/export?kind=csv")).body
    assert (exported["count"], exported["more"]) == (1, False)
    table = base64.b64decode(exported["data"]).decode("utf-8-sig")
    added = table.replace("异地银行卡怎么销户", "异地卡怎么销户") + ",卡片,新的一篇\r\n"
    file = {"kind": "csv", "data": base64.b64encode(added.encode()).decode()}
    tried = (await li.ask("POST", "/staff/kb/import/try", file)).body
    assert [(row["fate"], list(row["changes"])) for row in tried["rows"]] == [
        ("changed", ["title"]),
        ("new", []),
    ]
    one = f"/staff/kb/articles/{begun['article_id']}"
    assert (await li.ask("GET", one)).body["content"]["title"] == "异地银行卡怎么销户", "only tried"
    meanwhile = {"revision": 1, "version": 0, "content": content(answer="王写的。")}
    assert (await wang.ask("PUT", f"{one}/draft", meanwhile)).status == 200
    assert (await li.ask("POST", "/staff/kb/import", file | {"mark": tried["mark"]})).code == "conflict"
    mark = (await li.ask("POST", "/staff/kb/import/try", file)).body["mark"]
    assert (await li.ask("POST", "/staff/kb/import", file | {"mark": mark})).body == {"written": 2}
    assert (await li.ask("GET", one)).body["content"]["title"] == "异地卡怎么销户"
    async with house.database.read() as connection:
        actions = list((await connection.execute(select(audit.c.action))).scalars())
    assert {"articles.exported", "articles.imported"} <= set(actions)
    other = {"content": content(answer="字" * 25_000)}
    assert (await li.ask("POST", "/staff/kb/preview", other)).status == 413, "only files may be so long"


async def test_a_figure_is_handed_in_approved_and_said(
    house: House, editors: tuple[StaffClient, StaffClient]
) -> None:
    """What stands as a literal figure becomes a value, which publishing waits for, and customers are told."""
    li, wang = editors
    literal = content(answer="异地销户收取 10 元。", questions=[ASKED])
    warned = (await li.ask("POST", "/staff/kb/preview", {"content": literal})).body
    (figure,) = [each["figure"] for each in warned["problems"] if each["code"] == "literal_figure"]
    asked = {"answer": literal["answer"], "figure": figure, "product": "close", "valid_from": "2026-01-01"}
    named = (await li.ask("POST", "/staff/kb/values/from-figure", asked)).body
    assert named["answer"] == "异地销户收取 {{fee:close.fee1}}。"
    valued = content(answer=named["answer"], questions=[ASKED])
    shown = (await li.ask("POST", "/staff/kb/preview", {"content": valued})).body
    assert (shown["text"], shown["values_from"]) == ("异地销户收取 10 元。", "2026-01-01")
    assert [each["code"] for each in shown["problems"]] == ["value_waiting"]
    begun = (await li.ask("POST", "/staff/kb/articles", {"content": valued})).body
    one, revision = f"/staff/kb/articles/{begun['article_id']}", begun["draft"]["revision"]
    revision = (await li.ask("POST", f"{one}/submit", {"revision": revision})).body["revision"]
    revision = (await wang.ask("POST", f"{one}/approve", {"revision": revision})).body["revision"]
    assert (await li.ask("POST", f"{one}/publish", {"revision": revision})).code == "not_ready"
    waiting = f"/staff/kb/values/{named['value']['value_id']}"
    assert (await li.ask("POST", f"{waiting}/approve")).code == "own_work"
    assert (await wang.ask("POST", f"{waiting}/approve")).body["stage"] == "running"
    assert (await li.ask("POST", f"{one}/publish", {"revision": revision})).body == {"version": 1}
    answered = await until_answered(house, ASKED)
    assert answered.text.startswith("异地销户收取 10 元。\n以上数值自 2026 年 1 月 1 日起执行。")
    (listed,) = (await li.ask("GET", "/staff/kb/values?words=close")).body["values"]
    assert (listed["written"], listed["stage"], listed["articles"]) == ("10 元", "running", 1)
    over = {"question": ASKED, "day": "2025-12-31"}
    body = (await li.ask("POST", "/staff/kb/try", over)).body
    assert (body["outcome"], body["text"]) == ("abstain", "")


async def test_the_hit_test_names_the_value_that_is_missing(
    house: House, editors: tuple[StaffClient, StaffClient]
) -> None:
    li, _ = editors
    async with house.database.write() as connection:
        now = datetime.now(UTC)
        today = now.astimezone(ZoneInfo("Asia/Shanghai")).date()
        over = today + timedelta(days=30)
        await save_value(connection, Value("close.fee", ValueKind.FEE, "10", "元", today, over))
        draft = ArticleDraft("close", "账户", ASKED, (ASKED,), "收取 {{fee:close.fee}}。", today)
        change = await next_change(connection, now)
        await publish(connection, draft, latest=None, approved_by="x", now=now, change=change)
    assert "收取 10 元。" in (await until_answered(house, ASKED)).text
    later = str(over + timedelta(days=1))
    tried = (await li.ask("POST", "/staff/kb/try", {"question": ASKED, "day": later})).body
    found = (tried["outcome"], tried["reason"], tried["missing"])
    assert found == ("abstain", "value_missing", ["fee:close.fee"])


async def test_a_category_is_called_by_its_name(
    house: House, editors: tuple[StaffClient, StaffClient]
) -> None:
    li, _ = editors
    assert (await li.ask("POST", "/staff/kb/articles", {"content": content(topic="accounts")})).status == 200
    name = {"topic": "accounts", "zh": "账户", "en": "Accounts"}
    assert (await li.ask("PUT", "/staff/kb/categories/name", name)).status == 204
    (shown,) = (await li.ask("GET", "/staff/kb/categories")).body["categories"]
    assert name.items() <= shown.items()
    assert shown["articles"] == 1
    listed = (await li.ask("GET", "/staff/kb/articles")).body
    assert listed["names"] == {"accounts": {"zh": "账户", "en": "Accounts"}}


async def test_the_words_for_readers_are_told(house: House, editors: tuple[StaffClient, StaffClient]) -> None:
    li, _ = editors
    assert (await li.ask("GET", "/staff/kb/readers")).body == {"audiences": [], "regions": [], "segments": []}
    when = datetime.now(UTC)
    scoped = ArticleScope(audiences=("staff",), regions=("sh", "bj"))
    async with house.database.write() as connection:
        change = await next_change(connection, when)
        for article_id, scope in (("for-some", scoped), ("for-all", ArticleScope())):
            one = ArticleDraft(article_id, "卡片", article_id, ("问",), "答。", when.date(), scope=scope)
            await publish(connection, one, latest=None, approved_by="x", now=when, change=change)
        await save_value(
            connection, Value("a.b", ValueKind.FEE, "1", "元", when.date(), region="sh", segment="vip")
        )
    found = (await li.ask("GET", "/staff/kb/readers")).body
    assert found == {"audiences": ["staff"], "regions": ["bj", "sh"], "segments": ["vip"]}


async def test_what_is_kept_to_a_segment_is_published(
    house: House, editors: tuple[StaffClient, StaffClient]
) -> None:
    li, wang = editors
    begun = (await li.ask("POST", "/staff/kb/articles", {"content": content(segments=["vip"])})).body
    one, revision = f"/staff/kb/articles/{begun['article_id']}", begun["draft"]["revision"]
    for who, step in ((li, "submit"), (wang, "approve"), (li, "publish")):
        stepped = (await who.ask("POST", f"{one}/{step}", {"revision": revision})).body
        revision = stepped.get("revision", revision)
    (version,) = (await li.ask("GET", one)).body["versions"]
    assert version["state"] == "published"
    (withdrawn,) = (await li.ask("POST", f"{one}/withdraw")).body["versions"]
    assert withdrawn["state"] == "withdrawn"
