"""The OpenAPI 3.1 document: made by Litestar from the handlers and structs; `fields.yaml` says in words what each field is."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Any

import msgspec
import yaml
from litestar import Litestar, Response, Router, get
from litestar.di import Provide
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.spec import Server

from marsad.desk.api import problems
from marsad.desk.api.call import MEDIA, call_of, sender_of

_ABOUT = """The record of an observatory on this machine. Every list is asked as of a moment (`as_of`, `known_at`) and, where it
counts, under a `policy`. Answers carry a strong ETag; errors are problem+json (RFC 9457). What writes is sent as JSON and
carries a name."""


def document_handler(prefix: str, handlers: Sequence[HTTPRouteHandler]) -> HTTPRouteHandler:
    """The handler of `openapi.json`."""

    @get("/openapi.json", sync_to_thread=True, include_in_schema=False)
    def openapi() -> Response[bytes]:
        """The document itself."""
        return Response(_encoded(prefix, tuple(handlers)), media_type="application/json")

    return openapi


@cache
def _encoded(prefix: str, handlers: tuple[HTTPRouteHandler, ...]) -> bytes:
    return msgspec.json.encode(document(prefix, handlers))


def document(prefix: str, handlers: Sequence[HTTPRouteHandler]) -> dict[str, Any]:
    """The document of these handlers."""

    def nobody() -> None:
        """The pages' visit: the document doesn't need one."""

    depends: dict[str, Any] = {"visit": nobody, "call": call_of, "sender": sender_of}
    app = Litestar(
        [Router(prefix, route_handlers=list(handlers))],
        dependencies={name: Provide(make, sync_to_thread=False) for name, make in depends.items()},
        openapi_config=OpenAPIConfig(
            title="Marsad", version=version("marsad"), description=_ABOUT, use_handler_docstrings=True, servers=[Server(url="/")]
        ),
    )
    made = app.openapi_schema.to_schema()
    _describe(made["components"]["schemas"])
    made["components"]["schemas"]["Problem"] = _problem()
    for path in made["paths"].values():
        for method, operation in path.items():
            if method in ("get", "post"):
                _complete(operation, method)
    return made


@cache
def _fields() -> dict[str, dict[str, str]]:
    raw = files("marsad.desk.api").joinpath("fields.yaml").read_text("utf-8")
    return msgspec.convert(yaml.load(raw, getattr(yaml, "CSafeLoader", yaml.SafeLoader)), dict[str, dict[str, str]])


def _describe(schemas: dict[str, Any]) -> None:
    """Each field's words: those for its struct, else those for every struct that has it."""
    words = _fields()
    for name, schema in schemas.items():
        own = words.get("Page" if name.startswith("Page") else name, {})
        for field, held in schema.get("properties", {}).items():
            if said := own.get(field) or words["every"].get(field):
                held["description"] = said


def _problem() -> dict[str, Any]:
    (_, *_), parts = msgspec.json.schema_components((problems.Problem,), ref_template="#/components/schemas/{name}")
    made: dict[str, Any] = parts["Problem"]
    for field, held in made["properties"].items():
        held["description"] = _fields()["Problem"][field]
    return made


def _complete(operation: dict[str, Any], method: str) -> None:
    """The forms of a list, and how errors look."""
    problem = {"content": {problems.MEDIA: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    statuses = {"400": "The question can't be answered", "404": "It isn't there", "406": "Not in this form"}
    if method == "post":
        statuses = {
            "400": "The body doesn't fit", "403": "Nobody has said their name, or another site asks", "404": "It isn't there",
            "413": "Too large", "415": "Not JSON", "422": "It can't stand in the record",
        }  # fmt: skip
    for status, says in statuses.items():
        operation["responses"][status] = {"description": says, **problem}
    answer = operation["responses"].get("200" if method == "get" else "201")
    answer["description"] = "The answer" if method == "get" else "It is on the record"
    if method == "get":
        operation["responses"]["304"] = {"description": "Nothing has changed since that ETag"}
        schema = answer["content"]["application/json"]["schema"]
        if "Page" in schema.get("$ref", ""):
            answer["content"] |= {media.partition(";")[0]: {"schema": {}} for form, media in MEDIA.items() if form != "json"}
    elif operation["operationId"].endswith("AddReport"):
        operation["responses"]["200"] = {**answer, "description": "The record holds it already"}
