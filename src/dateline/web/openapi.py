"""The OpenAPI 3.1 document, made from the operations and their types: what is served is what is described."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Protocol

import msgspec

from dateline.web.api_shapes import ErrorAnswer

_WRONG = {
    "400": "The question cannot be asked so.", "404": "There is no such thing.",
    "409": "Corrected meanwhile, or taken back already.", "413": "More than is taken at once.", "415": "Not JSON.",
    "503": "The archive cannot be written to now.",
}  # fmt: skip


class Described(Protocol):
    """As much of an operation as its description needs."""

    @property
    def method(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def summary(self) -> str: ...
    @property
    def query(self) -> type[msgspec.Struct] | None: ...
    @property
    def body(self) -> type[msgspec.Struct] | None: ...
    @property
    def answer(self) -> Any: ...


def document(operations: Sequence[Described], version: str) -> dict[str, Any]:
    """The whole of it."""
    told = [each for operation in operations for each in (operation.query, operation.body, operation.answer) if each]
    _, named = msgspec.json.schema_components([*told, ErrorAnswer], ref_template="#/components/schemas/{name}")
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation, named)
    queries = {each.query.__name__ for each in operations if each.query}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "dateline",
            "version": version,
            "description": "One archive of attributed records: read it, correct it. On this machine only.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "security": [{"token": []}, {"cookie": []}],
        "paths": paths,
        "components": {
            "schemas": {name: schema for name, schema in sorted(named.items()) if name not in queries},
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "cookie": {"type": "apiKey", "in": "cookie", "name": "dateline"},
            },
        },
    }


def _operation(operation: Described, named: dict[str, Any]) -> dict[str, Any]:
    writes = operation.body is not None
    wrong = ("400", "404", *(("409", "413", "415", "503") if writes else ()))
    made: dict[str, Any] = {
        "summary": operation.summary,
        "operationId": re.sub(r"\W+", "_", f"{operation.method.lower()}{operation.path.removeprefix('/api/v1')}").strip(
            "_"
        ),
        "parameters": [*_in_path(operation.path), *_in_query(operation, named)],
        "responses": {
            "201" if writes else "200": {
                "description": "Done." if writes else "Found.",
                **_json(_ref(operation.answer)),
            },
            **{code: {"description": _WRONG[code], **_json(_ref(ErrorAnswer))} for code in wrong},
            "403": {"description": "Not let in, or asked from another site: a page for people."},
        },
    }
    if operation.body is not None:
        made["requestBody"] = {"required": True, **_json(_ref(operation.body))}
    return made


def _in_path(path: str) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "integer" if name == "article" else "string"}}
        for name in re.findall(r"{(\w+)}", path)
    ]


def _in_query(operation: Described, named: dict[str, Any]) -> list[dict[str, Any]]:
    if operation.query is None:
        return []
    schema = named[operation.query.__name__]
    required = schema.get("required", ())
    return [
        {"name": name, "in": "query", "required": name in required, "schema": each}
        for name, each in schema["properties"].items()
    ]


def _ref(answer: Any) -> dict[str, Any]:
    if not (isinstance(answer, type) and issubclass(answer, msgspec.Struct)):
        return {"type": "object"}
    return {"$ref": f"#/components/schemas/{answer.__name__}"}


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}
