"""The one-time page: a form with one field, without any script."""

from html import escape

from stepup import words

POLICY = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
}
STYLE = """:root {
  color-scheme: light dark; font: 17px/1.6 system-ui, "PingFang SC", "Noto Sans CJK SC", sans-serif;
}
body { margin: 0; display: grid; justify-content: center; }
main { max-width: 26rem; padding: 1.5rem 1rem; }
h1 { font-size: 1.25rem; }
label { display: block; margin-bottom: 0.4rem; }
input, button { font: inherit; min-height: 48px; width: 100%; box-sizing: border-box; border-radius: 0.5rem; }
input { padding: 0 0.8rem; letter-spacing: 0.3em; border: 1px solid GrayText; }
button { margin-top: 1rem; border: 0; background: #0b6b74; color: #fff; }
:focus-visible { outline: 3px solid #4a8fd4; outline-offset: 2px; }
.bad { color: light-dark(#b42318, #ff8a80); }
"""


def form(bank: str, note: str = "") -> str:
    """The page with the field; `note` says what was wrong with the last try."""
    said = f'<p class="bad" role="alert">{escape(note)}</p>' if note else ""
    return _page(
        bank,
        f"""<p>{escape(words.ASK)}<br><span lang="en">{escape(words.ASK_EN)}</span></p>{said}
<form method="post">
<label for="code">{escape(words.FIELD)}</label>
<input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="12" required
 autofocus>
<button>{escape(words.SUBMIT)}</button>
</form>""",
    )


def told(bank: str, text: str) -> str:
    """The page with one sentence."""
    return _page(bank, f'<p role="status">{escape(text)}</p>')


def _page(bank: str, body: str) -> str:
    return f"""<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(words.TITLE)} · {escape(bank)}</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="style.css"></head>
<body><main><h1>{escape(bank)} · {escape(words.TITLE)}</h1>
{body}
</main></body></html>"""
