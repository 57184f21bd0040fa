"""What staff may do with records of customers, and where those lie: they are the head office's."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import BadInput, NotFound
from hub.staff import Kind, ObjectPlace, Right, Scope
from hub.store.staff import branches
from records.persons import find_person
from records.store.schema import records_request

READ, ASK, APPROVE = "records.read", "records.ask", "records.approve"
_KEEPERS = {"administrator": Scope.ALL, "supervisor": Scope.BRANCH}

RIGHTS = (
    Right(
        READ,
        "查看客户记录的申请、保留与期限",
        "See requests about customers' records, holds and retention",
        {**_KEEPERS, "auditor": Scope.ALL},
    ),
    Right(
        ASK,
        "申请导出、删除、保留或解除保留客户记录",
        "Ask for a customer's records to be exported, erased, held or released",
        _KEEPERS,
    ),
    Right(APPROVE, "批准他人对客户记录的申请", "Approve what others ask about customers' records", _KEEPERS),
)


async def house(connection: AsyncConnection) -> ObjectPlace:
    """One customer speaks with any branch, so that their records are for who leads the whole house."""
    root = await branches.root(connection)
    return ObjectPlace(branch_id=None if root is None else root.branch_id)


async def place_of_customer(connection: AsyncConnection, who: str) -> ObjectPlace | None:
    """Where a customer's records lie."""
    try:
        await find_person(connection, who)
    except (BadInput, NotFound):
        return None
    return await house(connection)


async def place_of_request(connection: AsyncConnection, request_id: str) -> ObjectPlace | None:
    """Where a request lies."""
    query = select(records_request.c.request_id).where(records_request.c.request_id == request_id)
    return await house(connection) if (await connection.execute(query)).first() else None


CUSTOMER, REQUEST = "customer_records", "records_request"
KINDS = (Kind(CUSTOMER, place_of_customer), Kind(REQUEST, place_of_request))
