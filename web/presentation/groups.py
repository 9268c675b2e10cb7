"""Groups by the names that the reader knows them by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.queries import organisation
from web.site import language

if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Any


def names_of_groups(connection: Any, group_ids: Collection[str]) -> dict[str, str]:
    """Return the names of these groups in the reader's language; `connection` is an open read."""
    return organisation.group_names(connection, group_ids, in_english=language() == "en")
