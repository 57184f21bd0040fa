"""A customer wants to be served by video: whether somebody with video is there, and what they are told."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from handoff import setups
from handoff.agents import OFFER_SETTINGS
from handoff.coming import Staffed, staffed
from handoff.routing.capacity import CHAT, VIDEO
from handoff.setup import FIVE_CHATS_OR_A_VIDEO
from handoff.store import agents, tasks
from handoff.tasks import do_request_person
from hub.commands import CommandContext
from hub.messages import RequestPerson

WORDS = {
    "zh": {
        Staffed.FREE: "正在为您接通视频客服。客服接入后，这里会收到进入视频的链接。",
        Staffed.BUSY: "视频客服现在都在忙，已为您排队。客服接入后，这里会收到进入视频的链接；"
        "久等无人接入时，会先由人工客服用文字为您服务。",
        Staffed.NOBODY: "现在没有视频客服在线，先为您转人工客服，在这里用文字为您服务。",
    },
    "en": {
        Staffed.FREE: "We are getting you somebody with video. Once they are here you get a link.",
        Staffed.BUSY: "Our staff with video are all busy: you are in the queue. Once one is here, you get "
        "a link to the call; should it take long, somebody serves you in writing first.",
        Staffed.NOBODY: "None of our staff with video is online now. You will be served here in writing.",
    },
}
LATER = {
    "zh": "现在不是人工服务时间，您的请求已登记。请直接留言，客服上班后会先用文字回复您。",
    "en": "Our staff are not at work now. Your request is noted: please leave a message.",
}
NOBODY_AT_ALL = {
    "zh": "现在没有客服在线，无法视频。您的请求已登记，请直接留言：客服上线后会先在这里用文字回复您；"
    "也可以说“请给我回电”，约定时间。",
    "en": "None of our staff is online now, so there can be no call. Your request is noted: please leave a "
    "message, and they answer here in writing. Or say “call me back” for a call by phone.",
}


async def do_want_video(
    connection: AsyncConnection, command: RequestPerson, context: CommandContext, language: str
) -> str:
    """Records the wish, for a chat where nobody serves by video; gives what the answer has to say of it."""
    by_video, by_chat = await _staffed(connection, context.now)
    nobody = by_video is Staffed.NOBODY
    medium = CHAT if nobody else VIDEO
    await do_request_person(connection, command.model_copy(update={"medium": medium}), context)
    waiting = await tasks.open_of(connection, context.identity, context.conversation)
    if waiting is not None and waiting.state == "scheduled":
        return LATER[language]
    if nobody and by_chat is Staffed.NOBODY:
        return NOBODY_AT_ALL[language]
    return WORDS[language][by_video] if nobody or command.tells else ""


async def _staffed(connection: AsyncConnection, now: datetime) -> tuple[Staffed, Staffed]:
    """How it is with those who serve by video, and with all."""
    heard = await agents.heard(connection, now - timedelta(seconds=OFFER_SETTINGS.gone_s))
    named = {each.setup.account_id: each.setup.channels for each in await setups.profiles(connection)}
    channels = {each.account_id: named.get(each.account_id, FIVE_CHATS_OR_A_VIDEO) for each in heard}
    costs = {who: has[VIDEO].cost for who, has in channels.items() if VIDEO in has}
    return staffed([each for each in heard if each.account_id in costs], costs), staffed(heard)
