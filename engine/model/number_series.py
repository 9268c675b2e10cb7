"""Running numbers without gaps: case numbers, receipt numbers, order numbers."""

from __future__ import annotations

import sqlalchemy as sa

from engine.model.columns import UtcDateTime, metadata

number_series = sa.Table(
    "number_series",
    metadata,
    sa.Column("series", sa.String(200), primary_key=True),
    sa.Column("last_number", sa.BigInteger, nullable=False),
)

reserved_numbers = sa.Table(
    "reserved_number",
    metadata,
    sa.Column("series", sa.String(200), primary_key=True),
    sa.Column("job_key", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("number", sa.BigInteger, nullable=False),
    sa.Column("reserved_at", UtcDateTime, nullable=False),
)
"""Which job took which number, so that a repeated job gets the same one."""
