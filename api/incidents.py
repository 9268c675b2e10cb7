"""Incidents over REST: search, get, resolution."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api import shapes
from api.reasons import REASON, reason_given
from api.routing import Routes
from api.searching import SEARCH_BODY, page_schema, read_search, write_page
from api.shapes import Shape
from engine.commands import Permission, ResolveIncident
from engine.queries import incidents

if TYPE_CHECKING:
    from api.routing import Call

routes = Routes("Incidents")

INCIDENT = Shape(
    "Incident",
    (
        shapes.key("incidentKey"),
        shapes.text("processDefinitionId"),
        shapes.key("processDefinitionKey"),
        shapes.key("processInstanceKey"),
        shapes.key("rootProcessInstanceKey"),
        shapes.text("elementId"),
        shapes.key("elementInstanceKey"),
        shapes.key("jobKey", nullable=True),
        shapes.text("errorType"),
        shapes.text("errorMessage"),
        shapes.time("creationTime"),
        shapes.text("state"),
        shapes.TENANT_ID,
    ),
)


@routes.serve(
    "POST", "/incidents/search", "searchIncidents", "Search incidents", None, body=SEARCH_BODY, answer=page_schema(INCIDENT)
)
def search_incidents(call: Call) -> dict[str, Any]:
    """Answer with the incidents of cases that the caller sees."""
    request = read_search(call.body, incidents.SEARCH)
    with call.engine.reading() as connection:
        return write_page(incidents.search_incidents(connection, call.actor, request), INCIDENT)


@routes.serve(
    "POST",
    "/process-instances/{processInstanceKey}/incidents/search",
    "searchProcessInstanceIncidents",
    "Search the incidents of a process instance and those it called",
    None,
    body=SEARCH_BODY,
    answer=page_schema(INCIDENT),
)
def search_process_instance_incidents(call: Call, process_instance_key: int) -> dict[str, Any]:
    """Answer with the incidents below one process instance."""
    return _search_below(call, "process_instance_key", "root_process_instance_key", process_instance_key)


@routes.serve(
    "POST",
    "/element-instances/{elementInstanceKey}/incidents/search",
    "searchElementInstanceIncidents",
    "Search the incidents of an element instance",
    None,
    body=SEARCH_BODY,
    answer=page_schema(INCIDENT),
)
def search_element_instance_incidents(call: Call, element_instance_key: int) -> dict[str, Any]:
    """Answer with the incidents of one element instance."""
    return _search_below(call, "element_instance_key", "element_instance_key", element_instance_key)


@routes.serve("GET", "/incidents/{incidentKey}", "getIncident", "Get an incident", None, answer=INCIDENT.schema())
def get_incident(call: Call, incident_key: int) -> dict[str, Any]:
    """Answer with one incident."""
    with call.engine.reading() as connection:
        return INCIDENT.render(incidents.incident(connection, call.actor, incident_key))


@routes.serve(
    "POST",
    "/incidents/{incidentKey}/resolution",
    "resolveIncident",
    "Resolve an incident",
    Permission.OPERATE,
    status=204,
    body=REASON,
)
def resolve_incident(call: Call, incident_key: int) -> None:
    """Try the step again that the incident holds."""
    call.engine.execute(ResolveIncident(incident_key, reason_given(call)), call.actor)


def _search_below(call: Call, own: str, root: str, key: int) -> dict[str, Any]:
    request = read_search(call.body, incidents.SEARCH)
    with call.engine.reading() as connection:
        return write_page(incidents.search_incidents_below(connection, call.actor, request, (own, root), key), INCIDENT)
