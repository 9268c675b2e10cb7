"""Find the decision tables of a model, wherever boxed expressions nest them."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from engine.dmn.boxed import DecisionTable
from engine.dmn.definitions import Definitions


def tables_of(definitions: Definitions) -> Iterator[DecisionTable]:
    """Yield the decision tables of a model in document order of its decisions, then of its knowledge models."""
    logics = [decision.logic for decision in definitions.decisions]
    for logic in (*logics, *(knowledge.logic for knowledge in definitions.knowledge_models)):
        yield from _tables_in(logic)


def _tables_in(part: object) -> Iterator[DecisionTable]:
    if isinstance(part, DecisionTable):
        yield part
    elif isinstance(part, tuple):
        for inner in part:
            yield from _tables_in(inner)
    elif is_dataclass(part):
        for field in fields(part):
            yield from _tables_in(getattr(part, field.name))
