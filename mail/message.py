"""What goes to the server: one letter as an Internet message (RFC 5322)."""

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from hub.ports import Letter


def make_message(letter: Letter, *, sender: str, letter_id: str, written_at: datetime) -> EmailMessage:
    """The message; one letter has one `Message-ID`, so that whoever gets it twice can tell.

    Raises `ValueError` for a line break in a header, which the library refuses.
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = letter.to
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(written_at)
    message["Message-ID"] = f"<{letter_id}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers
    message.set_content(letter.text)
    for each in letter.enclosed:
        maintype, _, subtype = each.mime.partition("/")
        message.add_attachment(each.content, maintype=maintype, subtype=subtype, filename=each.name)
    return message
