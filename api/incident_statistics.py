"""Statistics of open incidents over REST: which errors hold how many cases, and of which versions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from api import shapes
from api.errors import BadRequest
from api.routing import Routes
from api.searching import SEARCH_BODY, page_schema, read_search, write_page
from api.shapes import Shape
from engine.queries import incident_statistics as statistics
from engine.queries import incidents
from engine.queries.search import SortBy

if TYPE_CHECKING:
    from api.routing import Call

routes = Routes("Incidents")

BY_ERROR = Shape(
    "IncidentErrorStatistics",
    (
        shapes.integer("errorHashCode"),
        shapes.text("errorMessage"),
        shapes.integer("activeInstancesWithErrorCount"),
    ),
)
BY_DEFINITION = Shape(
    "IncidentDefinitionStatistics",
    (
        shapes.text("processDefinitionId"),
        shapes.key("processDefinitionKey"),
        shapes.text("processDefinitionName"),
        shapes.integer("processDefinitionVersion"),
        shapes.TENANT_ID,
        shapes.integer("activeInstancesWithErrorCount"),
    ),
)
MOST_FIRST: Final = (SortBy("active_instances_with_error_count", is_descending=True),)


@routes.serve(
    "POST",
    "/incidents/statistics/process-instances-by-error",
    "getProcessInstanceStatisticsByError",
    "Count the cases that each error holds",
    None,
    body=SEARCH_BODY,
    answer=page_schema(BY_ERROR),
)
def get_process_instance_statistics_by_error(call: Call) -> dict[str, Any]:
    """Answer with the messages of open incidents, those that hold the most cases first."""
    request = read_search(call.body, incidents.SEARCH)
    request = replace(request, sort=request.sort or MOST_FIRST)
    with call.engine.reading() as connection:
        return write_page(statistics.error_statistics(connection, call.actor, request), BY_ERROR)


@routes.serve(
    "POST",
    "/incidents/statistics/process-instances-by-definition",
    "getProcessInstanceStatisticsByDefinition",
    "Count the cases that one error holds by process definition",
    None,
    body=SEARCH_BODY,
    answer=page_schema(BY_DEFINITION),
)
def get_process_instance_statistics_by_definition(call: Call) -> dict[str, Any]:
    """Answer with the versions whose cases are held by the error that the filter names by its hash."""
    code = call.body.child("filter").integer("errorHashCode", least=-(2**31))
    if code is None:
        raise BadRequest("Request property [filter.errorHashCode] is missing; give one of the statistics by error.")
    request = read_search(call.body, incidents.SEARCH, besides=("errorHashCode",))
    request = replace(request, sort=request.sort or MOST_FIRST)
    with call.engine.reading() as connection:
        return write_page(statistics.definition_statistics(connection, call.actor, code, request), BY_DEFINITION)
