"""Takes one callback: checks it, passes it on, and keeps it where the hub is away."""

from collections.abc import Mapping

import structlog

from hub.errors import NotFound, Unavailable
from hub.ports import Clock
from hub.ports.ingress import Callback, CallbackCheck, Taken
from ingress.metrics import PASSED_ON, SPOOLED
from ingress.passing import HubClient, Response
from ingress.records import Spooled
from ingress.spool import Spool

log = structlog.get_logger(__name__)


class Reception:
    """The front of the ingress; `within_s`: how long the hub may take before the provider hangs up."""

    def __init__(
        self,
        checks: Mapping[str, CallbackCheck],
        hub: HubClient,
        spool: Spool,
        clock: Clock,
        *,
        within_s: float,
    ) -> None:
        self._checks = checks
        self._hub = hub
        self._spool = spool
        self._clock = clock
        self._within_s = within_s

    async def take(self, callback: Callback) -> Response:
        """What the provider is told; raises what the check raises, `NotFound`, `Unavailable`.

        While something waits in the spool what comes behind it waits there too: a customer's second message
        must not overtake the first.
        """
        check = self._checks.get(callback.path)
        if check is None:
            raise NotFound("there is no such account")
        now = self._clock.now()
        taken = check.check(callback, now)
        if taken is None or self._spool.depth == 0:
            answer = await self._hub.pass_on(callback, now, self._within_s)
            if answer is not None:
                PASSED_ON.inc()
                return answer
            if taken is None:
                raise Unavailable("the hub is away")
        await self._spool.append(Spooled(callback, now, taken.ordered_by))
        SPOOLED.inc()
        return _told(taken)


def _told(taken: Taken) -> Response:
    return Response(200, {"content-type": taken.content_type}, taken.body)
