"""What a server process serves: the application with its engine, its drain and its health."""

from __future__ import annotations

import gc
import os
import signal
import threading
from multiprocessing import parent_process
from multiprocessing.util import Finalize
from typing import TYPE_CHECKING

from app.checkpoint_timer import timer_of
from app.drain import Drain
from app.factory import create_app
from app.health import create_health
from app.preparation import prepare
from app.settings import secret_key_of
from app.wiring import build_engine
from worker.wake import celery_wake

if TYPE_CHECKING:
    from flask import Flask

    from app.settings import Settings

CREATED_BETWEEN_COLLECTIONS = 2_000
"""Objects; a request makes some hundreds that survive until it is answered."""


def build_served_app(settings: Settings, *, with_demo: bool) -> Flask:
    """Prepare the installation, start the drain, and return the application: what a worker process does first."""
    wake = celery_wake(settings.broker_url) if settings.broker_url else None
    _end_with_parent()
    engine = build_engine(settings)
    prepare(engine, settings, with_demo=with_demo)
    app = create_app(engine, settings, secret_key_of(settings))
    _spare_the_collector()
    timer = timer_of(engine, settings)
    if timer is not None:
        timer.start()
    if wake is not None:
        engine.wake_drain = wake
        app.register_blueprint(create_health(engine, lambda: True))
        return app
    drain = Drain(engine, job_lock_s=settings.job_lock_s)
    engine.wake_drain = drain.wake
    app.register_blueprint(create_health(engine, lambda: drain.is_alive))
    drain.start()
    # Worker processes end without the interpreter's usual exit handlers; this one multiprocessing runs itself.
    Finalize(None, drain.stop, exitpriority=10)
    return app


def _spare_the_collector() -> None:
    """Take what was loaded out of the garbage collector's sight: it stays anyway, and looking at it again costs every request."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(CREATED_BETWEEN_COLLECTIONS, 10, 10)


def _end_with_parent() -> None:
    """Stop when the process that watches this one dies, so that nobody serves on unseen and keeps the port."""
    parent = parent_process()
    if parent is None:
        return

    def watch() -> None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()
