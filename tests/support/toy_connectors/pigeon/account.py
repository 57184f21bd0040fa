"""What an account at the loft is made of."""

from hub.accounts import Account, Secret


class PigeonAccount(Account):
    """A loft: where letters are handed in, and the secret that its calls are signed with."""

    loft: str
    secret: Secret
