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
    """Return a function that asks for a sweep and never fails; many calls in a short while ask once."""
    celery = Celery("anumat", broker=broker_url)
    celery.conf.update(task_default_queue="anumat", broker_transport_options={"socket_timeout": 2, "socket_connect_timeout": 2})
    pending = threading.Lock()

    def wake() -> None:
        if not pending.acquire(blocking=False):
            return
        try:
            celery.send_task(SWEEP, expires=EXPIRES_S, ignore_result=True, retry=False)
        except OperationalError:
            log.warning("the broker does not answer; the periodic sweep finds the work")
        finally:
            pending.release()

    return wake
