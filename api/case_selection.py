"""Which process instances a request is about: its `filter`, as in the search of process instances."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from api.errors import BadRequest
from api.searching import comparisons, read_search
from api.variables import held_variables
from engine.queries import incident_statistics
from engine.queries import process_instances as instances
from engine.queries.search import Condition, Kind, Operator

if TYPE_CHECKING:
    from collections.abc import Collection

    from api.routing import Call
    from engine.queries.held_variables import HeldVariable
    from engine.queries.search import SearchRequest

LIVING = ("ACTIVE", "SUSPENDED")
HASH = "incidentErrorHashCode"
"""Names what an open incident says; the statistics of incidents tell it."""


def read_instance_filter(call: Call) -> tuple[SearchRequest, tuple[HeldVariable, ...]]:
    """Return what is asked of process instances, and what is said of their variables. Raises BadRequest."""
    filters = call.body.child("filter")
    held = held_variables(filters, "variables", is_local=False)
    request = read_search(call.body, instances.SEARCH, besides=("variables", HASH))
    given = filters.values.get(HASH)
    if given is None:
        return request, held
    asked = comparisons(HASH, given if isinstance(given, dict) else {"$eq": given}, Kind.INTEGER)
    with call.engine.reading() as connection:
        messages = incident_statistics.messages_that(connection, call.actor, asked)
    said = Condition("error_message", Operator.IN, messages)
    return replace(request, conditions=(*request.conditions, said)), held


def selected_keys(call: Call, states: Collection[str] = LIVING, *, only_roots: bool = False) -> list[int]:
    """Return the keys of what the filter chooses among instances in these states; raise BadRequest without any filter.

    A filter on the state is replaced by `states`, and with `only_roots` one on the parent too, as the client libraries
    describe it.
    """
    filters = call.body.child("filter")
    if not any(value is not None for value in filters.values.values()):
        raise BadRequest("Request property [filter] is missing; say which process instances are meant.")
    request, held = read_instance_filter(call)
    replaced = {"state", "parent_process_instance_key"} if only_roots else {"state"}
    kept = [condition for condition in request.conditions if condition.field not in replaced]
    kept.append(Condition("state", Operator.IN, list(states)))
    if only_roots:
        kept.append(Condition("parent_process_instance_key", Operator.EXISTS, value=False))
    with call.engine.reading() as connection:
        return instances.process_instance_keys(connection, call.actor, replace(request, conditions=tuple(kept)), held)
