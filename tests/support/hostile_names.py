"""Names that would run in a page which takes them for anything else than text."""

NAMES = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<details open ontoggle=alert(1)>x</details>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=javascript:alert(1)>",
    "<math href=javascript:alert(1)>x</math>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<style>@import 'javascript:alert(1)';</style>",
    "<base href=//evil.example/>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<form action=javascript:alert(1)><button>x</button></form>",
    "<template><img src=x onerror=alert(1)></template>",
    "'><img src=x onerror=alert(1)>",
    '"><img src=x onerror=alert(1)>',
    "</option></select><img src=x onerror=alert(1)>",
    "</td></tr></table><img src=x onerror=alert(1)>",
    "</style><img src=x onerror=alert(1)>",
    "--><img src=x onerror=alert(1)>",
    "]]><img src=x onerror=alert(1)>",
    "${alert(1)}{{alert(1)}}#{alert(1)}",
    "javascript:alert(1)",
    "&lt;img src=x onerror=alert(1)&gt;",
    "\u202e<img src=x onerror=alert(1)>",
)

FOREIGN = (
    "img, iframe, object, embed, math, video, audio, marquee, base, details, script:not([src^='/desk/'])"
)
"""What such a name would bring, and the desk's pages have nowhere; a search goes through shadow roots."""
