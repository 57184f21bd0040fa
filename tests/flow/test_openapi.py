"""The OpenAPI document of the staff's routes: it is one, and says of every route what is served."""

import json
import re

import pytest
from click.testing import CliRunner
from openapi_spec_validator import OpenAPIV31SpecValidator, validate

from hub.settings import Settings
from hub.staff.openapi import openapi
from hub.staff.routes import Access, NoBody
from tests.support.house import House
from yuanqiao.cli.main import yuanqiao
from yuanqiao.declared import declared_catalog


def test_the_document_is_valid_and_names_every_route() -> None:
    printed = CliRunner().invoke(yuanqiao, ["staff", "openapi"])
    assert printed.exit_code == 0, printed.output
    document = json.loads(printed.output)
    validate(document, cls=OpenAPIV31SpecValidator)
    catalog = declared_catalog(Settings())
    said = {
        (method.upper(), path): operation
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    }
    assert len(said) == len(catalog.routes) > 60
    ids = [operation["operationId"] for operation in said.values()]
    assert len(set(ids)) == len(ids)
    for route in catalog.routes:
        operation = said[route.method, re.sub("<(.+?)>", r"{\1}", route.path)]
        assert ("requestBody" in operation) == (route.body is not NoBody), route.path
        gives_something = route.answer is not None or bool(route.gives)
        assert ("200" in operation["responses"]) == gives_something, route.path
        assert (operation["security"] == []) == (route.right is Access.ANYBODY), route.path
        named = {each["name"] for each in operation["parameters"] if each["in"] == "path"}
        assert named == set(route.about), route.path
        if route.query is not None:
            asked = {each["name"] for each in operation["parameters"] if each["in"] == "query"}
            assert asked == set(route.query.model_fields), route.path


def test_the_referee_refuses_what_is_none() -> None:
    document = openapi(declared_catalog(Settings()), server="http://127.0.0.1", cookie="c")
    some = next(iter(document["paths"].values()))
    next(iter(some.values()))["responses"] = {"200": {"content": "words"}}
    with pytest.raises(Exception, match=r"description|valid"):
        validate(document, cls=OpenAPIV31SpecValidator)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_it_is_made_of_what_is_served(house: House) -> None:
    served = openapi(house.hub.staff_catalog, server="http://127.0.0.1", cookie="c")
    declared = openapi(declared_catalog(Settings()), server="http://127.0.0.1", cookie="c")
    assert served == declared
