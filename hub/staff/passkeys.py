"""Passkeys (WebAuthn Level 3): a key pair in the authenticator, opened by finger, face or PIN.

That is two factors in one, so nothing else is asked for. Keys are discoverable: nobody types a login.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from sqlalchemy.ext.asyncio import AsyncConnection
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from hub.errors import BadInput, Conflict, NotFound, WrongCredentials
from hub.ports import Clock
from hub.settings import Settings
from hub.staff.current import CurrentStaff
from hub.staff.pending import Pending
from hub.store.staff import accounts, outside

ADD, USE = "add_passkey", "use_passkey"
MOST = 20
"""Passkeys of one account."""

FAULTS = (
    WebAuthnException,
    ValueError,
    KeyError,
    TypeError,
    IndexError,
    AttributeError,
    UnsupportedAlgorithm,
)
"""What the library raises for a credential that is none: not only its own errors (webauthn 3.0)."""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PasskeyCeremony:
    """What the browser's `navigator.credentials` is given, and the token of what was begun."""

    options: Json
    token: str


class Passkeys:
    """Adds and uses passkeys, in the transactions of those who call."""

    def __init__(self, settings: Settings, clock: Clock, pending: Pending) -> None:
        self._origins = list(settings.staff_origins)
        self._host = settings.staff_passkey_host
        self._name = settings.bank_name
        self._clock = clock
        self._pending = pending

    async def begin_adding(self, connection: AsyncConnection, staff: CurrentStaff) -> PasskeyCeremony:
        """The options of a new passkey. Raises `Conflict` where the account has as many as it may."""
        there = await outside.passkeys_of(connection, staff.account_id)
        if len(there) >= MOST:
            raise Conflict(f"an account has {MOST} passkeys at most")
        made = generate_registration_options(
            rp_id=self._host,
            rp_name=self._name,
            user_id=staff.account_id.encode(),
            user_name=staff.login,
            user_display_name=staff.name,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED,
                user_verification=UserVerificationRequirement.REQUIRED,
            ),
            exclude_credentials=[PublicKeyCredentialDescriptor(id=row.credential_id) for row in there],
        )
        token = await self._pending.begin(
            connection, ADD, challenge=bytes_to_base64url(made.challenge), account=staff.account_id
        )
        return PasskeyCeremony(json.loads(options_to_json(made)), token)

    async def do_add(
        self,
        connection: AsyncConnection,
        staff: CurrentStaff,
        begun: Mapping[str, str] | None,
        credential: Json,
        name: str,
    ) -> None:
        """Keeps the public key; raises `BadInput`, `WrongCredentials`, `Conflict`."""
        if begun is None or begun["account"] != staff.account_id:
            raise WrongCredentials("it took too long: begin again")
        try:
            made = verify_registration_response(
                credential=credential,
                expected_challenge=base64url_to_bytes(begun["challenge"]),
                expected_rp_id=self._host,
                expected_origin=self._origins,
                require_user_verification=True,
            )
        except FAULTS as error:
            raise BadInput("this is no passkey for here") from error
        added = await outside.add_passkey(
            connection,
            digest=_digest(made.credential_id),
            account_id=staff.account_id,
            credential_id=made.credential_id,
            public_key=made.credential_public_key,
            sign_count=made.sign_count,
            name=name,
            created_at=self._clock.now(),
        )
        if not added:
            raise Conflict("this passkey is known already")

    async def begin_using(self, connection: AsyncConnection) -> PasskeyCeremony:
        """The options for signing in; nothing in them tells who has a passkey."""
        made = generate_authentication_options(
            rp_id=self._host, user_verification=UserVerificationRequirement.REQUIRED
        )
        token = await self._pending.begin(connection, USE, challenge=bytes_to_base64url(made.challenge))
        return PasskeyCeremony(json.loads(options_to_json(made)), token)

    async def use(
        self, connection: AsyncConnection, begun: Mapping[str, str] | None, credential: Json
    ) -> str:
        """Whose passkey has signed: an active account's id. Raises `WrongCredentials`.

        An authenticator that counts, and counts no further, was copied: it is refused (WebAuthn, 7.2).
        """
        row = await outside.passkey_row(connection, _digest(_credential_id(credential)))
        if begun is None or row is None:
            raise WrongCredentials("this passkey is not known here")
        try:
            used = verify_authentication_response(
                credential=credential,
                expected_challenge=base64url_to_bytes(begun["challenge"]),
                expected_rp_id=self._host,
                expected_origin=self._origins,
                credential_public_key=row.public_key,
                credential_current_sign_count=row.sign_count,
                require_user_verification=True,
            )
        except FAULTS as error:
            raise WrongCredentials("this passkey is not known here") from error
        owner = await accounts.by_id(connection, row.account_id, lock=True)
        if owner is None or owner.state != "active":
            raise WrongCredentials("this passkey is not known here")
        await outside.count_use(connection, row.digest, used.new_sign_count)
        return str(row.account_id)

    async def do_remove(self, connection: AsyncConnection, staff: CurrentStaff, digest: str) -> None:
        """Forgets one of the account's own. Raises `NotFound`."""
        if not await outside.remove_passkey(connection, staff.account_id, digest):
            raise NotFound("there is no such passkey")


def _credential_id(credential: Json) -> bytes:
    try:
        return base64url_to_bytes(str(credential["rawId"]))
    except (KeyError, ValueError) as error:
        raise WrongCredentials("this is no passkey") from error


def _digest(credential_id: bytes) -> str:
    return hashlib.sha256(credential_id).hexdigest()
