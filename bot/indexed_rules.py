"""Rasa's rules, of which only those are compared whose last action and intent are the conversation's.

`RulePolicy` compares every rule with every state, three times in a turn: with 370 rules that was two
fifths of the bot's processor time.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.graph import GraphSchema
from rasa.shared.core.constants import PREVIOUS_ACTION, SHOULD_NOT_BE_SET, USER
from rasa.shared.nlu.constants import ACTION_NAME, INTENT

State = Mapping[str, Mapping[str, Any]]
_ANY = None
_Place = tuple[str | None, str | None]
"""Last action and intent; `_ANY` where the rule says nothing of them."""


@dataclass(frozen=True)
class RuleIndex:
    """The keys of rules by the last action and the intent of their newest state."""

    size: int
    starters: list[str]
    followers: Mapping[_Place, list[str]]

    @classmethod
    def of(cls, rules: Iterable[tuple[str, State]]) -> "RuleIndex":
        """The index of rules, each with its newest state."""
        starters, followers, size = [], defaultdict(list), 0
        for key, state in rules:
            size += 1
            if state.get(PREVIOUS_ACTION):
                followers[_value(state, PREVIOUS_ACTION, ACTION_NAME), _value(state, USER, INTENT)].append(
                    key
                )
            else:
                starters.append(key)
        return cls(size, starters, followers)

    def candidates(self, state: State) -> list[str]:
        """The rules that may apply in a state: all that do, and some that other conditions rule out."""
        if not state.get(PREVIOUS_ACTION):
            return self.starters
        action, intent = state[PREVIOUS_ACTION].get(ACTION_NAME), state.get(USER, {}).get(INTENT)
        places = {(a, i) for a in (action, _ANY) for i in (intent, _ANY)}
        return [key for place in places for key in self.followers.get(place, ())]


class IndexedRulePolicy(RulePolicy):
    """`RulePolicy` that decides the same, and compares a few rules instead of all.

    Rasa trains with its own alone (its validator asks for that very class); this one is put in on loading.
    """

    def _get_possible_keys(self, lookup: dict[str, str], states: list[Any]) -> set[str]:
        if not states:
            return set(lookup)
        found = self._index_of(lookup).candidates(states[-1])
        return super()._get_possible_keys({key: lookup[key] for key in found}, states)

    def _index_of(self, lookup: dict[str, str]) -> RuleIndex:
        """The index of a look-up table, made when it is asked first; `size` tells of one that grew."""
        indexes: dict[int, RuleIndex] = self.__dict__.setdefault("_indexes", {})
        known = indexes.get(id(lookup))
        if known is None or known.size != len(lookup):
            known = RuleIndex.of((key, self._rule_key_to_state(key)[-1]) for key in lookup)
            indexes[id(lookup)] = known
        return known


def _value(state: State, kind: str, name: str) -> str | None:
    value = state.get(kind, {}).get(name)
    return _ANY if not value or value == SHOULD_NOT_BE_SET else str(value)


def with_indexed_rules(schema: GraphSchema) -> GraphSchema:
    """The schema of a trained model, its rules looked up by the index."""
    nodes = {
        name: replace(node, uses=IndexedRulePolicy) if node.uses is RulePolicy else node
        for name, node in schema.nodes.items()
    }
    return GraphSchema(nodes)
