"""An agent at the desk in a browser."""

from playwright.async_api import Page

from handoff.store.schema import agent
from tests.support.house import House
from tests.support.looking import rows
from tests.support.staff import PASSWORD
from tests.support.waiting import eventually


async def become_available(page: Page, house: House, login: str) -> None:
    """Signs in and chooses to be available; ends once the hub knows, which is after the screen shows it."""

    async def available() -> int:
        return [each.status for each in await rows(house, agent)].count("available")

    before = await available()
    await page.goto(f"http://127.0.0.1:{house.settings.staff_port}/")
    await page.get_by_test_id("login").fill(login)
    await page.get_by_test_id("password").fill(PASSWORD)
    await page.get_by_test_id("password").press("Enter")
    await page.get_by_test_id("status").select_option("available")
    await eventually(available, before + 1)
