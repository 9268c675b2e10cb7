"""The composition root: from settings to an engine with every handler of the process library."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
from typing import TYPE_CHECKING

import processes
from app.master_key import case_keys_of
from engine.commands import Engine, builtin_handlers
from engine.commands.job_handlers import HandlerRegistry
from engine.store.database import Database

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.settings import Settings


def build_engine(settings: Settings, wake_drain: Callable[[], None] = lambda: None) -> Engine:
    """Build the engine of one process; `wake_drain` is called after commits that leave work."""
    return Engine(
        Database(settings.database_url, case_keys_of(settings)),
        handlers=library_handlers(),
        zone=settings.zone,
        allows_clock_control=settings.allows_clock_control,
        feel_limits=settings.feel_limits,
        wake_drain=wake_drain,
        emergency_hours=settings.emergency_hours,
    )


def library_handlers() -> HandlerRegistry:
    """Collect the built-in handlers and those of every processes/<name>/handlers.py."""
    names = [module.name for module in pkgutil.iter_modules(processes.__path__, "processes.") if module.ispkg]
    with_handlers = [name for name in names if importlib.util.find_spec(f"{name}.handlers") is not None]
    registry = HandlerRegistry()
    registry.include(
        [builtin_handlers.handlers, *(importlib.import_module(f"{name}.handlers").handlers for name in with_handlers)]
    )
    return registry
