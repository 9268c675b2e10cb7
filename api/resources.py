"""Deployed files for workers over REST: search, get, content, deletion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response

from api import shapes
from api.errors import problem
from api.reasons import REASON_PROPERTIES, reason_given
from api.routing import Routes
from api.searching import SEARCH_BODY, page_schema, read_search, write_page
from api.shapes import Shape
from engine.commands import DeleteResource, Permission
from engine.queries import generic_resources

if TYPE_CHECKING:
    from api.routing import Call

routes = Routes("Resources")

RESOURCE = Shape(
    "Resource",
    (
        shapes.key("resourceKey"),
        shapes.text("resourceId"),
        shapes.text("resourceName"),
        shapes.integer("version"),
        shapes.text("versionTag", nullable=True),
        shapes.TENANT_ID,
    ),
)
DELETION = {"type": "object", "properties": {**REASON_PROPERTIES, "deleteHistory": {"type": "boolean"}}}
DELETED = {
    "type": "object",
    "properties": {"resourceKey": shapes.SCHEMAS[shapes.Kind.KEY], "batchOperation": {"type": ["object", "null"]}},
    "required": ["resourceKey", "batchOperation"],
}
READ = Permission.READ_DEFINITIONS


@routes.serve(
    "POST", "/resources/search", "searchResources", "Search resources", READ, body=SEARCH_BODY, answer=page_schema(RESOURCE)
)
def search_resources(call: Call) -> dict[str, Any]:
    """Answer with deployed files other than diagrams, decisions and forms."""
    request = read_search(call.body, generic_resources.SEARCH)
    with call.engine.reading() as connection:
        return write_page(generic_resources.search_resources(connection, request), RESOURCE)


@routes.serve("GET", "/resources/{resourceKey}", "getResource", "Get a resource", READ, answer=RESOURCE.schema())
def get_resource(call: Call, resource_key: int) -> dict[str, Any]:
    """Answer with one version of a file, without its content."""
    with call.engine.reading() as connection:
        return RESOURCE.render(generic_resources.resource(connection, resource_key))


@routes.serve(
    "GET",
    "/resources/{resourceKey}/content",
    "getResourceContent",
    "Get the content of an RPA script",
    READ,
    answer={"type": "object"},
)
def get_resource_content(call: Call, resource_key: int) -> Response:
    """Answer with the JSON of an .rpa file; with 406 for any other file, whose content is binary."""
    with call.engine.reading() as connection:
        found = generic_resources.resource(connection, resource_key)
        if not found.is_rpa:
            return problem(406, f"The resource {resource_key} is no RPA script; ask for its content as binary.")
        return Response(generic_resources.resource_content(connection, resource_key), content_type="application/json")


@routes.serve(
    "GET",
    "/resources/{resourceKey}/content/binary",
    "getResourceContentBinary",
    "Get the content of a resource",
    READ,
    answer={"type": "string", "format": "binary"},
    media_type="application/octet-stream",
)
def get_resource_content_binary(call: Call, resource_key: int) -> Response:
    """Answer with the file as it was deployed, so that no browser runs it."""
    with call.engine.reading() as connection:
        content = generic_resources.resource_content(connection, resource_key)
    headers = {"Content-Disposition": "attachment", "X-Content-Type-Options": "nosniff"}
    return Response(content, content_type="application/octet-stream", headers=headers)


@routes.serve(
    "POST",
    "/resources/{resourceKey}/deletion",
    "deleteResource",
    "Delete a resource",
    Permission.DEPLOY,
    body=DELETION,
    answer=DELETED,
)
def delete_resource(call: Call, resource_key: int) -> dict[str, Any]:
    """Delete one version of a file; processes, decisions and forms are kept for the history of their cases."""
    call.engine.execute(DeleteResource(resource_key, reason_given(call)), call.actor)
    return {"resourceKey": str(resource_key), "batchOperation": None}
