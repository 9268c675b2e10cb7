"""The items of a multi-instance: evaluated once; large or sequential ones are kept in chunks, so that no child reads them all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import feel
from engine.runtime import expressions
from engine.runtime.effects import IncidentType, InputChunksDeleted, InputChunkStored
from engine.runtime.failures import CannotContinue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.bpmn.process_model import MultiInstance
    from engine.model.element_instance import ElementInstance
    from engine.runtime.execution import Execution

CHUNK = 200
_CHUNKED = "chunked"


@dataclass(frozen=True, slots=True)
class Items:
    """How many children there are to be, and the item of each when there is a collection."""

    count: int
    values: Sequence[object] | None


def evaluate(x: Execution, body: ElementInstance, loop: MultiInstance) -> Items:
    """Return the items of the input collection, or only how many children the cardinality asks for; raise CannotContinue."""
    if loop.input_collection is not None:
        values = expressions.items(x, body, loop.input_collection, "input collection")
        return Items(len(values), [feel.to_json(value) for value in values])
    if loop.cardinality is None:
        raise CannotContinue(
            IncidentType.EXTRACT_VALUE_ERROR, f"{body.element_id} has neither an input collection nor a cardinality."
        )
    return Items(expressions.whole_number(x, body, loop.cardinality, "loop cardinality"), None)


def keep(x: Execution, body: ElementInstance, items: Items, *, sequential: bool) -> None:
    """Keep the items for the children of this command, and for later ones in stored chunks."""
    if items.values is None:
        return
    chunks = [items.values[start : start + CHUNK] for start in range(0, items.count, CHUNK)]
    for number, chunk in enumerate(chunks):
        x.chunks[body.key, number] = chunk
        if sequential or items.count > x.batch:
            x.emit(InputChunkStored(body.key, number, chunk))
    if sequential or items.count > x.batch:
        body.memo = {**(body.memo or {}), _CHUNKED: True}


def item(x: Execution, body: ElementInstance, number: int) -> object:
    """Return the item of the child with this number, from 1."""
    chunk_number, index = divmod(number - 1, CHUNK)
    if (body.key, chunk_number) not in x.chunks:
        x.chunks[body.key, chunk_number] = x.rows.reader.input_chunk(body.key, chunk_number)
    return x.chunks[body.key, chunk_number][index]


def forget(x: Execution, body: ElementInstance) -> None:
    """Delete the stored chunks."""
    if _CHUNKED in (body.memo or {}):
        x.emit(InputChunksDeleted(body.key))


def output_names(output_element: feel.Expression) -> dict[str, object]:
    """Return the variables that the output element reads, as nulls local to a child, so that children do not write into one another."""
    text = output_element.text.strip().removeprefix("=").strip()
    return dict.fromkeys(name for name in output_element.names if text == name or text.startswith(f"{name}."))
