"""Which called process instances can still be undone by their caller, and which undo another one."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.model.element_instance import element_instances

if TYPE_CHECKING:
    from collections.abc import Sequence

_element = element_instances.c


class Undoing(StrEnum):
    """What a called process instance has to do with compensation."""

    CAN_BE_UNDONE = "CAN_BE_UNDONE"
    """It completed; a compensation of its caller would undo it."""
    UNDOES = "UNDOES"
    """It undoes, or has undone, what another one did."""


def undoing_of(connection: sa.Connection, keys: Sequence[int]) -> dict[int, Undoing]:
    """Return it for those of at most some hundred called process instances that have to do with it; one statement by key."""
    is_concerned = sa.or_(_element.compensation_order.is_not(None), _element.compensates_key.is_not(None))
    query = sa.select(_element.key, _element.compensates_key.is_not(None)).where(_element.key.in_(list(keys)), is_concerned)
    rows = connection.execute(query) if keys else ()
    return {row[0]: Undoing.UNDOES if row[1] else Undoing.CAN_BE_UNDONE for row in rows}
