"""Decision requirements graphs over REST: search, get, XML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response

from api import shapes
from api.routing import Routes
from api.searching import SEARCH_BODY, page_schema, read_search, write_page
from api.shapes import Shape
from engine.commands import Permission
from engine.queries import decision_requirements

if TYPE_CHECKING:
    from api.routing import Call

routes = Routes("Decisions")

READ = Permission.READ_DEFINITIONS
REQUIREMENTS = Shape(
    "DecisionRequirements",
    (
        shapes.key("decisionRequirementsKey"),
        shapes.text("decisionRequirementsId"),
        shapes.text("decisionRequirementsName"),
        shapes.integer("version"),
        shapes.text("resourceName"),
        shapes.TENANT_ID,
    ),
)


@routes.serve(
    "POST",
    "/decision-requirements/search",
    "searchDecisionRequirements",
    "Search decision requirements graphs",
    READ,
    body=SEARCH_BODY,
    answer=page_schema(REQUIREMENTS),
)
def search_decision_requirements(call: Call) -> dict[str, Any]:
    """Answer with decision requirements graphs."""
    request = read_search(call.body, decision_requirements.SEARCH)
    with call.engine.reading() as connection:
        return write_page(decision_requirements.search_decision_requirements(connection, request), REQUIREMENTS)


@routes.serve(
    "GET",
    "/decision-requirements/{decisionRequirementsKey}",
    "getDecisionRequirements",
    "Get a decision requirements graph",
    READ,
    answer=REQUIREMENTS.schema(),
)
def get_decision_requirements(call: Call, decision_requirements_key: int) -> dict[str, Any]:
    """Answer with one decision requirements graph."""
    with call.engine.reading() as connection:
        return REQUIREMENTS.render(decision_requirements.requirements(connection, decision_requirements_key))


@routes.serve(
    "GET",
    "/decision-requirements/{decisionRequirementsKey}/xml",
    "getDecisionRequirementsXML",
    "Get the DMN file of a decision requirements graph",
    READ,
    answer={"type": "string"},
    media_type="text/xml",
)
def get_decision_requirements_xml(call: Call, decision_requirements_key: int) -> Response:
    """Answer with the file as it was deployed."""
    with call.engine.reading() as connection:
        content = decision_requirements.requirements_xml(connection, decision_requirements_key)
    return Response(content, content_type="text/xml; charset=utf-8")
