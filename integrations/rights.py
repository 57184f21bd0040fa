"""What may be done with keys and webhooks, and where they lie."""

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.staff import Kind, ObjectPlace, Right, Scope
from hub.store.staff import accounts
from integrations.store import keys, webhooks

READ, CHANGE = "integrations.read", "integrations.change"
RIGHTS = (
    Right(
        READ,
        "查看开放接口",
        "See API keys and webhooks",
        {"administrator": Scope.ALL, "auditor": Scope.ALL},
    ),
    Right(CHANGE, "管理开放接口", "Change API keys and webhooks", {"administrator": Scope.ALL}),
)


async def place_of_key(connection: AsyncConnection, key_id: str) -> ObjectPlace | None:
    """A key lies where its account does."""
    row = await keys.get(connection, key_id)
    if row is None:
        return None
    owner = await accounts.by_id(connection, row.account_id)
    return ObjectPlace() if owner is None else ObjectPlace(owner.account_id, owner.branch_id)


async def place_of_webhook(connection: AsyncConnection, hook_id: str) -> ObjectPlace | None:
    """Webhooks are the whole house's."""
    return None if await webhooks.get(connection, hook_id) is None else ObjectPlace()


API_KEY, WEBHOOK = "api_key", "webhook"
KINDS = (Kind(API_KEY, place_of_key), Kind(WEBHOOK, place_of_webhook))
