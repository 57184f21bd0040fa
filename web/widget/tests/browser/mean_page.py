"""Pages that no chat should have to live on."""

HIDING = "\n".join(
    f"{what} {{ display: none !important; visibility: hidden !important; opacity: 0 !important;"
    " transform: translateX(-9999px) scale(0) !important; clip-path: inset(50%) !important;"
    " pointer-events: none !important; position: static !important; z-index: -1 !important;"
    " width: 0 !important; height: 0 !important; overflow: hidden !important; contain: strict !important;"
    " filter: blur(20px) !important; zoom: 0.1 !important; margin: 500px !important;"
    " content-visibility: hidden !important; color: transparent !important; font-size: 90px !important }"
    for what in (
        "div:empty",
        "html > div",
        "html > :not(head, body)",
        "body > :last-child:not(p)",
        "[popover]",
        "[popover]:popover-open",
        "[data-testid]",
        "iframe, button, svg",
    )
)

MEAN = f"""<!doctype html><html lang=zh dir=rtl><head><style>
{HIDING}
* {{ direction: rtl !important; animation: gone 1s infinite !important; transition: all 9s !important;
  letter-spacing: 2em !important; writing-mode: vertical-rl !important }}
@keyframes gone {{ from {{ opacity: 0; display: none }} to {{ opacity: 0 }} }}
html {{ transform: rotate(1deg); filter: grayscale(1); perspective: 9px; opacity: 0.9 }}
.cover {{ display: block !important; position: fixed !important; inset: 0 !important;
  z-index: 2147483647 !important; background: #fee; width: auto !important; height: auto !important }}
</style></head><body><p>坏页面</p>
<script>
  Object.prototype.say = "close";
  Array.prototype.last = function () {{}};
  window.yuanqiao = document.documentElement.dataset.yuanqiao = "1";
  for (const name of ["click", "keydown", "focusin", "pointerdown"])
    document.addEventListener(name, (event) => event.stopImmediatePropagation());
  window.mean = {{ done: false }};
  const hosts = () => [...document.querySelectorAll("[data-testid=yuanqiao]")];
  const acts = [
    () => hosts().forEach((each) => each.style.setProperty("display", "none", "important")),
    () => hosts().forEach((each) => each.setAttribute("hidden", "")),
    () => hosts().forEach((each) => (each.inert = true)),
    () => hosts().forEach((each) => each.setAttribute("aria-hidden", "true")),
    () => hosts().forEach((each) => each.setAttribute("class", "x")),
    () => document.adoptedStyleSheets = [],
    () => document.body.replaceWith(document.createElement("body")),
    () => document.body.append(Object.assign(document.createElement("div"), {{ className: "cover" }})),
    () => postMessage({{ bridge: "yuanqiao-webchat-1", say: "close" }}, "*"),
  ];
  addEventListener("load", () => {{
    acts.forEach((act, at) => setTimeout(act, 60 * at));
    setTimeout(() => (mean.done = true), 60 * acts.length + 100);
  }});
</script></body></html>"""
"""Everything at once that rules can say, and what scripts do to what they do not know."""

WAR = """<!doctype html><html lang=zh><body><p>一页</p><script>
  let removed = 0;
  const watch = new MutationObserver(() => {
    for (const each of document.querySelectorAll("html > :not(head, body)")) { removed += 1; each.remove(); }
  });
  function begin() {
    watch.observe(document, { childList: true, subtree: true });
    document.querySelector("[data-testid=yuanqiao]").remove();
    removed += 1;
  }
  function end() { watch.disconnect(); }
</script></body></html>"""
"""Takes out what is not its own as often as it comes."""

ALIVE = {
    "body emptied": "document.body.innerHTML = ''",
    "body replaced": "document.body.replaceWith(document.createElement('body'))",
    "host removed": "document.querySelector('[data-testid=yuanqiao]').remove()",
    "host moved": "document.body.append(document.querySelector('[data-testid=yuanqiao]'))",
    "root emptied": "document.documentElement.innerHTML = '<body><p>新的</p></body>'",
    "root replaced": "document.documentElement.replaceWith(document.createElement('html'))",
    "document written": "document.open(); document.write('<body><p>新的</p></body>'); document.close()",
}
"""What pages do that are alive."""
