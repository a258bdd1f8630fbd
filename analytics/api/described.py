"""The catalogue and the OpenAPI description, written from the questions and their parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.api.parameters import FORMATS, SAID, Parameter, parameters_of
from analytics.asking import all_questions

if TYPE_CHECKING:
    from analytics.snapshots import Snapshot

ROOT = "/api/v1"
VERSION = "1.0.0"
GEOJSON, PROBLEM = "application/geo+json", "application/problem+json"
STATUSES = {
    "400": "A parameter is unknown, doubled or wrong.", "403": "The role may not read this.",
    "404": "There is no such question, data set, place or code.", "405": "Only GET and HEAD are answered.",
    "503": "The data cannot be opened now.",
}  # fmt: skip


def catalogue(snapshot: Snapshot, data_sets: list[str], boundaries: list[dict]) -> dict:
    """What there is to ask for."""
    questions = [
        {"name": name, "about": question.grain, "address": f"{ROOT}/questions/{name}",
         "parameters": list(parameters_of(name)),
         "needed": [p.name for p in parameters_of(name).values() if p.is_needed]}
        for name, question in all_questions().items()
    ]  # fmt: skip
    return {
        "name": "Tejido", "version": snapshot.id, "built_at": snapshot.built_at.isoformat(timespec="seconds"),
        "data_sets": data_sets, "questions": questions, "boundaries": boundaries, "description": f"{ROOT}/openapi.json",
    }  # fmt: skip


def openapi() -> dict:
    """The description of every address (OpenAPI 3.1)."""
    paths = {
        "/": {"get": _operation("catalogue", "What there is to ask for.", [], {
            "application/json": {"$ref": "#/components/schemas/Catalogue"}})},
        "/openapi.json": {"get": _operation("description", "This description.", [], {
            "application/json": {"type": "object"}})},
        "/boundaries": {"get": _operation("boundaries", "The boundaries that maps are drawn with.", [], {
            "application/json": {"type": "array", "items": {"$ref": "#/components/schemas/Boundaries"}}})},
        "/boundaries/{layer}": {"get": _operation(
            "boundary_layer", "One layer as GeoJSON; each feature carries its position `i` and its `code`.",
            [{"name": "layer", "in": "path", "required": True,
              "schema": {"type": "string", "pattern": "^[A-Za-z][A-Za-z-]{0,39}$"}}],
            {GEOJSON: {"type": "object", "required": ["type", "features"]}})},
    }  # fmt: skip
    for name, question in all_questions().items():
        parameters = [_parameter(one) for one in parameters_of(name).values()]
        content = {kind.partition(";")[0]: {"type": "string"} for kind in FORMATS.values()}
        content |= {"application/json": {"$ref": "#/components/schemas/Answer"}}
        paths[f"/questions/{name}"] = {"get": _operation(name, question.grain, parameters, content)}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Tejido", "version": VERSION,
            "description": "The questions of Tejido, read only. An empty cell (null) means not stated: never zero.",
        },
        "servers": [{"url": ROOT}],
        "paths": paths,
        "components": {
            "schemas": SCHEMAS, "headers": HEADERS, "responses": {"NotModified": {"description": "As before."}},
        },
    }  # fmt: skip


def _operation(name: str, about: str, parameters: list[dict], content: dict[str, dict]) -> dict:
    good = {"description": about, "content": {kind: {"schema": schema} for kind, schema in content.items()},
            "headers": {"ETag": {"$ref": "#/components/headers/ETag"}}}  # fmt: skip
    problem = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    bad = {status: {"description": why, "content": problem} for status, why in STATUSES.items()}
    responses = {"200": good, "304": {"$ref": "#/components/responses/NotModified"}} | bad
    return {"operationId": name, "summary": about, "parameters": parameters, "responses": responses}


def _parameter(parameter: Parameter) -> dict:
    said = {
        "name": parameter.name, "in": "query", "required": parameter.is_needed,
        "description": SAID.get(parameter.name, ""), "schema": parameter.schema(),
    }  # fmt: skip
    return said | ({"style": "form", "explode": True} if parameter.is_list else {})


_WHOLE = {"type": "integer", "minimum": 0}
SCHEMAS = {
    "Answer": {
        "type": "object",
        "required": ["question", "about", "version", "role", "lang", "total", "offset", "limit", "columns", "rows"],
        "properties": {
            "question": {"type": "string"}, "about": {"type": "string"}, "version": {"type": "string"},
            "built_at": {"type": "string"}, "role": {"type": "string"}, "lang": {"type": "string"},
            "total": _WHOLE, "offset": _WHOLE, "limit": _WHOLE, "illustrative": {"type": "string"},
            "cut": {"type": "boolean"},
            "columns": {"type": "array", "items": {"type": "string"}},
            "rows": {"type": "array", "items": {"type": "object"}},
        },
    },
    "Boundaries": {
        "type": "object",
        "required": ["layer", "address", "features", "credit"],
        "properties": {
            "layer": {"type": "string"}, "address": {"type": "string"}, "features": _WHOLE,
            "credit": {"type": "string"}, "vintage": {"type": "string"}, "licence": {"type": "string"},
        },
    },
    "Catalogue": {
        "type": "object",
        "required": ["name", "version", "data_sets", "questions", "boundaries"],
        "properties": {
            "name": {"type": "string"}, "version": {"type": "string"}, "built_at": {"type": "string"},
            "data_sets": {"type": "array", "items": {"type": "string"}},
            "questions": {"type": "array", "items": {"type": "object"}},
            "boundaries": {"type": "array", "items": {"$ref": "#/components/schemas/Boundaries"}},
            "description": {"type": "string"},
        },
    },
    "Problem": {
        "type": "object",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"},
            "detail": {"type": "string"},
        },
    },
}  # fmt: skip
HEADERS = {"ETag": {"description": "Changes with the version of the data.", "schema": {"type": "string"}}}
