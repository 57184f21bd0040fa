"""The web chat's account: it has no provider, and so no secrets; its name is part of who a visitor is."""

from typing import ClassVar

from hub.accounts import Account


class WebchatAccount(Account):
    """The one account of the web chat: the widget names none, so there can be no second."""

    most: ClassVar[int | None] = 1
