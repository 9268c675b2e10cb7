"""Telling the Celery workers to look: a message that may be lost, for the periodic sweep finds what it meant."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from celery import Celery
from kombu.exceptions import OperationalError

if TYPE_CHECKING:
    from collections.abc import Callable

SWEEP = "anumat.sweep"
EXPIRES_S = 60
"""A message that no worker fetched for so long says nothing that the periodic sweeps have not found."""
log = logging.getLogger(__name__)


def celery_wake(broker_url: str) -> Callable[[], None]:
    """Return a function that asks for a sweep: it returns at once, never fails, and many calls in a short while ask once."""
    return _Bell(broker_url).ring


class _Bell:
    """Sends on a thread of its own, so that a slow or missing broker costs no request anything."""

    def __init__(self, broker_url: str) -> None:
        self._celery = Celery("anumat", broker=broker_url)
        self._celery.conf.update(
            task_default_queue="anumat",
            broker_transport_options={"socket_timeout": 2, "socket_connect_timeout": 2},
        )
        self._wanted = threading.Event()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    def ring(self) -> None:
        """Ask for a sweep."""
        self._wanted.set()
        if self._thread is None:
            with self._starting:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._send_for_ever, name="celery-wake", daemon=True)
                    self._thread.start()

    def _send_for_ever(self) -> None:
        while True:
            self._wanted.wait()
            self._wanted.clear()
            try:
                self._celery.send_task(SWEEP, expires=EXPIRES_S, ignore_result=True, retry=False)
            except OperationalError:
                log.warning("the broker does not answer; the periodic sweep finds the work")
