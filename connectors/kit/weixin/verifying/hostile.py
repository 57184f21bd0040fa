"""Hostile documents, which the webhook refuses, and harmless ones, which its guards let pass."""

from connectors.kit.verifying.cases import Case, document, moment
from connectors.kit.verifying.verdicts import Differs, NotMade
from connectors.kit.weixin.callbacks import Receiver, open_callback
from connectors.kit.weixin.verifying.inbound import seal
from connectors.kit.weixin.xml import parse_xml
from hub.errors import BadInput, YuanqiaoError


def try_hostile(case: Case, receiver: Receiver) -> None:
    """A document as the whole body, and encrypted in one: refused both times, without a word looked up."""
    body = document(case)
    if body is None:
        raise NotMade("the case has no document")
    at = moment(case)
    query, sealed = seal(receiver, body, at)
    for where, said in (("as a body", body), ("encrypted", sealed)):
        try:
            open_callback(receiver, query, said, at)
        except YuanqiaoError:
            continue
        raise Differs(f"it was taken {where}")


def try_benign(case: Case) -> None:
    """A document that the guards in front of the webhook let pass, though it is no callback."""
    body = document(case)
    if body is None:
        raise NotMade("the case has no document")
    try:
        parse_xml(body.lstrip())
    except BadInput as error:
        raise Differs(f"refused: {error.detail}") from error
