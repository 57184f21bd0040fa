"""The component that adds what the finders of `bot/components/entities` find."""

from collections.abc import Callable
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.components.entities.amounts import find_amounts
from bot.components.entities.branches import find_branches
from bot.components.entities.cards import find_card_tails
from bot.components.entities.currencies import find_currencies
from bot.components.entities.dates import find_dates, find_times
from bot.components.entities.found import FoundEntity, without_overlaps
from bot.components.entities.products import find_products
from bot.components.entities.telephones import find_telephones
from bot.components.normalise import simplify

# What may hide in another: the digits of a telephone number, of a date or of a card's end are no amount.
_EXCLUSIVE: tuple[Callable[[str], list[FoundEntity]], ...] = (
    find_telephones,
    find_card_tails,
    find_dates,
    find_times,
    find_branches,
)


def find_entities(text: str) -> list[FoundEntity]:
    """All entities of a text, in order; places are those in the simplified text."""
    plain = simplify(text)
    firm = without_overlaps(found for find in _EXCLUSIVE for found in find(plain))
    amounts = [each for each in find_amounts(plain) if not _touches(each, firm)]
    named = [*find_products(plain), *find_currencies(plain)]  # a currency may stand inside an amount
    found = [*firm, *without_overlaps(amounts), *(each for each in named if not _touches(each, firm))]
    return sorted(found, key=lambda each: (each.start, each.end))


def _touches(one: FoundEntity, others: list[FoundEntity]) -> bool:
    return any(one.start < other.end and other.start < one.end for other in others)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class BusinessEntities(GraphComponent):
    """Adds amounts, dates, times, card ends, telephones, products, currencies and branches."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "BusinessEntities":
        """Called by Rasa in training and when a model is loaded."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the entities to each message."""
        for message in messages:
            found = [
                {"entity": each.entity, "value": each.value, "start": each.start, "end": each.end}
                for each in find_entities(message.get(TEXT) or "")
            ]
            if found:
                message.set(ENTITIES, [*(message.get(ENTITIES) or []), *found], add_to_output=True)
        return messages
