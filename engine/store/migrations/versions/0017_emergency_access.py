"""An index of the few events of access that give a right to read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_OF_EMERGENCIES = sa.text(
    "type IN ('EMERGENCY_REQUESTED', 'EMERGENCY_APPROVED', 'EMERGENCY_DENIED', 'EMERGENCY_ENDED', 'EMERGENCY_EXPIRED',"
    " 'EMERGENCY_READ')"
)


def upgrade() -> None:
    """Create the index."""
    where = _OF_EMERGENCIES
    op.create_index("ix_access_event_emergency", "access_event", ["at"], sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_access_event_emergency", table_name="access_event")
