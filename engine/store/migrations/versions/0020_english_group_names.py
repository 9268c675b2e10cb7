"""The English name of a group, beside the Thai one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("user_group", sa.Column("name_en", sa.String(300)))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("user_group", "name_en")
