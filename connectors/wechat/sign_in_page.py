"""The page behind the bank's login: it hands the login on, and says what came of it."""

import base64
import hashlib
from collections.abc import Mapping

STYLE = (
    ":root{color-scheme:light dark}"
    "body{font:1.1rem/1.6 system-ui,'PingFang SC','Noto Sans CJK SC',sans-serif;max-width:30rem;"
    "margin:0 auto;padding:2rem 1rem;text-align:center}"
)
SCRIPT = """
(async () => {
  const said = document.getElementById("said");
  const login = new URLSearchParams(location.hash.slice(1)).get("login") ?? "";
  history.replaceState(null, "", location.pathname);
  let status = 0;
  try {
    const answer = await fetch("finish", { method: "POST", body: login });
    status = answer.status;
  } catch {}
  const words = {
    204: ["登录成功，请返回公众号继续对话。", "You are signed in. Go back to the chat."],
    409: ["这次登录已经用过，请回到公众号重新打开链接。", "Used before. Open the link in the chat again."],
    0: ["网络不通，请稍后回到公众号重新打开链接。", "No connection. Open the link in the chat again later."],
    500: ["服务暂时不可用，请稍后再试。", "Not available just now. Please try again later."],
  };
  const refused = [
    "登录没有成功，请回到公众号重新打开链接。",
    "Not signed in. Open the link in the chat again.",
  ];
  const [chinese, english] = words[status >= 500 ? 500 : status] ?? refused;
  document.documentElement.dataset.status = String(status);
  said.textContent = chinese;
  document.getElementById("english").textContent = english;
})();
"""


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


PAGE = (
    '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>登录</title>'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    f"<style>{STYLE}</style></head><body><main>"
    '<p id="said" role="status">正在确认您的登录…</p><p id="english" lang="en">Checking your login…</p>'
    f"</main><script>{SCRIPT}</script></body></html>"
)

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        f"default-src 'none'; script-src {_digest(SCRIPT)}; style-src {_digest(STYLE)}; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}
