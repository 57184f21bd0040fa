"""What may be done with recordings, and where one lies: with who led its flow."""

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.staff import Kind, ObjectPlace, Right, Scope
from video.store import kept

READ, EXPORT, KEEP = "recordings.read", "recordings.export", "recordings.keep"
RIGHTS = (
    Right(
        READ,
        "回看双录",
        "Look at recordings",
        {"agent": Scope.OWN, "supervisor": Scope.BRANCH, "auditor": Scope.ALL},
    ),
    Right(EXPORT, "导出双录", "Take copies of recordings", {"supervisor": Scope.BRANCH}),
    Right(KEEP, "管理双录保存（冻结、产品到期日）", "Hold recordings", {"supervisor": Scope.BRANCH}),
)
RECORDING = "recording"


async def place_of_recording(connection: AsyncConnection, recording_id: str) -> ObjectPlace | None:
    """Where a recording lies."""
    row = await kept.one(connection, recording_id)
    return None if row is None else ObjectPlace(row.account_id, row.branch_id)


KINDS = (Kind(RECORDING, place_of_recording),)
