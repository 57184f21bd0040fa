"""What a request has to show before anything of it is looked at: that the staff's own page sent it."""

from dataclasses import dataclass

from sanic import HTTPResponse, Request

from hub.errors import ForeignRequest
from hub.settings import Settings
from hub.staff.keys import PREFIX

HEADER = "x-yuanqiao-staff"
"""A page of another origin cannot send it without a preflight, which is never answered."""

BACKGROUND = "x-yuanqiao-background"
"""The page asks by itself: nobody is sitting in front of it, perhaps."""

FLOW_S = 300

HARMLESS = ("GET", "HEAD")


@dataclass(frozen=True, slots=True)
class Guard:
    """Knows the staff's own origins, and the cookie."""

    origins: tuple[str, ...]
    cookie: str
    flow_cookie: str
    secure: bool
    max_age_s: int

    def check_own_page(self, request: Request) -> None:
        """Raises `ForeignRequest` where another site's page may have sent a request that changes something.

        `SameSite=Strict` alone would let pages of the same site in, as on another port of the same host.
        """
        if request.method in HARMLESS:
            return
        self.check_origin(request)
        if request.headers.getall(HEADER, []) != ["1"]:
            raise ForeignRequest(f"the header {HEADER} is missing")

    def check_origin(self, request: Request) -> None:
        """Raises `ForeignRequest` unless the request says that it comes from the staff's own origin."""
        told = request.headers.getall("origin", [])
        if len(told) != 1 or told[0] not in self.origins:
            raise ForeignRequest("the request comes from another origin")

    def token(self, request: Request) -> str:
        """The token of the cookie, empty where there is none, or more than one."""
        found = request.cookies.getlist(self.cookie, [])
        return str(found[0]) if len(found) == 1 else ""

    def key(self, request: Request) -> str:
        """The key of a program (RFC 6750, 2.1), empty where none came.

        No page of another site can send one: the header needs a preflight, which is never answered.
        """
        told = request.headers.getall("authorization", [])
        scheme, _, key = told[0].partition(" ") if len(told) == 1 else ("", "", "")
        return key if scheme.lower() == "bearer" and key.startswith(PREFIX) else ""

    def flow(self, request: Request) -> str:
        """The token of what this browser has begun and not ended, empty where there is none."""
        found = request.cookies.getlist(self.flow_cookie, [])
        return str(found[0]) if len(found) == 1 else ""

    def put_flow(self, response: HTTPResponse, token: str) -> None:
        """Sets the cookie of what was begun; `Lax`, as the bank's sign-in leads back from its own site."""
        response.add_cookie(
            self.flow_cookie,
            token,
            path="/",
            httponly=True,
            secure=self.secure,
            samesite="Lax",
            max_age=FLOW_S if token else 0,
        )

    def put(self, response: HTTPResponse, token: str) -> None:
        """Sets the cookie; an empty token takes it away."""
        response.add_cookie(
            self.cookie,
            token,
            path="/",
            httponly=True,
            secure=self.secure,
            samesite="Strict",
            max_age=self.max_age_s if token else 0,
        )


def make_guard(settings: Settings) -> Guard:
    """The guard of these settings; `__Host-` binds the cookie to the host (RFC 6265bis, 4.1.3.2)."""
    secure = all(origin.startswith("https://") for origin in settings.staff_origins)
    return Guard(
        origins=settings.staff_origins,
        cookie="__Host-yuanqiao_staff" if secure else "yuanqiao_staff",
        flow_cookie="__Host-yuanqiao_flow" if secure else "yuanqiao_flow",
        secure=secure,
        max_age_s=int(settings.staff_session_s),
    )
