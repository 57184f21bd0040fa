"""Looks of the chat: screens, light and dark, languages; and browser contexts in them."""

from typing import NamedTuple

from playwright.sync_api import Browser, BrowserContext

SCREENS = {"phone": {"width": 360, "height": 740}, "desktop": {"width": 1280, "height": 800}}
SCHEMES = ("light", "dark")
LOCALES = {"zh": "zh-CN", "en": "en-GB"}
PAGE_LANGUAGES = {"zh": "zh-CN", "en": "en"}


class Look(NamedTuple):
    """How the chat is looked at."""

    screen: str
    scheme: str
    language: str


LOOKS = [Look(screen, scheme, language) for screen in SCREENS for scheme in SCHEMES for language in LOCALES]


def context_in(browser: Browser, look: Look, *, sharp: bool = False) -> BrowserContext:
    """A new visitor whose bank's page speaks the language; `sharp` gives phones two pixels for one."""
    phone = look.screen == "phone"
    context = browser.new_context(
        viewport=SCREENS[look.screen],  # type: ignore[arg-type]
        color_scheme=look.scheme,  # type: ignore[arg-type]
        locale=LOCALES[look.language],
        timezone_id="Asia/Shanghai",
        device_scale_factor=2 if phone and sharp else 1,
        has_touch=phone,
        is_mobile=phone,
    )
    speak = f"document.documentElement && (document.documentElement.lang = '{PAGE_LANGUAGES[look.language]}')"
    context.add_init_script(
        f"new MutationObserver(() => {speak}).observe(document, {{childList: true, subtree: true}})"
    )
    return context
