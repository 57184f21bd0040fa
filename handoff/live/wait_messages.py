"""What a customer who waits is told: the wait that is likely, or that nobody is here and when somebody is."""

from datetime import datetime
from typing import Any

from handoff.routing.board import RoutingBoard
from handoff.routing.capacity import CHAT
from handoff.routing.estimates import expected_wait_s
from handoff.routing.instead import NOBODY, TOO_LONG
from handoff.routing.model import LEAVE_MESSAGE, Queue, Task

RETRY_S = 900.0
"""Who is turned away because too many wait is asked about again so much later."""

LONG_S = 90 * 60.0
SHORT, LONG = 0.7, 1.6
"""The range that is told around the estimate, which nobody can keep to the second."""

LOST = "客服的连接中断了，正在为您转接其他客服，请稍候。"
INSTEAD = {
    NOBODY: "现在没有视频客服能接待，先由人工客服在这里用文字为您服务，您的位置不变。"
    "之后仍想视频，请回复“视频”。",
    TOO_LONG: "视频客服都在忙，让您久等了。先由人工客服在这里用文字为您服务，您的位置不变。"
    "仍想视频，请回复“视频”。",
}
"""Why it is a chat by now, for who waited for a video call."""

NO_REPLY = "让您久等了，正在为您转接其他客服，请稍候。"


def put_off(task: Task, now: float) -> None:
    """Has a task that cannot be served now wait for when it can: at the next opening, or somewhat later."""
    calendar, opens = task.queue.calendar, None
    if calendar is not None and not calendar.is_open(now):
        opens = calendar.next_change(now)
    task.opens_at = opens if opens is not None else now + RETRY_S
    task.service_class, task.channel = LEAVE_MESSAGE, CHAT  # a message is answered in words


def words_of_putting_off(task: Task, cause: str) -> str:
    """Why nobody comes now, and what happens instead."""
    at = opening(task.queue, task.opens_at)
    if cause == "closed" and at is not None:
        when = f"{at.month} 月 {at.day} 日 {at:%H:%M}"
        return f"现在不是人工服务时间。请直接留言，客服将在 {when} 后尽快回复；您也可以继续向智能客服提问。"
    if cause == "closed":
        return "人工服务暂停中。请直接留言，恢复后客服会尽快回复您；您也可以继续向智能客服提问。"
    return "目前等候的客户较多。请直接留言，客服会尽快回复您；您也可以继续向智能客服提问。"


def opening(queue: Queue, opens_at: float | None) -> datetime | None:
    """When a queue opens, on its own clocks; None where no calendar says so."""
    calendar = queue.calendar
    if calendar is None or opens_at is None or not calendar.is_open(opens_at):
        return None
    return datetime.fromtimestamp(opens_at, calendar.zone)


def estimate(board: RoutingBoard, task: Task, now: float) -> dict[str, Any]:
    """The wait that is likely, as a range of seconds; empty where nothing is known yet.

    The place is not told: an urgent customer, or one whose agent was lost, may still come before.
    """
    expected = expected_wait_s(board, task, now)
    if expected is None:
        return {}
    return {"from_s": round(expected * SHORT), "to_s": round(expected * LONG)}


def words_of_estimate(told: dict[str, Any]) -> str | None:
    """The estimate in words; None where there is none to tell."""
    if "to_s" not in told:
        return None
    if told["to_s"] < 60:
        wait = "不到 1 分钟"
    elif told["from_s"] > LONG_S:
        wait = "超过 90 分钟"
    else:
        least = max(1, int(told["from_s"] // 60))
        most = max(least + 1, -int(-told["to_s"] // 60))
        wait = f"约 {least}–{most} 分钟"
    return f"正在为您安排人工客服，预计等待{wait}。等待期间您可以继续提问。"
