"""The rows of the fault matrix that have a harness, in the matrix's order."""

from tests.faults.rows import (
    bank_kills,
    commands,
    desk_kills,
    dialogue_kills,
    failed_syncs,
    failover,
    floods,
    full_disk,
    house_faults,
    hub_kills,
    ingress,
    lost_commits,
    overload,
    phones,
    postgres_kills,
    power_cuts,
    retries,
    rolling_restarts,
    routing_commands,
    routing_kills,
    search,
    slow_server,
    stopped_senders,
    two_hubs,
    video,
)
from tests.faults.rows.row import Row

ROWS: dict[str, Row] = {
    row.name: row
    for row in (
        *hub_kills.ROWS,
        *two_hubs.ROWS,
        *desk_kills.ROWS,
        *rolling_restarts.ROWS,
        *stopped_senders.ROWS,
        *power_cuts.ROWS,
        *full_disk.ROWS,
        *failed_syncs.ROWS,
        *postgres_kills.ROWS,
        *failover.ROWS,
        *slow_server.ROWS,
        *lost_commits.ROWS,
        *house_faults.ROWS,
        *retries.ROWS,
        *commands.ROWS,
        *bank_kills.ROWS,
        *dialogue_kills.ROWS,
        *routing_kills.ROWS,
        *routing_commands.ROWS,
        *overload.ROWS,
        *floods.ROWS,
        *ingress.ROWS,
        *phones.ROWS,
        *search.ROWS,
        *video.ROWS,
    )
}

ON_REDIS = frozenset(
    row.name for row in (*two_hubs.ROWS, *desk_kills.ROWS, *rolling_restarts.ROWS, *stopped_senders.ROWS)
)
"""Rows whose hubs tell each other of their work over Redis."""

ON_FUSE = frozenset(row.name for row in (*power_cuts.ROWS, *full_disk.ROWS, *failed_syncs.ROWS)) | {"I2"}
"""Rows whose hub keeps its database on the disk of `tests/faults/disk/`, which needs FUSE."""

ON_VIDEO = frozenset(row.name for row in video.ROWS)
"""Rows that start a media server and browsers."""

ON_ELASTICSEARCH = frozenset(row.name for row in search.ROWS)
"""Rows that start Elasticsearch."""
