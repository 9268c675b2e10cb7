"""Variables over REST: search, get, set on a scope."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from api import shapes
from api.errors import BadRequest
from api.listeners import wait_for_listeners
from api.national_ids import InFull, hidden, shows_national_ids
from api.reasons import REASON_PROPERTIES, reason_given
from api.routing import Routes
from api.searching import MOST_CONDITIONS, SEARCH_BODY, comparisons, page_schema, read_search, write_page
from api.shapes import Shape
from engine.commands import SetVariables
from engine.queries import variables
from engine.queries.held_variables import HeldVariable
from engine.queries.search import Kind, Operator

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from flask import Response

    from api.body import Body
    from api.routing import Call
    from engine.queries.variables import VariableRow

routes = Routes("Variables")

TRUNCATED_AT: Final = 8_192
"""Characters of a value that a search shows unless it is told to show all."""
CUTTING: Final = ("truncateValues",)
"""The query parameter that tells it."""

COMMON = (
    shapes.key("variableKey"),
    shapes.text("name"),
    shapes.text("value"),
    shapes.key("scopeKey"),
    shapes.key("processInstanceKey"),
    shapes.key("rootProcessInstanceKey"),
    shapes.TENANT_ID,
)
VARIABLE = Shape("Variable", COMMON)
VARIABLE_FOUND = Shape("VariableFound", (*COMMON, shapes.constant("isTruncated", value=False, kind=shapes.Kind.BOOLEAN)))


@routes.serve(
    "POST",
    "/variables/search",
    "searchVariables",
    "Search variables",
    None,
    query=CUTTING,
    body=SEARCH_BODY,
    answer=page_schema(VARIABLE_FOUND),
)
def search_variables(call: Call) -> dict[str, Any]:
    """Answer with the variables of cases that the caller sees."""
    request = read_search(call.body, variables.SEARCH)
    with call.engine.reading() as connection:
        page = variables.search_variables(connection, call.actor, request)
    return write_page(page, VARIABLE_FOUND, write_variable(call, page.items))


@routes.serve("GET", "/variables/{variableKey}", "getVariable", "Get a variable", None, answer=VARIABLE.schema())
def get_variable(call: Call, variable_key: int) -> dict[str, Any]:
    """Answer with one variable and its whole value."""
    with call.engine.reading() as connection:
        row = variables.variable(connection, call.actor, variable_key)
    if shows_national_ids(call, [row]):
        return InFull(VARIABLE.render(row))
    return VARIABLE.render(replace(row, value=hidden(row.value)))


@routes.serve(
    "PUT",
    "/element-instances/{elementInstanceKey}/variables",
    "createElementInstanceVariables",
    "Set variables in a scope",
    None,
    status=204,
    body={
        "type": "object",
        "properties": {"variables": {"type": "object"}, "local": {"type": "boolean"}, **REASON_PROPERTIES},
        "required": ["variables"],
    },
)
def set_variables(call: Call, element_instance_key: int) -> Response | None:
    """Set variables: in this scope (`local`), or each in the nearest scope that has it, else in the process.

    Those of a user task wait for its listeners.
    """
    if "variables" not in call.body:
        raise BadRequest("Request property [variables] is missing; give an object.")
    command = SetVariables(
        element_instance_key,
        dict(call.body.mapping("variables")),
        is_local=call.body.boolean("local"),
        reason=reason_given(call),
    )
    asked = call.engine.execute(command, call.actor)
    return None if asked is None else wait_for_listeners(call, asked)


def write_variable(call: Call, rows: Sequence[VariableRow]) -> Callable[[VariableRow], dict[str, Any]]:
    """Return how a search writes its variables: long values are cut unless the query says truncateValues=false."""
    cuts = call.request.args.get(CUTTING[0], "true").lower() != "false"
    in_full = shows_national_ids(call, rows)

    def write(row: VariableRow) -> dict[str, Any]:
        row = row if in_full else replace(row, value=hidden(row.value))
        written = VARIABLE_FOUND.render(row)
        if cuts and len(row.value) > TRUNCATED_AT:
            written |= {"value": row.value[:TRUNCATED_AT], "isTruncated": True}
        return InFull(written) if in_full else written

    return write


def held_variables(filters: Body, name: str, *, is_local: bool) -> tuple[HeldVariable, ...]:
    """Return the conditions on variables of a filter: a list of {name, value}, the value being JSON text."""
    given = filters.objects(name)
    if len(given) > MOST_CONDITIONS:
        raise BadRequest(f"Request property [filter.{name}] has too many conditions; give {MOST_CONDITIONS} at most.")
    return tuple(_held(item, is_local=is_local) for item in given)


def _held(item: Body, *, is_local: bool) -> HeldVariable:
    item.refuse_unknown(("name", "value"))
    value, name = item.values.get("value"), item.required_text("name")
    if isinstance(value, str):
        return HeldVariable(name, ((Operator.EQ, value),), is_local)
    if not isinstance(value, dict):
        raise BadRequest('A variable is filtered by its JSON text: {"name": "amount", "value": "42"}.')
    return HeldVariable(name, comparisons(f"{name}.value", value, Kind.TEXT), is_local)
