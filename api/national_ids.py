"""National IDs over REST: hidden from people but for three digits, shown with a reason that is recorded; programs get them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from api.access import reason_of
from engine.commands import AccessType, RecordAccess
from engine.queries import json_text
from forms.identifiers import national_ids_in, without_national_ids

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.routing import Call
    from engine.queries.variables import VariableRow

SHORTEST_REASON = 10


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


def hidden(value: str) -> str:
    """Return a variable's JSON text with the national IDs in it hidden."""
    return json_text.dumps(_hidden(json_text.loads(value))) if national_ids_in(value) else value


def _hidden(value: object) -> object:
    if isinstance(value, str):
        return without_national_ids(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return without_national_ids(str(value)) if national_ids_in(str(value)) else value
    if isinstance(value, Mapping):
        return {name: _hidden(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_hidden(part) for part in value]
    return value
