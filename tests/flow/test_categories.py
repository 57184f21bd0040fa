"""Categories over the staff's port: figures refused, given to a branch and back, names that mean ids."""

import base64
import json
from typing import Any

import pytest
from sqlalchemy import insert, select

from hub.store.schema_staff import audit, role, role_right
from tests.flow.test_studio import content, editors, signed_in
from tests.support.house import House
from tests.support.staff import StaffClient, make_account, make_branches

__all__ = ["editors"]

CATEGORIES = "/staff/kb/categories"
ARTICLES = "/staff/kb/articles"
LITERAL = "补卡收取 10 元。"
Editors = tuple[StaffClient, StaffClient]


@pytest.fixture
async def admin(house: House) -> None:
    await make_account(house.hub.staff, "chen.admin", ["administrator"])


async def shown(client: StaffClient, topic: str) -> Any:
    """A category as somebody sees it."""
    found = (await client.ask("GET", f"{CATEGORIES}?figures=true")).body["categories"]
    return next(each for each in found if each["topic"] == topic)


async def refuse(client: StaffClient, topic: str, *, refused: bool = True) -> Any:
    return await client.ask("PUT", f"{CATEGORIES}/figures", {"topic": topic, "refused": refused})


async def step(client: StaffClient, article_id: str, name: str) -> Any:
    """A step with the draft as it stands."""
    one = f"{ARTICLES}/{article_id}"
    revision = (await client.ask("GET", one)).body["draft"]["revision"]
    return await client.ask("POST", f"{one}/{name}", {"revision": revision})


async def test_figures_are_refused_where_an_administrator_says_so(
    house: House, editors: Editors, admin: None
) -> None:
    li, wang = editors
    body = {"content": content(answer=LITERAL)}
    article_id = (await li.ask("POST", ARTICLES, body)).body["article_id"]
    assert (await refuse(li, "卡片")).status == 403, "an editor does not"
    async with signed_in(house, "chen.admin") as chen:
        assert (await refuse(chen, "卡片")).status == 204
        said = await step(li, article_id, "submit")
        assert (said.status, said.code) == (422, "not_ready")
        assert "literal_refused “10 元”" in said.body["detail"]
        warned = (await li.ask("POST", "/staff/kb/preview", body)).body["problems"]
        assert [(each["code"], each["stops"]) for each in warned] == [("literal_refused", True)]
        assert (await refuse(chen, "卡片", refused=False)).status == 204
        assert (await step(li, article_id, "submit")).status == 200
        assert (await refuse(chen, "卡片")).status == 204
        assert (await step(wang, article_id, "approve")).code == "not_ready"
        assert (await refuse(chen, "卡片", refused=False)).status == 204
        assert (await step(wang, article_id, "approve")).status == 200
        assert (await refuse(chen, "卡片")).status == 204
        assert (await step(li, article_id, "publish")).code == "not_ready"
        assert (await refuse(chen, "卡片", refused=False)).status == 204
        assert (await step(li, article_id, "publish")).body == {"version": 1}
        assert (await refuse(chen, "卡片")).status == 204
    async with house.database.read() as connection:
        rows = await connection.execute(
            select(audit.c.detail).where(audit.c.action == "category.figures_refused")
        )
        told = [json.loads(row.detail) for row in rows]
    assert told.count({"topic": "卡片", "refused": True}) == 4, told


async def test_what_is_published_is_marked_and_mended_with_one_press(
    house: House, editors: Editors, admin: None
) -> None:
    li, wang = editors
    article_id = (await li.ask("POST", ARTICLES, {"content": content(answer=LITERAL)})).body["article_id"]
    other = await li.ask("POST", ARTICLES, {"content": content(title="另一篇", answer="没有数字。")})
    for one in (article_id, other.body["article_id"]):
        for client, name in ((li, "submit"), (wang, "approve"), (li, "publish")):
            assert (await step(client, one, name)).status == 200
    async with signed_in(house, "chen.admin") as chen:
        assert (await refuse(chen, "卡片")).status == 204
    listed = (await li.ask("GET", ARTICLES)).body["articles"]
    assert {each["article_id"]: each["figures"] for each in listed} == {
        article_id: True,
        other.body["article_id"]: False,
    }
    (only,) = (await li.ask("GET", f"{ARTICLES}?figures=true")).body["articles"]
    assert (only["article_id"], only["live"]) == (article_id, "published")
    exported = await li.ask("GET", "/staff/kb/export?kind=csv&figures=true")
    assert exported.body["count"] == 1
    assert (await shown(li, "卡片"))["figures"] == 1
    unasked = (await li.ask("GET", CATEGORIES)).body["categories"]
    assert {each["figures"] for each in unasked} == {None}, "they are counted for who asks alone"
    figure = {"answer": LITERAL, "figure": "10 元", "product": "card", "valid_from": "2026-01-01"}
    named = (await li.ask("POST", "/staff/kb/values/from-figure", figure)).body
    mended = {"revision": 0, "version": 1, "content": content(answer=named["answer"])}
    assert (await li.ask("PUT", f"{ARTICLES}/{article_id}/draft", mended)).status == 200
    assert (await step(li, article_id, "submit")).status == 200
    value = f"/staff/kb/values/{named['value']['value_id']}/approve"
    assert (await wang.ask("POST", value)).status == 200
    assert (await step(wang, article_id, "approve")).status == 200
    assert (await step(li, article_id, "publish")).status == 200
    assert (await li.ask("GET", f"{ARTICLES}?figures=true")).body["articles"] == []


async def test_a_dry_run_tells_of_the_figure(house: House, editors: Editors, admin: None) -> None:
    li, _ = editors
    async with signed_in(house, "chen.admin") as chen:
        assert (await refuse(chen, "存款")).status == 204
    table = f"标题,分类,答案\n利率多少,存款,{LITERAL}\n利率是多少,贷款,{LITERAL}\n"
    file = {"kind": "csv", "data": base64.b64encode(table.encode()).decode()}
    first, second = (await li.ask("POST", "/staff/kb/import/try", file)).body["rows"]
    told = [(each["code"], each["stops"], each["figure"]) for each in first["problems"]]
    assert ("literal_refused", True, "10 元") in told
    assert "literal_refused" not in [each["code"] for each in second["problems"]]


async def test_a_category_goes_to_a_branch_and_back(house: House, admin: None) -> None:
    await make_branches(house.hub.staff, "east", "west")
    rights = ("knowledge.read", "knowledge.edit", "knowledge.categories")
    async with house.database.write() as connection:
        named = {"role_id": "branch-editor", "name_zh": "支行编辑", "name_en": "Branch"}
        await connection.execute(insert(role).values(**named))
        rows = [{"role_id": "branch-editor", "right_name": each, "scope": "branch"} for each in rights]
        await connection.execute(insert(role_right), rows)
    await make_account(house.hub.staff, "sun.east", ["branch-editor"], "east")
    await make_account(house.hub.staff, "zhou.west", ["branch-editor"], "west")
    async with (
        signed_in(house, "chen.admin") as chen,
        signed_in(house, "sun.east") as sun,
        signed_in(house, "zhou.west") as zhou,
    ):
        body = {"content": content(topic="网点")}
        assert (await zhou.ask("POST", ARTICLES, body)).status == 200, "nobody's yet"
        assert (await sun.ask("PUT", CATEGORIES, {"topic": "网点", "branch_id": "east"})).status == 403
        assert (await chen.ask("PUT", CATEGORIES, {"topic": "网点", "branch_id": "east"})).status == 204
        assert (await zhou.ask("POST", ARTICLES, body)).status == 403
        own, foreign = await shown(sun, "网点"), await shown(zhou, "网点")
        assert (own["whose"], own["branch_id"], own["writable"], own["givable"]) == (
            "branch",
            "east",
            True,
            True,
        )
        assert (foreign["whose"], foreign["branch"], foreign["writable"], foreign["givable"]) == (
            "elsewhere",
            "",
            False,
            False,
        )
        back = {"topic": "网点", "branch_id": None}
        for change in (("", back), ("/figures", {"topic": "网点", "refused": True})):
            assert (await zhou.ask("PUT", f"{CATEGORIES}{change[0]}", change[1])).status == 403
        name = {"topic": "网点", "zh": "网点", "en": "Outlets"}
        assert (await zhou.ask("PUT", f"{CATEGORIES}/name", name)).status == 403
        assert (await sun.ask("PUT", CATEGORIES, back)).status == 204
        assert (await zhou.ask("POST", ARTICLES, body)).status == 200
        assert (await shown(zhou, "网点"))["whose"] == "house"
    async with house.database.read() as connection:
        rows_ = await connection.execute(select(audit.c.detail).where(audit.c.action == "category.given"))
        told = [json.loads(row.detail) for row in rows_]
    for branch in ("east", "house"):
        assert told.count({"topic": "网点", "branch": branch}) == 1, told


async def test_a_name_makes_no_second_category(house: House, editors: Editors) -> None:
    li, _ = editors
    assert (await li.ask("POST", ARTICLES, {"content": content(topic="cards")})).status == 200
    name = {"topic": "cards", "zh": "银行卡", "en": "Bank cards"}
    assert (await li.ask("PUT", f"{CATEGORIES}/name", name)).status == 204
    made = (await li.ask("POST", ARTICLES, {"content": content(topic="银行卡", title="二")})).body
    assert made["content"]["topic"] == made["topic"] == "cards"
    changed = {"revision": 1, "version": 0, "content": content(topic="bank CARDS", title="三")}
    saved = (await li.ask("PUT", f"{ARTICLES}/{made['article_id']}/draft", changed)).body
    assert saved["content"]["topic"] == "cards"
    assert [each["topic"] for each in (await li.ask("GET", CATEGORIES)).body["categories"]] == ["cards"]
    found = (await li.ask("GET", f"{ARTICLES}?topic=%E9%93%B6%E8%A1%8C%E5%8D%A1")).body["articles"]
    assert len(found) == 2
    taken = {"topic": "debit", "zh": "借记卡", "en": "Bank cards"}
    assert (await li.ask("PUT", f"{CATEGORIES}/name", taken)).code == "conflict"


async def test_who_reviews_is_told_what_waits(house: House, editors: Editors) -> None:
    li, wang = editors
    article_id = (await li.ask("POST", ARTICLES, {"content": content()})).body["article_id"]
    await li.ask("POST", ARTICLES, {"content": content(title="还是草稿")})
    assert (await wang.ask("GET", "/staff/kb/reviews")).body == {"waiting": 0}
    assert (await step(li, article_id, "submit")).status == 200
    assert (await wang.ask("GET", "/staff/kb/reviews")).body == {"waiting": 1}
    assert (await li.ask("GET", "/staff/kb/reviews")).body == {"waiting": 0}, "one's own is no review"
    (row,) = (await wang.ask("GET", f"{ARTICLES}?reviewable=true")).body["articles"]
    assert row["article_id"] == article_id
    assert (await li.ask("GET", f"{ARTICLES}?reviewable=true")).body["articles"] == []
