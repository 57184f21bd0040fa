"""Letters about cases to the staff who have them: the number, and nothing of the customer."""

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.staff import Staff

WORDS = {
    "forwarded": (
        "投诉工单 {number} 已转给您",
        "投诉工单 {number} 已转给您处理，请打开工作台。\n\n"
        "Case {number} was forwarded to you; please open the desk.\n",
    ),
    "reminded": (
        "投诉工单 {number} 即将到期",
        "投诉工单 {number} 的答复时限快到了，请打开工作台处理。\n\n"
        "Case {number} has to be answered soon; please open the desk.\n",
    ),
    "escalated": (
        "投诉工单 {number} 已超时",
        "投诉工单 {number} 已超过答复时限，现转由您处理，请打开工作台。\n\n"
        "Case {number} is overdue and is yours now; please open the desk.\n",
    ),
}
"""Subject and text by what was done."""


async def do_write(staff: Staff, connection: AsyncConnection, to: str, done: str, number: str) -> None:
    """Tells an account by letter what was done with a case, where the house has mail."""
    subject, text = (words.format(number=number) for words in WORDS[done])
    await staff.notices.do_write(connection, to, f"case.{done}", subject, text)
