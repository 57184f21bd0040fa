"""The first accounts of staff, made once; their passwords go to the terminal and nowhere else."""

from hub.settings import Settings
from yuanqiao.supervisor.plan import DEMO_ISSUER

NEW = "These accounts of staff are new. Their passwords are shown this once and kept nowhere:"
CHANGE = "has to be changed at the first sign-in"


async def make_first_accounts(settings: Settings) -> list[str]:
    """Makes them where there is no account at all, and gives the sentences that tell of them."""
    # Late: a supervisor that only starts processes needs no database.
    from diversion.demo import do_make_rules  # noqa: PLC0415
    from handoff.demo import MANAGERS, do_make_routing  # noqa: PLC0415
    from handoff.managers import do_set_managers  # noqa: PLC0415
    from handoff.words.demo import do_make_demo  # noqa: PLC0415
    from hub.clock import SystemClock  # noqa: PLC0415
    from hub.staff import open_staff  # noqa: PLC0415
    from hub.staff.first import HEAD_OFFICE, do_make_first  # noqa: PLC0415
    from hub.store.database import Database  # noqa: PLC0415

    database = Database(settings.database, deadline_s=settings.database_deadline_s)
    try:
        clock = SystemClock()
        handed = await do_make_first(open_staff(settings, database, clock), settings)
        if handed and settings.demo_bank:
            async with database.write() as connection:
                await do_make_demo(connection, HEAD_OFFICE, clock.now())
                accounts = {each.login: each.account_id for each in handed}
                await do_make_rules(connection, accounts, clock)
                await do_make_routing(connection, accounts, clock)
                issuer = settings.bank_login_issuer or DEMO_ISSUER
                await do_set_managers(connection, MANAGERS, issuer=issuer, clock=clock)
    finally:
        await database.close()
    if not handed:
        return []
    lines = [
        f"  {each.login:<12}{each.password}  {each.name}{f' ({CHANGE})' if each.must_change else ''}"
        for each in handed
    ]
    return [NEW, *lines, f"  They sign in at {settings.staff_origins[0]}/"]
