"""The supervisor behind `yuanqiao run`: starts the processes of the house, watches them, stops them all.

`run(settings)` blocks until a signal or a failed start and returns the exit status. Parts: `plan` (which
processes, with which environment), `keys` (secrets), `preflight` (what is checked before anything starts),
`child` (one process: start, restart, stop), `lines` and `console` (what is shown), `logfile` (what is kept).
"""

from yuanqiao.supervisor.supervisor import run

__all__ = ["run"]
