"""Files that leave the system as answers to whoever asks for them elsewhere than on a page."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from web.exported import as_answer, format_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Response

    from engine.commands import Actor


class ExportAnswers:
    """Makes the same files as the pages do; needs a request's context. What draws and writes is loaded when first asked for."""

    def case(self, key: int, kind: str, actor: Actor, reason: str) -> Response:
        """Answer with a case as a file; raise what `export_case` raises."""
        exports = importlib.import_module("web.case_exports")
        return as_answer(exports.export_case(key, format_of(kind), actor, reason))

    def search(self, fields: Mapping[str, str], kind: str, actor: Actor, reason: str) -> Response:
        """Answer with all cases that a search finds; raise what `export_search` raises."""
        exports = importlib.import_module("web.search_exports")
        return as_answer(exports.export_search(fields, format_of(kind), actor, reason))
