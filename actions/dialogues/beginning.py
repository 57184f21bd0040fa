"""Which messages begin a dialogue: a request, never a question how something is done."""

import re

from actions.dialogues.table import DIALOGUES, DialogueKind
from actions.turn import ActionTurn
from kb.text import normalise

LONGEST, LONGEST_ENGLISH = 30, 70
"""Characters: who writes more tells a story, and the knowledge base or a person has to see all of it."""

_HOW = re.compile(
    r"怎么|怎样|如何|咋|为什么|为何|能不能|可不可以|可以吗|行吗|能.{0,12}吗|是否|要不要|哪里|在哪|哪些|哪种|多久|几天"
    r"|收费|手续费|条件|要求|材料|规定|有什么|不了|失败|不到账|没到|没收到|没有收到|不显示|查不到|不对|错了|为啥|啥时候"
    r"|什么时候|什么是|区别|影响|账单日|突然|变成"
    r"|\b(?:how (?:do|can|to|does|long)|why|what is|what are|when|where|can i|could i|is it possible"
    r"|fees?|limits? for)\b",
    re.I,
)
_ASKS = re.compile(r"吗|嘛|么|什么|啥|多少|几|没有?$|[?？]|\b(?:what|how|which|is|are)\b", re.I)
_WISHES = re.compile(
    r"帮|给|发我|发到|我要|我想|我需要|请|麻烦|替我|把|将|赶紧|马上|立刻"
    r"|\b(?:please|i want|i need|i would like|i'd like|my|help me)\b",
    re.I,
)
_OTHERS = re.compile(
    r"被|别人|他人|骗|诈|盗|死|去世|法院|对方|孩子|代办|假冒|冒充|客服|保健|投资群|(?:妈|爸|同事|老公|老婆)的"
    r"|我(?:爷爷|奶奶|外公|外婆|妈|爸|老公|老婆|儿子|女儿|朋友|同事)(?:要|想|让|叫|说)"
)
"""Words of a story about others, fraud or a death: those are no errands."""

_LOST = re.compile(r"找不|丢|不见|没了|挂失|lost|stolen|missing")
"""Where something is lost, how much there is is not what helps."""

SHORT = 8
"""Characters: a few words with the name of a business in them (冻结银行卡) are a wish by themselves."""

_TOLD = frozenset({"amount", "card_tail"})
"""Who names an amount or a card wants something done with it."""


def begun_by(turn: ActionTurn) -> DialogueKind | None:
    """The dialogue that a message begins, if it does."""
    plain = normalise(turn.text)
    longest = LONGEST_ENGLISH if plain.isascii() else LONGEST
    if len(plain) > longest or _HOW.search(plain) or _OTHERS.search(plain):
        return None
    wishes = len(plain) <= SHORT or bool(_WISHES.search(plain) or _TOLD & turn.entities.keys())
    asks = bool(_ASKS.search(plain))
    for dialogue in DIALOGUES:
        if turn.intent not in dialogue.intents or not dialogue.begins.search(plain):
            continue
        if dialogue.asks and _LOST.search(plain):
            continue
        if dialogue.asks or (wishes and not asks):
            return dialogue
    return None
