"""What every sub-command that changes an installation does around its own work: open the engine, tell refusals, close."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.master_key import establish
from app.preparation import say
from app.wiring import build_engine
from engine.errors import DeploymentRefused, EngineError, Finding

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.settings import Settings
    from engine.commands import DeploymentWarning, Engine


def at_the_engine(settings: Settings, act: Callable[[Engine], None]) -> int:
    """Let `act` work with the engine; return the exit status: 1 when the engine refused, and said why."""
    engine = build_engine(settings)
    try:
        establish(engine.database, settings)
        act(engine)
    except DeploymentRefused as refusal:
        for finding in refusal.findings:
            say(f"{place_of(finding)}: {finding.message}", to_errors=True)
        return 1
    except EngineError as error:
        say(f"anumat: {error}", to_errors=True)
        return 1
    finally:
        engine.database.dispose()
    return 0


def place_of(found: Finding | DeploymentWarning) -> str:
    """Return file, line and element as compilers write them."""
    line = f":{found.line}" if found.line else ""
    return f"{found.resource}{line}: {found.element_id}" if found.element_id else f"{found.resource}{line}"
