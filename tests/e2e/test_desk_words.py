"""What stands beside a conversation at the desk, in Chromium; and 200 hostile payloads of which none runs.

`YUANQIAO_PICTURES=docs/images` writes the pictures of docs/desk.md.
"""

from typing import Any

from playwright.async_api import Browser, FilePayload, Page, expect
from sqlalchemy import insert

from handoff.store import customers, notes
from handoff.store.schema_words import canned_reply
from handoff.words import demo
from handoff.words.canned import initials_of
from hub.messages import Author, AuthorKind, File, Media
from hub.store.schema import identity
from hub.store.schema_staff import account
from tests.e2e.desk_browser import browser
from tests.e2e.test_desk import (
    bot,
    database_file,
    house,
    picture,
    serious,
    sign_in_english,
)
from tests.flow.test_desk_customer import picture as png
from tests.support.at_the_desk import become_available
from tests.support.desk import signed_in_desk
from tests.support.hostile_payloads import payloads
from tests.support.house import House
from tests.support.looking import rows
from tests.support.staff import PASSWORD, make_account
from tests.support.webchat import WebchatClient

__all__ = ["bot", "browser", "database_file", "house"]


async def sign_in(page: Page, house: House, login: str) -> None:
    await become_available(page, house, login)


async def test_what_stands_beside_a_conversation(house: House, browser: Browser) -> None:
    async with house.database.write() as connection:
        await demo.do_make_demo(connection, "head", house.hub.clock.now())
    context = await browser.new_context(locale="zh-CN", viewport={"width": 1440, "height": 900})
    page = await context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    await sign_in(page, house, "li.ming")
    async with house.client() as client:
        await client.acked(await client.send("我想提前还款，手机 13812345678"))
        await client.replies(1)
        await client.acked(await client.send("转人工"))
        await expect(page.get_by_test_id("offer")).to_be_visible()
        await page.keyboard.press("Alt+KeyA")
        composer = page.get_by_test_id("composer")
        await expect(page.get_by_test_id("hints")).to_contain_text("违约金")
        await expect(page.get_by_test_id("level")).to_contain_text("已等")
        await composer.press_sequentially("/kcb")
        await expect(page.get_by_test_id("canned")).to_have_count(1)
        assert await serious(page) == []
        await picture(page, "canned")
        await composer.press("Enter")
        await expect(composer).to_have_value("您好，我是远桥银行客服员工 li.ming，很高兴为您服务。")
        await composer.fill("这款产品保本保息")
        await client.events("typing")
        await composer.press("Enter")
        await expect(page.get_by_test_id("finding")).to_contain_text("保本保息")
        assert await serious(page) == []
        await picture(page, "stopped")
        await expect(composer).to_have_value("这款产品保本保息")
        await composer.fill("")
        await page.get_by_test_id("slash").click()
        await composer.fill("理财产品")
        await composer.press("Enter")
        await page.get_by_test_id("insert").click()
        await composer.press("Enter")
        await client.until(lambda: "投资须谨慎" in str(client.outgoing[-1]))
        await beside(page, client)
    assert faults == []
    await context.close()


async def beside(page: Page, client: WebchatClient) -> None:
    """Reveals, tags, files, typing, and a key that is changed."""
    composer = page.get_by_test_id("composer")
    await page.get_by_test_id("reveal").click()
    await expect(page.get_by_test_id("revealed")).to_contain_text("13812345678")
    await page.get_by_test_id("new-tag").fill("老客户")
    await page.get_by_test_id("new-tag").press("Enter")
    await expect(page.get_by_test_id("tags")).to_contain_text("老客户")
    await page.get_by_test_id("suggest").click()
    receipt: FilePayload = {"name": "回执.png", "mimeType": "image/png", "buffer": png()}
    await page.get_by_test_id("file").set_input_files(receipt)
    await client.until(lambda: client.outgoing[-1]["segments"][0]["type"] == "image")
    await client.say({"type": "typing"})
    await expect(page.get_by_test_id("customer-types")).to_contain_text("正在输入")
    await page.get_by_test_id("shortcuts").click()
    await page.get_by_test_id("change-note").click()
    await page.keyboard.press("Alt+KeyJ")
    await expect(page.get_by_test_id("chord-note")).to_have_text("Alt+J")
    assert await serious(page) == []
    await picture(page, "shortcuts")
    await page.keyboard.press("Escape")
    await composer.press("Alt+KeyJ")
    await expect(page.get_by_test_id("note")).to_have_attribute("aria-pressed", "true")
    await picture(page, "beside")


async def test_a_conversation_rests_and_goes_on_to_a_colleague(house: House, browser: Browser) -> None:
    await make_account(house.hub.staff, "wang.fang")
    async with signed_in_desk(house.settings.staff_port, "wang.fang") as colleague, house.client() as client:
        await colleague.wish("status", status="busy")
        context = await browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 800})
        page = await context.new_page()
        await sign_in(page, house, "li.ming")
        await client.acked(await client.send("转人工"))
        await page.get_by_test_id("accept").click()
        await page.get_by_test_id("hold").click()
        await page.get_by_test_id("hold-300").click()
        await expect(page.get_by_test_id("held")).to_be_visible()
        await page.get_by_test_id("resume").click()
        await expect(page.get_by_test_id("composer")).to_be_visible()
        await expect(page.get_by_test_id("why").first).to_be_attached()
        await page.get_by_test_id("transfer").click()
        option = page.get_by_test_id("transfer-to").locator("option", has_text="员工 wang.fang")
        await page.get_by_test_id("transfer-to").select_option(await option.get_attribute("value"))
        await page.get_by_test_id("transfer-note").fill("客户问理财，请您接着谈")
        assert await serious(page) == []
        await picture(page, "transfer")
        await page.get_by_test_id("transfer-do").click()
        await expect(page.get_by_test_id("empty")).to_be_visible()
        await colleague.wish("status", status="available")
        await colleague.accept()
        assert "客户问理财，请您接着谈" in colleague.words()
        assert "请您接着谈" not in str(client.frames)
        await context.close()


async def test_replies_and_rules_are_kept_on_a_screen(house: House, browser: Browser) -> None:
    await make_account(house.hub.staff, "zhang.wei", ["supervisor"])
    context = await browser.new_context(
        locale="en-GB", color_scheme="dark", viewport={"width": 390, "height": 844}
    )
    page = await context.new_page()
    await page.goto(f"http://127.0.0.1:{house.settings.staff_port}/#phrases")
    await page.get_by_test_id("login").fill("zhang.wei")
    await page.get_by_test_id("password").fill(PASSWORD)
    await page.get_by_test_id("sign-in").click()
    await expect(page.get_by_test_id("empty")).to_be_visible()
    await page.get_by_test_id("add-reply").click()
    form = page.get_by_test_id("reply-form")
    await form.get_by_label("Title").fill("Hello")
    await form.get_by_label("Text").fill("Your balance is {余额}")
    await page.get_by_test_id("save-reply").click()
    await expect(page.get_by_test_id("trouble")).to_contain_text("variable")
    await form.get_by_label("Text").fill("I am {坐席}")
    await page.get_by_test_id("save-reply").click()
    await expect(page.get_by_test_id("kept-reply")).to_contain_text("I am {坐席}")
    await page.get_by_test_id("add-rule").click()
    rule = page.get_by_test_id("rule-form")
    await rule.get_by_label("Words or addresses").fill("guaranteed\nno risk")
    await page.get_by_test_id("save-rule").click()
    await expect(page.get_by_test_id("kept-rule")).to_contain_text("no risk")
    assert await serious(page) == []
    await picture(page, "phrases")
    await context.close()


async def test_nothing_hostile_runs(house: House, browser: Browser) -> None:
    hostile = list(payloads())
    assert len(set(hostile)) == 200
    # Without the page's own policy, which would stop most of them once more.
    context = await browser.new_context(
        locale="en-GB", viewport={"width": 1440, "height": 900}, bypass_csp=True
    )
    page = await context.new_page()
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    await sign_in_english(page, house)
    async with house.client() as client:
        await client.acked(await client.send("转人工"))
        await page.get_by_test_id("accept").click()
        await expect(page.get_by_test_id("message").first).to_be_visible()
        for payload in hostile[:20]:  # through every check that a customer's words pass
            await client.acked(await client.send(payload))
        await plant(house, client.incoming[0], hostile)
        log = page.get_by_test_id("log")
        await expect(log).to_contain_text("last hostile note")
        assert await log.get_by_test_id("message").count() > 150
        await page.reload()
        await page.get_by_test_id("task").click()
        await expect(page.get_by_test_id("tags")).to_contain_text("script")
        await page.get_by_test_id("composer").fill("/")
        await expect(page.get_by_test_id("canned").first).to_be_visible()
        await page.goto(f"http://127.0.0.1:{house.settings.staff_port}/#phrases")
        await expect(page.get_by_test_id("kept-reply")).to_have_count(200)
        assert await page.evaluate("window.__ran") is None
        # The look itself works: the same payload does run where a page takes words for markup.
        await page.evaluate(f"document.body.insertAdjacentHTML('beforeend', `{hostile[10]}`)")
        await page.wait_for_function("window.__ran === 1")
        assert "last hostile note" not in str(client.frames), "a note never reaches the customer"
    assert dialogs == []
    await context.close()


async def plant(house: House, first: dict[str, Any], hostile: list[str]) -> None:
    """The payloads as names, file names, notes, tags and canned replies, past what refuses some of them."""
    (row,) = [each for each in await rows(house, account) if each.login == "li.ming"]
    now, who = house.hub.clock.now(), row.account_id
    identity = await identity_of(house)
    house_author = Author(kind=AuthorKind.AGENT, name=hostile[1][:60])
    async with house.database.write() as connection:
        for number, payload in enumerate(hostile):
            await notes.add(
                connection,
                identity,
                first["conversation"],
                seq=first["seq"],
                wish_id=f"hostile-{number}",
                account_id=who,
                author_name=payload[:60],
                text=payload if number < 199 else f"{payload} last hostile note",
                created_at=now,
            )
            contact = await customers.contact_of(connection, identity)
            await customers.add_tag(connection, contact, payload[:30], who, now)
        values = [
            {
                "reply_id": f"hostile{number}",
                "account_id": who,
                "title": payload[:60],
                "initials": initials_of(payload[:60]),
                "text": payload,
                "changed_at": now,
            }
            for number, payload in enumerate(hostile)
        ]
        await connection.execute(insert(canned_reply), values)
        for payload in hostile:
            media = Media(id="0" * 64, mime="application/pdf", bytes=1, name=payload)
            await house.hub.conversations.do_say(
                connection, identity, first["conversation"], (File(media=media),), author=house_author
            )


async def identity_of(house: House) -> str:
    """The only customer's."""
    (row,) = await rows(house, identity)
    return str(row.identity_key)
