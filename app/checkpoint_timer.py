"""Checkpoints at intervals: a thread of the server process, so that a long one keeps no job and no timer waiting."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from app.audit_key import checkpoint_directory, signer_of
from app.settings import SettingsInvalid
from engine.commands.checkpointing import Checkpointing, LogDoesNotFollow
from engine.errors import EngineError
from engine.store.unit_of_work import ConnectionLost, Contended

if TYPE_CHECKING:
    from app.settings import Settings
    from engine.commands import Engine

FIRST_AFTER_S = 30.0
log = logging.getLogger(__name__)


class CheckpointTimer:
    """Makes a checkpoint now and then; several server processes keep out of one another's way by the directory's lock."""

    def __init__(self, checkpointing: Checkpointing, every_s: float) -> None:
        self._checkpointing = checkpointing
        self._every_s = every_s
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="checkpoints", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End before the next checkpoint; one that is being made goes on from where it is after the next start."""
        self._stopping.set()

    def _run(self) -> None:
        wait_s = min(FIRST_AFTER_S, self._every_s)
        while not self._stopping.wait(wait_s):
            wait_s = self._every_s
            make_checkpoint(self._checkpointing)


def make_checkpoint(checkpointing: Checkpointing) -> None:
    """Make a checkpoint if something has happened; what goes wrong is logged, and the next one makes it good."""
    try:
        checkpointing.run()
    except (Contended, ConnectionLost, EngineError, OSError) as error:
        log.warning("no checkpoint was made: %s", error)
    except LogDoesNotFollow:
        log.exception("no checkpoint is signed any more: the record was changed")


def checkpointing_of(engine: Engine, settings: Settings) -> Checkpointing | None:
    """Return what makes the installation's checkpoints; None, with a warning in the log, when there is no key to sign with."""
    try:
        signer = signer_of(settings)
    except SettingsInvalid as error:
        log.warning("no checkpoints are made: %s", error)
        return None
    return Checkpointing(engine, signer, checkpoint_directory(settings))


def timer_of(engine: Engine, settings: Settings) -> CheckpointTimer | None:
    """Return the installation's timer; None when there is nothing to do for it."""
    checkpointing = checkpointing_of(engine, settings) if settings.checkpoint_minutes else None
    return None if checkpointing is None else CheckpointTimer(checkpointing, settings.checkpoint_minutes * 60.0)
