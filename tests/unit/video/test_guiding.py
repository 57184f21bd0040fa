"""Documents and forms are checked when they are read, and a form's values when they are confirmed."""

from typing import Any

import pytest

from hub.errors import BadInput
from video.guiding.model import GuidedDocument, GuidedForm, check_values
from video.guiding.shelf import FOLDER, all_documents, all_forms, form_of, read

RIGHT = {"amount": "100000", "months": "24", "purpose": "装修", "income": "8765.40"}


def test_every_document_and_form_that_comes_along_is_right() -> None:
    documents = {path.stem for path in (FOLDER / "documents").glob("*.yml")}
    forms = {path.stem for path in (FOLDER / "forms").glob("*.yml")}
    assert documents == set(all_documents()) == {"wealth_risk_disclosure", "online_safety"}
    assert forms == set(all_forms()) == {"loan_application", "contact_details"}


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (GuidedDocument, "document: x\nversion: 1\nzh: a\nen: a\npages: []"),
        (GuidedDocument, "document: x\nversion: 1\nzh: a\nen: a\npages: [{zh: a}]"),
        (GuidedForm, "form: x\nversion: 1\nzh: a\nen: a\nfields: [{field: y, kind: choice, zh: a, en: a}]"),
        (
            GuidedForm,
            "form: x\nversion: 1\nzh: a\nen: a\nfields: [{field: y, kind: text, zh: a, en: a, options: [a]}]",
        ),
        (GuidedForm, "- x"),
        (GuidedForm, ":\n\t-"),
    ],
)
def test_what_is_none_is_refused(kind: type[GuidedDocument | GuidedForm], text: str) -> None:
    with pytest.raises(BadInput):
        read(text.encode(), kind)


def test_what_a_form_takes() -> None:
    form = form_of("loan_application")
    check_values(form, RIGHT)
    check_values(form, RIGHT | {"employer": "某公司"})


@pytest.mark.parametrize(
    "change",
    [
        {"amount": ""},
        {"amount": "1e5"},
        {"amount": "1.234"},
        {"amount": "-1"},
        {"months": "25"},
        {"purpose": " "},
        {"income": "很多"},
        {"password": "x"},
    ],
)
def test_what_a_form_does_not_take_is_told_by_field_and_never_quoted(change: dict[str, Any]) -> None:
    with pytest.raises(BadInput) as refused:
        check_values(form_of("loan_application"), RIGHT | change)
    ((field, value),) = change.items()
    assert refused.value.fields.get("field") == field or field == "password"
    assert not value.strip() or value not in refused.value.detail
