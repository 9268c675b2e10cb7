"""What was erased of a case, in the words of its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.queries.retention import case_erasures
from web.translations import gettext

if TYPE_CHECKING:
    from typing import Any

    from engine.queries.retention import ErasureRow


def shown_erasures(connection: Any, root_key: int) -> list[tuple[str, ErasureRow]]:
    """Return the names of what was erased with the facts; what went with the details is not named again."""
    found = case_erasures(connection, root_key)
    with_details = {"comments", "drafts", "payloads"} if any(row.kind == "details" for row in found) else set()
    names = _names()
    return [(names[row.kind], row) for row in found if row.kind not in with_details]


def _names() -> dict[str, str]:
    return {
        "details": gettext("Data of the case and details of its history"),
        "documents": gettext("Documents"),
        "comments": gettext("Comments"),
        "drafts": gettext("Drafts"),
        "payloads": gettext("Decision data"),
        "access_log": gettext("Reasons for reading"),
    }
