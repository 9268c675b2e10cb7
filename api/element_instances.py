"""Element instances over REST: search, get, and activation inside ad-hoc sub-processes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api import shapes
from api.job_results import read_elements
from api.routing import Routes
from api.searching import SEARCH_BODY, page_schema, read_search, write_page
from api.shapes import Shape
from engine.commands import ActivateInAdHoc, NextSteps, Permission
from engine.queries import element_instances as instances

if TYPE_CHECKING:
    from collections.abc import Callable

    from api.routing import Call
    from engine.queries.element_instances import ElementInstanceRow

routes = Routes("Element instances")

ELEMENT_INSTANCE = Shape(
    "ElementInstance",
    (
        shapes.key("elementInstanceKey"),
        shapes.text("elementId"),
        shapes.constant("elementName", ""),
        shapes.text("type"),
        shapes.text("state"),
        shapes.time("startDate"),
        shapes.time("endDate", nullable=True),
        shapes.boolean("hasIncident"),
        shapes.key("incidentKey", nullable=True),
        shapes.text("processDefinitionId"),
        shapes.key("processDefinitionKey"),
        shapes.key("processInstanceKey"),
        shapes.key("rootProcessInstanceKey"),
        shapes.TENANT_ID,
    ),
)


@routes.serve(
    "POST",
    "/element-instances/search",
    "searchElementInstances",
    "Search element instances",
    None,
    body=SEARCH_BODY,
    answer=page_schema(ELEMENT_INSTANCE),
)
def search_element_instances(call: Call) -> dict[str, Any]:
    """Answer with the element instances of cases that the caller sees."""
    request = read_search(call.body, instances.SEARCH)
    with call.engine.reading() as connection:
        page = instances.search_element_instances(connection, call.actor, request)
    return write_page(page, ELEMENT_INSTANCE, _writer(call))


@routes.serve(
    "GET",
    "/element-instances/{elementInstanceKey}",
    "getElementInstance",
    "Get an element instance",
    None,
    answer=ELEMENT_INSTANCE.schema(),
)
def get_element_instance(call: Call, element_instance_key: int) -> dict[str, Any]:
    """Answer with one element instance."""
    with call.engine.reading() as connection:
        row = instances.element_instance(connection, call.actor, element_instance_key)
    return _writer(call)(row)


@routes.serve(
    "POST",
    "/element-instances/ad-hoc-activities/{adHocSubProcessInstanceKey}/activation",
    "activateAdHocSubProcessActivities",
    "Activate elements of an ad-hoc sub-process",
    Permission.OPERATE,
    status=204,
    body={
        "type": "object",
        "properties": {
            "elements": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {"elementId": {"type": "string"}, "variables": {"type": ["object", "null"]}},
                    "required": ["elementId"],
                },
            },
            "cancelRemainingInstances": {"type": "boolean"},
        },
        "required": ["elements"],
    },
)
def activate_ad_hoc_sub_process_activities(call: Call, ad_hoc_sub_process_instance_key: int) -> None:
    """Activate elements that nothing leads to, each with variables of its own; others may be canceled before."""
    elements = read_elements(call.body.objects("elements"))
    steps = NextSteps(elements, cancels_remaining=call.body.boolean("cancelRemainingInstances"))
    call.engine.execute(ActivateInAdHoc(ad_hoc_sub_process_instance_key, steps), call.actor)


def _writer(call: Call) -> Callable[[ElementInstanceRow], dict[str, Any]]:
    """Return how a row is written with its element's name, which is its id when the diagram gives none."""

    def write(row: ElementInstanceRow) -> dict[str, Any]:
        element = call.engine.process_model(row.process_definition_key).elements.get(row.element_id)
        return ELEMENT_INSTANCE.render(row) | {"elementName": (element and element.name) or row.element_id}

    return write
