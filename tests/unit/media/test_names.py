"""Names of files: what people may see of them."""

import pytest

from hub.media.names import clean_name


@pytest.mark.parametrize(
    ("given", "mime", "kept"),
    [
        ("照片.jpg", "image/jpeg", "照片.jpg"),
        ("照片.JPEG", "image/jpeg", "照片.jpg"),
        ("moving.gif", "image/png", "moving.png"),
        ("page.html", "image/png", "page.html.png"),
        ("invoice.exe", "application/pdf", "invoice.exe.pdf"),
        ("../../etc/passwd", "application/pdf", "passwd.pdf"),
        ("C:\\Users\\li\\流水.pdf", "application/pdf", "流水.pdf"),
        ("gnp.\u202egpj.exe", "image/png", "gnp.gpj.exe.png"),
        ("a\r\nSet-Cookie: x\0.png", "image/png", "aSet-Cookie: x.png"),
        ("卡 6222 0212 3456 7890 128.jpg", "image/jpeg", "卡 [卡号 尾号 0128].jpg"),
        ("密码 abc123456.jpg", "image/jpeg", "密码 [密码已隐去].jpg"),
        ("x" * 500 + ".pdf", "application/pdf", "x" * 251 + ".pdf"),
        ("", "image/png", ""),
        ("...", "image/png", ""),
        ("/", "image/png", ""),
    ],
)
def test_a_name_without_path_secret_and_unseen_signs(given: str, mime: str, kept: str) -> None:
    assert clean_name(given, mime) == kept
