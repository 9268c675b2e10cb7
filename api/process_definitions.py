"""Process definitions over REST: search, get, XML, start form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response

from api import shapes
from api.forms import FORM
from api.routing import Routes
from api.searching import SEARCH_BODY, page_schema, read_search, write_page
from api.shapes import Shape
from engine.commands import Permission
from engine.queries import process_definitions as definitions

if TYPE_CHECKING:
    from api.routing import Call

routes = Routes("Process definitions")

PROCESS_DEFINITION = Shape(
    "ProcessDefinition",
    (
        shapes.key("processDefinitionKey"),
        shapes.text("processDefinitionId"),
        shapes.text("name", nullable=True),
        shapes.text("resourceName"),
        shapes.integer("version"),
        shapes.text("versionTag", nullable=True),
        shapes.boolean("hasStartForm"),
        shapes.constant("state", "ACTIVE"),
        shapes.TENANT_ID,
    ),
)
READ = Permission.READ_DEFINITIONS


@routes.serve(
    "POST",
    "/process-definitions/search",
    "searchProcessDefinitions",
    "Search process definitions",
    READ,
    body=SEARCH_BODY,
    answer=page_schema(PROCESS_DEFINITION),
)
def search_process_definitions(call: Call) -> dict[str, Any]:
    """Answer with process definitions."""
    request = read_search(call.body, definitions.SEARCH)
    with call.engine.reading() as connection:
        return write_page(definitions.search_process_definitions(connection, request), PROCESS_DEFINITION)


@routes.serve(
    "GET",
    "/process-definitions/{processDefinitionKey}",
    "getProcessDefinition",
    "Get a process definition",
    READ,
    answer=PROCESS_DEFINITION.schema(),
)
def get_process_definition(call: Call, process_definition_key: int) -> dict[str, Any]:
    """Answer with one process definition."""
    with call.engine.reading() as connection:
        return PROCESS_DEFINITION.render(definitions.process_definition(connection, process_definition_key))


@routes.serve(
    "GET",
    "/process-definitions/{processDefinitionKey}/xml",
    "getProcessDefinitionXML",
    "Get the BPMN file of a process definition",
    READ,
    answer={"type": "string"},
    media_type="text/xml",
)
def get_process_definition_xml(call: Call, process_definition_key: int) -> Response:
    """Answer with the file as it was deployed."""
    with call.engine.reading() as connection:
        return Response(
            definitions.process_definition_xml(connection, process_definition_key), content_type="text/xml; charset=utf-8"
        )


@routes.serve(
    "GET",
    "/process-definitions/{processDefinitionKey}/form",
    "getStartProcessForm",
    "Get the start form of a process definition",
    READ,
    answer=FORM.schema(),
)
def get_start_process_form(call: Call, process_definition_key: int) -> dict[str, Any] | None:
    """Answer with the start form, or with 204 when there is none."""
    with call.engine.reading() as connection:
        form = definitions.start_form(connection, process_definition_key)
    return None if form is None else FORM.render(form)
