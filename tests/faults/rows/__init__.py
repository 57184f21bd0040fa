"""The rows of the fault matrix that have a harness, in the matrix's order."""

from tests.faults.rows import failed_syncs, full_disk, hub_kills, power_cuts
from tests.faults.rows.row import Row

ROWS: dict[str, Row] = {
    row.name: row for row in (*hub_kills.ROWS, *power_cuts.ROWS, *full_disk.ROWS, *failed_syncs.ROWS)
}
