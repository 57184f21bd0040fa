"""The dialogues of the actions ask for no less than what the worker of the bank decides by."""

from zoneinfo import ZoneInfo

import pytest

from actions.dialogues.table import DIALOGUES, DialogueKind
from bank.allowed import READINGS, RULES, InstructionRule
from bank.readings import kind_of

TOLD = {
    "card": "1111",
    "account": "1111",
    "payee": "p1",
    "amount": "500",
    "telephone": "13900000001",
    "month": "2026-10",
    "branch": "徐汇支行",
    "day": "2026-11-18",
    "time": "10:00",
}


def rules_of(dialogue: DialogueKind) -> list[InstructionRule]:
    found = [READINGS[kind_of(dialogue.reads)]] if dialogue.reads else []
    if dialogue.instructs is not None:
        instruction = dialogue.instructs(TOLD, ZoneInfo("Asia/Shanghai"))
        found.append(RULES[instruction.type])
    return found


@pytest.mark.parametrize("dialogue", DIALOGUES, ids=[each.kind for each in DIALOGUES])
def test_a_dialogue_wants_the_check_that_the_bank_wants(dialogue: DialogueKind) -> None:
    assert dialogue.level == max(rule.level for rule in rules_of(dialogue))
    assert dialogue.by_sms == all(rule.by_sms for rule in rules_of(dialogue))


def test_every_instruction_and_every_reading_has_its_dialogue() -> None:
    zone = ZoneInfo("Asia/Shanghai")
    instructed = {each.instructs(TOLD, zone).type for each in DIALOGUES if each.instructs}
    assert instructed == set(RULES)
    # What was left elsewhere is read before it is known which dialogue it is.
    read = {kind_of(each.reads) for each in DIALOGUES if each.reads} | {kind_of("dialogue")}
    assert read == set(READINGS)
