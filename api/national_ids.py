"""National IDs over REST: hidden from people but for three digits, shown with a reason that is recorded; programs get them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from api.access import reason_of
from api.shapes import Milliseconds
from engine.commands import SHORTEST_REASON, AccessType, RecordAccess
from engine.queries import json_text
from forms.identifiers import IDS_OF_OTHER_THINGS, hide_national_ids, national_ids_in, without_national_ids

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.routing import Call
    from engine.queries.variables import VariableRow

JSON_TEXTS = frozenset({"inputValue", "output", "outputValue", "result", "value"})
"""Members of answers that hold JSON written as a text."""


def shows_national_ids(call: Call, rows: Sequence[VariableRow]) -> bool:
    """Tell whether the caller gets national IDs in full; a person's reason is recorded for each case that holds one."""
    if call.actor.is_service:
        return True
    reason = (reason_of(call.request) or "").strip()
    if len(reason) < SHORTEST_REASON:
        return False
    shown: dict[int, set[str]] = {}
    for row in rows:
        if national_ids_in(row.value):
            shown.setdefault(row.root_process_instance_key, set()).add(row.name)
    for key, names in shown.items():
        call.engine.execute(RecordAccess(AccessType.NATIONAL_ID_SHOWN, key, {"variables": sorted(names)}, reason), call.actor)
    return True


class InFull(dict[str, Any]):
    """An answer whose national IDs a person sees, because the reason is on the record."""


def hidden(value: str) -> str:
    """Return a JSON text with the national IDs in it hidden; a text that was cut off, or never was JSON, as well."""
    if not national_ids_in(value):
        return value
    try:
        return json_text.dumps(hide_national_ids(json_text.loads(value)))
    except ValueError:
        return without_national_ids(value)


def for_people(answer: object) -> object:
    """Return an answer as people read it: national IDs hidden wherever they stand, but for an answer that is InFull."""
    if isinstance(answer, InFull | Milliseconds):
        return answer
    if isinstance(answer, Mapping):
        return {name: _for_people(name, part) for name, part in answer.items()}
    if isinstance(answer, list | tuple):
        return [for_people(part) for part in answer]
    return hide_national_ids(answer)


def _for_people(name: str, part: object) -> object:
    if name in IDS_OF_OTHER_THINGS:
        return part
    return hidden(part) if name in JSON_TEXTS and isinstance(part, str) else for_people(part)
