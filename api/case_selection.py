"""Which process instances a request is about: its `filter`, as in the search of process instances."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from api.errors import BadRequest
from api.searching import read_search
from api.variables import held_variables
from engine.queries import process_instances as instances
from engine.queries.search import Condition, Operator

if TYPE_CHECKING:
    from collections.abc import Collection

    from api.routing import Call

LIVING = ("ACTIVE", "SUSPENDED")


def selected_keys(call: Call, states: Collection[str] = LIVING, *, only_roots: bool = False) -> list[int]:
    """Return the keys of what the filter chooses among instances in these states; raise BadRequest without any filter.

    A filter on the state is replaced by `states`, and with `only_roots` one on the parent too, as the client libraries
    describe it.
    """
    filters = call.body.child("filter")
    if not any(value is not None for value in filters.values.values()):
        raise BadRequest("Request property [filter] is missing; say which process instances are meant.")
    held = tuple((item.name, item.value) for item in held_variables(filters, "variables", is_local=False))
    request = read_search(call.body, instances.SEARCH, besides=("variables",))
    replaced = {"state", "parent_process_instance_key"} if only_roots else {"state"}
    kept = [condition for condition in request.conditions if condition.field not in replaced]
    kept.append(Condition("state", Operator.IN, list(states)))
    if only_roots:
        kept.append(Condition("parent_process_instance_key", Operator.EXISTS, value=False))
    with call.engine.reading() as connection:
        return instances.process_instance_keys(connection, call.actor, replace(request, conditions=tuple(kept)), held)
