"""The national IDs in a case, for whoever has said why they need them; everybody else reads them hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.queries.variables import effective_variables
from forms.identifiers import national_ids_in

if TYPE_CHECKING:
    import sqlalchemy as sa


def national_ids_of(connection: sa.Connection, process_instance_key: int) -> list[tuple[str, str]]:
    """Return names of variables and the numbers in them, by name; no check of rights: record who gets them, and why."""
    held = effective_variables(connection, process_instance_key)
    return [(name, number) for name, found in sorted(held.items()) for number in national_ids_in(found.value)]
