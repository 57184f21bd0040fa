"""The OpenAPI document (3.1) of everything that staff can ask for, made from the catalog alone."""

from typing import Any

from pydantic.json_schema import models_json_schema

from hub.staff.catalog import PARAMETER, Catalog
from hub.staff.routes import Access, NoBody, StaffModel, StaffRoute

REFERENCE = "#/components/schemas/{model}"
VERSION = "1"
ID = {"type": "string", "pattern": r"^[0-9A-Za-z_-]{1,64}(\.[0-9A-Za-z_-]{1,32}){0,3}$"}
HEADER = "x-yuanqiao-staff"

ERROR = {
    "type": "object",
    "required": ["code"],
    "properties": {
        "code": {"type": "string", "description": "For programs; docs/staff.md lists them."},
        "detail": {"type": "string", "description": "For people."},
    },
}

Names = dict[type[StaffModel], dict[str, Any]]
"""By model, the reference to its schema."""


def openapi(catalog: Catalog, *, server: str, cookie: str) -> dict[str, Any]:
    """The document, ready to be printed; `cookie`: what the session's is called."""
    models = sorted({model for route in catalog.routes for model in _models(route)}, key=_full_name)
    schemas, defined = models_json_schema([(model, "validation") for model in models], ref_template=REFERENCE)
    names: Names = {model: schemas[(model, "validation")] for model in models}
    paths: dict[str, dict[str, Any]] = {}
    for route in catalog.routes:
        paths.setdefault(PARAMETER.sub(r"{\1}", route.path), {})[route.method.lower()] = _operation(
            route, names
        )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Yuanqiao: what staff can ask for",
            "version": VERSION,
            "description": "Printed by `yuanqiao staff openapi` from the list of routes that is served.",
        },
        "servers": [{"url": server}],
        "paths": paths,
        "components": {
            "schemas": {"Error": ERROR, **defined.get("$defs", {})},
            "securitySchemes": {
                "session": {"type": "apiKey", "in": "cookie", "name": cookie},
                "key": {"type": "http", "scheme": "bearer", "description": "`yuanqiao api-keys add`"},
            },
        },
        "x-rights": {
            right.name: {"zh": right.name_zh, "en": right.name_en} for right in catalog.rights.values()
        },
    }


def _operation(route: StaffRoute, names: Names) -> dict[str, Any]:
    words = (word.strip("<>") for word in route.path.removeprefix("/staff/").split("/"))
    operation: dict[str, Any] = {
        "operationId": "_".join([route.method.lower(), *words]).replace("-", "_"),
        "tags": [route.path.split("/")[2]],
        "security": _security(route),
        "parameters": [*_path(route), *_query(route), *_header(route)],
        "responses": {
            **_answer(route, names),
            "default": _told("What went wrong.", REFERENCE.format(model="Error")),
        },
    }
    if not isinstance(route.right, Access):
        operation["x-right"] = route.right
    if route.audit:
        operation["x-audit"] = route.audit
    if route.body is not NoBody:
        content = {"application/json": {"schema": names[route.body]}}
        operation["requestBody"] = {"required": True, "content": content}
    return operation


def _security(route: StaffRoute) -> list[dict[str, list[str]]]:
    if route.right is Access.ANYBODY:
        return []
    return [{"session": []}] if route.right is Access.SIGNED_IN else [{"session": []}, {"key": []}]


def _path(route: StaffRoute) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": ID, "x-names": route.about[name]}
        for name in PARAMETER.findall(route.path)
    ]


def _query(route: StaffRoute) -> list[dict[str, Any]]:
    if route.query is None:
        return []
    schema = route.query.model_json_schema(ref_template=REFERENCE)
    required = schema.get("required", [])
    return [
        {"name": name, "in": "query", "required": name in required, "schema": of}
        for name, of in schema.get("properties", {}).items()
    ]


def _header(route: StaffRoute) -> list[dict[str, Any]]:
    """What a page has to send with all that is more than reading; a program with a key need not."""
    if route.method == "GET":
        return []
    return [{"name": HEADER, "in": "header", "required": False, "schema": {"const": "1"}}]


def _answer(route: StaffRoute, names: Names) -> dict[str, Any]:
    if route.gives:
        content = {route.gives: {"schema": {"type": "string", "format": "binary"}}}
        return {
            "200": {"description": "The file, or the range of it that was asked for.", "content": content}
        }
    if route.answer is None:
        return {"204": {"description": "Done; or 303 where the browser goes elsewhere."}}
    return {
        "200": {
            "description": "The answer.",
            "content": {"application/json": {"schema": names[route.answer]}},
        }
    }


def _told(description: str, reference: str) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": {"$ref": reference}}}}


def _models(route: StaffRoute) -> list[type[StaffModel]]:
    """The models with a schema of their own; a query's defined names (an enum) are among its own."""
    found = [model for model in (route.body, route.query, route.answer) if model is not None]
    return [model for model in found if model is not NoBody]


def _full_name(model: type[StaffModel]) -> str:
    return f"{model.__module__}.{model.__qualname__}"
