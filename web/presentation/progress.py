"""How far a case is along its main path: what was done, where it waits, and what usually comes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from web.presentation.elements import name_of, process_model
from web.presentation.next_steps import WAITING, main_path

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from engine.queries.case_detail import CaseRow, StepRow


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the main path; `state` is done, current or coming."""

    name: str
    state: str
    ended_at: datetime | None = None


STEPS = WAITING - {"EVENT_BASED_GATEWAY", "INTERMEDIATE_CATCH_EVENT", "RECEIVE_TASK"}
"""What people call a step: somebody does it."""


def progress(case: CaseRow, rows: Sequence[StepRow]) -> list[Step]:
    """Return the steps of a process instance in order; what comes is left out when it has ended."""
    model = process_model(case.process_definition_key)
    known = {row.element_id: model.elements[row.element_id] for row in rows if row.element_id in model.elements}
    done = {row.element_id: row.ended_at for row in rows if row.is_completed}
    current = dict.fromkeys(row.element_id for row in rows if row.is_active)
    shown = [
        Step(name_of(known[element_id]), "done", ended_at)
        for element_id, ended_at in done.items()
        if element_id not in current and element_id in known and known[element_id].type in STEPS
    ]
    shown += [Step(name_of(known[name]), "current") for name in current if name in known and known[name].type in STEPS]
    if case.ended_at is not None:
        return shown
    ahead = [element for name in current if name in known for element in main_path(model, known[name])]
    coming = {
        element.id: element for element in ahead if element.type in STEPS and element.id not in done.keys() | current.keys()
    }
    return shown + [Step(name_of(element), "coming") for element in coming.values()]
