"""Which cases and which version a command line means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.errors import NotFound, RequestInvalid
from engine.queries import process_definitions, process_instances, typed_key
from engine.queries.case_choice import CaseChoice, chosen_cases, named_case
from engine.queries.search import Condition, Operator, SearchRequest, SortBy

if TYPE_CHECKING:
    import argparse
    from collections.abc import Collection, Sequence

    from engine.commands import Actor, Engine


def chosen_keys(engine: Engine, actor: Actor, options: argparse.Namespace, states: Collection[str]) -> list[int]:
    """Return the keys of the cases that are named, or of all of a process in these states; raise NotFound."""
    if options.process:
        _definition(engine, options.process, options.version)
    with engine.reading() as connection:
        if options.cases:
            return [named_case(connection, actor, text) for text in options.cases]
        return chosen_cases(connection, actor, CaseChoice(tuple(states), options.process, options.version, options.at))


def key_of(text: str) -> int:
    """Return the key that somebody typed; raise RequestInvalid for what is none."""
    key = typed_key(text)
    if key is None:
        raise RequestInvalid(f"{text!r} is no key.", "key")
    return key


def target_definition(engine: Engine, keys: Sequence[int], options: argparse.Namespace) -> int:
    """Return the key of the definition to migrate to: the one named, else a version of the cases' process; raise NotFound."""
    if options.to_key is not None:
        key = key_of(options.to_key)
        engine.process_model(key)
        return key
    return _definition(engine, options.process or _process_of(engine, keys), options.to)


def _definition(engine: Engine, process_id: str, version: int | None) -> int:
    """Return the key of a version of a process, of the newest without one; raise NotFound."""
    conditions = [Condition("process_definition_id", Operator.EQ, process_id)]
    if version is not None:
        conditions.append(Condition("version", Operator.EQ, version))
    request = SearchRequest(tuple(conditions), sort=(SortBy("version", is_descending=True),), limit=1)
    with engine.reading() as connection:
        found = process_definitions.search_process_definitions(connection, request).items
    if not found:
        raise NotFound("process definition", process_id if version is None else f"{process_id}, version {version}")
    return found[0].process_definition_key


def _process_of(engine: Engine, keys: Sequence[int]) -> str:
    request = SearchRequest((Condition("process_instance_key", Operator.IN, list(keys)),), limit=1)
    with engine.reading() as connection:
        found = process_instances.SEARCH.page(connection, request).items
    if not found:
        raise NotFound("process instance", keys[0] if keys else None)
    return found[0].process_definition_id
