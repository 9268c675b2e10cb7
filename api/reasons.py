"""Why a caller acts on running cases: read from wherever a client can put it.

In this order: the property `reason` of the body; the header `X-Anumat-Reason` (UTF-8, percent-encoded) for client libraries
whose models know no such property; the property `operationReference` that they all have. The history keeps it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.routing import Call

HEADER: Final = "X-Anumat-Reason"
REASON_PROPERTIES: Final[Mapping[str, Any]] = {
    "operationReference": {"type": "integer", "minimum": 1},
    "reason": {"type": "string", "description": f"why; or in the header {HEADER}; kept in the history of the case"},
}
REASON: Final[Mapping[str, Any]] = {"type": "object", "properties": REASON_PROPERTIES}


def reason_given(call: Call) -> str | None:
    """Return why the caller acts; None when nothing says it, which the command may refuse."""
    reference = call.body.integer("operationReference", least=1)
    reason = call.body.text("reason") or unquote(call.request.headers.get(HEADER, ""))
    return reason or (f"operation reference {reference}" if reference else None)
