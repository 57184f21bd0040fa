"""Rules looked up by an index: the same as Rasa's own comparison of every rule with every state."""

import random
from typing import Any

from rasa.core.policies.rule_policy import RULES, RulePolicy

from bot.dialogue import TurnRunner
from bot.indexed_rules import IndexedRulePolicy

SEED = 20261129
MOST_STATES = 600


def policy_of(dialogue: TurnRunner) -> IndexedRulePolicy:
    nodes = dialogue.model.runner._nodes.values()
    (found,) = [node._component for node in nodes if isinstance(node._component, IndexedRulePolicy)]
    return found


def test_the_same_rules_apply_as_without_an_index(dialogue: TurnRunner) -> None:
    policy, chance = policy_of(dialogue), random.Random(SEED)
    rules: dict[str, str] = policy.lookup[RULES]
    known: list[list[Any]] = [policy._rule_key_to_state(key) for key in rules]
    parts = [(kind, part) for states in known for state in states for kind, part in state.items()]
    found = 0
    for states in chance.sample(known, min(MOST_STATES, len(known))):
        changed = [dict(state) for state in states]
        kind, part = chance.choice(parts)
        changed[-1][kind] = part
        for asked in (states, changed):
            wanted = RulePolicy._get_possible_keys(policy, rules, asked)
            assert policy._get_possible_keys(rules, asked) == wanted
            found += len(wanted)
    assert found > len(known), "some rules applied"
    assert policy._get_possible_keys(rules, []) == RulePolicy._get_possible_keys(policy, rules, [])
