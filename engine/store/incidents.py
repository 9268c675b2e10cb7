"""Incidents: reading one to resolve it."""

from __future__ import annotations

import sqlalchemy as sa

from engine.model.incident import Incident, incidents
from engine.store.rows import to_entity


def find_incident(connection: sa.Connection, key: int) -> Incident | None:
    """Return an incident; read it after its process instance was locked to be sure of its state."""
    row = connection.execute(sa.select(incidents).where(incidents.c.key == key)).first()
    return None if row is None else to_entity(Incident, row)
