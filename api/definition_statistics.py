"""Statistics of process definitions over REST: running cases by process, by version, and by element."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api import shapes
from api.case_selection import read_instance_filter
from api.routing import Routes
from api.searching import SEARCH_BODY, page_schema, read_search, write_page
from api.shapes import Shape
from engine.commands import Permission
from engine.queries import definition_statistics as statistics
from engine.queries import process_definitions as definitions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from api.routing import Call
    from engine.queries.case_detail import ElementCounts

routes = Routes("Process definitions")

READ = Permission.READ_DEFINITIONS
COUNTS = (
    shapes.integer("activeInstancesWithIncidentCount"),
    shapes.integer("activeInstancesWithoutIncidentCount"),
    shapes.TENANT_ID,
)
PROCESS = Shape(
    "ProcessStatistics",
    (
        shapes.text("processDefinitionId"),
        shapes.text("latestProcessDefinitionName", nullable=True),
        shapes.boolean("hasMultipleVersions"),
        *COUNTS,
    ),
)
VERSION = Shape(
    "ProcessVersionStatistics",
    (
        shapes.text("processDefinitionId"),
        shapes.key("processDefinitionKey"),
        shapes.text("processDefinitionName", nullable=True),
        shapes.integer("processDefinitionVersion"),
        *COUNTS,
    ),
)
NAME = Shape("VariableName", (shapes.text("name"),))
ELEMENT = Shape(
    "ElementStatistics",
    (
        shapes.text("elementId"),
        shapes.integer("active"),
        shapes.integer("completed"),
        shapes.integer("canceled", "terminated"),
        shapes.integer("incidents"),
    ),
)
ELEMENTS = {"type": "object", "properties": {"items": {"type": "array", "items": ELEMENT.schema()}}, "required": ["items"]}


@routes.serve(
    "POST",
    "/process-definitions/statistics/process-instances",
    "getProcessDefinitionInstanceStatistics",
    "Count the running cases of each process",
    READ,
    body=SEARCH_BODY,
    answer=page_schema(PROCESS),
)
def get_process_definition_instance_statistics(call: Call) -> dict[str, Any]:
    """Answer with the processes and how many cases that the caller sees are running."""
    request = read_search(call.body, statistics.PROCESSES)
    with call.engine.reading() as connection:
        return write_page(statistics.process_statistics(connection, call.actor, request), PROCESS)


@routes.serve(
    "POST",
    "/process-definitions/statistics/process-instances-by-version",
    "getProcessDefinitionInstanceVersionStatistics",
    "Count the running cases of each version of a process",
    READ,
    body=SEARCH_BODY,
    answer=page_schema(VERSION),
)
def get_process_definition_instance_version_statistics(call: Call) -> dict[str, Any]:
    """Answer with the versions of the process that the filter names."""
    call.body.child("filter").required_text("processDefinitionId")
    request = read_search(call.body, statistics.VERSIONS)
    with call.engine.reading() as connection:
        return write_page(statistics.version_statistics(connection, call.actor, request), VERSION)


@routes.serve(
    "POST",
    "/process-definitions/{processDefinitionKey}/statistics/element-instances",
    "getProcessDefinitionStatistics",
    "Count how often each element of a process definition ran",
    READ,
    body={"type": "object", "properties": {"filter": {"type": "object"}}},
    answer=ELEMENTS,
)
def get_process_definition_statistics(call: Call, process_definition_key: int) -> dict[str, Any]:
    """Answer with the counts over the process instances that the filter chooses."""
    request, held = read_instance_filter(call)
    with call.engine.reading() as connection:
        definitions.process_definition(connection, process_definition_key)
        found = statistics.element_statistics(connection, call.actor, process_definition_key, request, held)
    return write_counts(found)


@routes.serve(
    "POST",
    "/process-definitions/{processDefinitionKey}/variable-names/search",
    "searchProcessDefinitionVariableNames",
    "Search the names of variables that cases of a process definition have",
    READ,
    body=SEARCH_BODY,
    answer=page_schema(NAME),
)
def search_process_definition_variable_names(call: Call, process_definition_key: int) -> dict[str, Any]:
    """Answer with the names, each once."""
    request = read_search(call.body, statistics.NAMES)
    with call.engine.reading() as connection:
        definitions.process_definition(connection, process_definition_key)
        return write_page(statistics.variable_names(connection, call.actor, process_definition_key, request), NAME)


def write_counts(found: Iterable[ElementCounts]) -> dict[str, Any]:
    """Return the answer of how often each element ran."""
    return {"items": [ELEMENT.render(row) for row in found]}
