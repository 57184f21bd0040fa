"""Mail to staff about their own accounts: sent where the house has a mail server and the account an address.

Nothing secret is in any of them: a new password is handed over by a person, and a letter only tells that
there is one, so that whoever did not ask for it hears of it.
"""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import BadInput
from hub.ports import ADDRESS, LONGEST_ADDRESS, Enclosed, Letter, Mail
from hub.store.encrypted import Encrypted, belonging, read_data_keys
from hub.store.schema_staff import account
from hub.store.staff import accounts


class AccountNotice(StrEnum):
    """What was done to an account."""

    RESET = "account.reset"
    PASSWORD_CHANGED = "account.password_changed"  # noqa: S105  (a name, and no password)
    CHANGED = "account.changed"
    ROLES_GIVEN = "account.roles_given"
    ADDRESS_CHANGED = "account.address_changed"


@dataclass(frozen=True, slots=True)
class _Words:
    zh: str
    en: str


WORDS = {
    AccountNotice.RESET: _Words(
        "您的密码已由管理员重置，新密码由管理员当面交给您，首次登录时需要修改。",
        "An administrator has reset your password and hands you a new one, to be changed when you sign in.",
    ),
    AccountNotice.PASSWORD_CHANGED: _Words("您的密码已修改。", "Your password was changed."),
    AccountNotice.CHANGED: _Words(
        "您的账号状态或所属机构已由管理员修改。",
        "An administrator has changed the state or the branch of your account.",
    ),
    AccountNotice.ROLES_GIVEN: _Words(
        "您的角色已由管理员修改，请重新登录。",
        "An administrator has changed your roles; please sign in again.",
    ),
    AccountNotice.ADDRESS_CHANGED: _Words(
        "接收通知的邮箱已修改，以后的通知不再发到这里。",
        "The address for these notices was changed; later ones do not come here.",
    ),
}


class Notices:
    """Writes letters to accounts, in the transactions that change them."""

    def __init__(self, data_keys: str, bank_name: str) -> None:
        self._data_keys = data_keys
        self._bank_name = bank_name
        self._mail: Mail | None = None

    def use(self, mail: Mail) -> None:
        """Takes the house's mail; without one nothing is written."""
        self._mail = mail

    @property
    def is_there(self) -> bool:
        """Whether the house has mail."""
        return self._mail is not None

    def seal(self, account_id: str, address: str) -> Encrypted | None:
        """An address as it is stored, None for none. Raises `BadInput`; `SetupError` without data keys."""
        if not address:
            return None
        check_address(address)
        return read_data_keys(self._data_keys).encrypt(address, _belongs_to(account_id))

    def address(self, account_id: str, sealed: Encrypted | None) -> str:
        """An account's address, empty where it has none."""
        if sealed is None:
            return ""
        return read_data_keys(self._data_keys).decrypt(sealed, _belongs_to(account_id))

    async def do_tell(self, connection: AsyncConnection, account_id: str, notice: AccountNotice) -> None:
        """Tells somebody by mail what was done to their account."""
        row = await accounts.by_id(connection, account_id)
        if row is None:
            return
        words = WORDS[notice]
        text = (
            f"{row.login}：\n\n{words.zh}\n如果这不是您本人或管理员的操作，请立即联系系统管理员。\n\n"
            f"{words.en}\nIf neither you nor your administrator did this, call an administrator at once.\n"
        )
        subject = f"{self._bank_name}：您的工作台账号有变化"
        await self.do_write(connection, account_id, notice, subject, text)

    async def do_write(
        self,
        connection: AsyncConnection,
        account_id: str,
        kind: str,
        subject: str,
        text: str,
        enclosed: tuple[Enclosed, ...] = (),
    ) -> bool:
        """Writes to an account; false where the house has no mail, or the account no address."""
        row = await accounts.by_id(connection, account_id) if self._mail is not None else None
        if self._mail is None or row is None or row.email is None:
            return False
        to = self.address(account_id, row.email)
        letter = Letter(kind=kind, to=to, subject=subject, text=text, enclosed=enclosed)
        await self._mail.do_write(connection, letter)
        return True


def check_address(address: str) -> None:
    """Raises `BadInput` for what is no address of mail."""
    if len(address) > LONGEST_ADDRESS or not ADDRESS.fullmatch(address):
        raise BadInput("this is no address for mail")


def _belongs_to(account_id: str) -> str:
    return belonging(account.c.email, account_id=account_id)
