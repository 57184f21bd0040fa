"""The list of everything that staff can ask for, as data: routes with rights, models, names in the audit.

It is made from what the parts declare, so it cannot say anything else than what is served.
"""

from typing import Any

from hub.staff.catalog import Catalog, named_in
from hub.staff.routes import Access, NoBody, StaffModel, StaffRoute


def described(catalog: Catalog) -> dict[str, Any]:
    """Rights, routes, sockets and the JSON Schema of each model (draft 2020-12), ready to be printed."""
    models = {model for route in catalog.routes for model in _models(route)}
    return {
        "rights": [
            {"right": right.name, "zh": right.name_zh, "en": right.name_en, "given": dict(right.given)}
            for right in catalog.rights.values()
        ],
        "routes": [_route(route) for route in catalog.routes],
        "sockets": [{"path": socket.path, "right": socket.right} for socket in catalog.sockets],
        "models": {model_name(model): model.model_json_schema() for model in sorted(models, key=model_name)},
    }


def model_name(model: type[StaffModel]) -> str:
    """The name under which a model stands in the list; two modules may each have a `Name`."""
    return f"{model.__module__}.{model.__name__}"


def _route(route: StaffRoute) -> dict[str, Any]:
    free = isinstance(route.right, Access)
    return {
        "method": route.method,
        "path": route.path,
        "right": None if free else route.right,
        "access": route.right.value if isinstance(route.right, Access) else "right",
        "about": dict(route.about),
        "named": {name: kind for model in _asked(route) for name, kind in named_in(model).items()},
        "query": _name(route.query),
        "body": None if route.body is NoBody else _name(route.body),
        "answer": _name(route.answer),
        "audit": route.audit or None,
    }


def _asked(route: StaffRoute) -> list[type[StaffModel]]:
    return [model for model in (route.query, route.body) if model is not None and model is not NoBody]


def _models(route: StaffRoute) -> list[type[StaffModel]]:
    return [*_asked(route), *([route.answer] if route.answer else [])]


def _name(model: type[StaffModel] | None) -> str | None:
    return None if model is None else model_name(model)
