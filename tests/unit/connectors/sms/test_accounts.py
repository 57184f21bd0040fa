"""Accounts by their providers: every mistake is named with its line."""

from pathlib import Path

import pytest

from connectors.sms.account import AliyunAccount, CmppAccount, SmsAccount, TwilioAccount
from hub.accounts import read_accounts
from hub.errors import BadAccounts

GOOD = """\
sms:
  - name: abroad
    provider: twilio
    account_sid: ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
    auth_token: env:A
    number: "+12025550100"
    public_url: https://sms.bank.example
  - name: home
    provider: aliyun
    access_key_id: LTAItests0000000
    access_key_secret: env:A
    callback_token: env:A
    sign_name: 远桥银行
    template: {code: SMS_1, words: words, link: link}
  - name: line
    provider: cmpp
    host: gateway.bank.example
    sp_id: "901782"
    secret: env:A
    source: "10695599"
    sign_name: 远桥银行
"""


def read(text: str, folder: Path) -> tuple[object, ...]:
    file = folder / "accounts.yml"
    file.write_text(text, encoding="utf-8")
    return tuple(read_accounts(file, {"sms": SmsAccount}, required=True, variables={"A": "secret"})["sms"])


def test_each_account_is_of_its_providers_model(tmp_path: Path) -> None:
    assert [type(each) for each in read(GOOD, tmp_path)] == [TwilioAccount, AliyunAccount, CmppAccount]


@pytest.mark.parametrize(
    ("good", "bad", "line", "said"),
    [
        ("provider: aliyun", "provider: pigeon", 9, "one of these is wanted: twilio, aliyun, cmpp"),
        ("    provider: aliyun\n", "", 8, "one of these is wanted"),
        ('number: "+12025550100"', "number: '+49x'", 6, "`number`"),
        ("auth_token: env:A", "auth_token: written", 5, "`auth_token`"),
        ("auth_token: env:A", "auth_token: env:B", 5, "B is not set"),
        ("code: SMS_1", "code: 7", 14, "`template.code`"),
        ('sp_id: "901782"', 'account_sid: "901782"', 18, "`account_sid` is no field of this account"),
    ],
)
def test_mistakes_are_named_by_their_lines(tmp_path: Path, good: str, bad: str, line: int, said: str) -> None:
    assert good in GOOD
    with pytest.raises(BadAccounts) as raised:
        read(GOOD.replace(good, bad, 1), tmp_path)
    found = [each for each in str(raised.value).splitlines() if f":{line}:" in each and said in each]
    assert found, str(raised.value)
