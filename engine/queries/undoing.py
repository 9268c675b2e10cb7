"""Which called process instances can still be undone by their caller, and which undo another one."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.model.element_instance import element_instances
from engine.model.process_instance import process_instances

if TYPE_CHECKING:
    from collections.abc import Sequence

_instance = process_instances.c
_process, _call = element_instances.alias("process"), element_instances.alias("call_activity")


class Undoing(StrEnum):
    """What a called process instance has to do with compensation."""

    CAN_BE_UNDONE = "CAN_BE_UNDONE"
    """It completed, and a compensation that reaches its call activity would undo it."""
    UNDOES = "UNDOES"
    """It undoes, or has undone, what another one did."""


def undoing_of(connection: sa.Connection, keys: Sequence[int]) -> dict[int, Undoing]:
    """Return it for those of at most some hundred called process instances that have to do with it; one statement by key."""
    undoes = _process.c.compensates_key.is_not(None)
    can_be_undone = sa.and_(_process.c.compensation_order.is_not(None), _call.c.compensation_order.is_not(None))
    found = process_instances.join(_process, _process.c.key == _instance.key)
    found = found.join(_call, _call.c.key == _instance.parent_element_instance_key)
    query = sa.select(_instance.key, undoes).select_from(found).where(_instance.key.in_(list(keys)), undoes | can_be_undone)
    rows = connection.execute(query) if keys else ()
    return {row[0]: Undoing.UNDOES if row[1] else Undoing.CAN_BE_UNDONE for row in rows}
