"""The Celery application: three-line tasks over the same sweep that the embedded drain runs."""

from __future__ import annotations

from celery import Celery
from celery.signals import worker_process_init, worker_process_shutdown

from engine.commands.sweep import clean_up, sweep
from worker.process_state import close_engine, job_lock_s, open_engine, seal, this_engine, this_indexing, worker_name

SWEEP_EVERY_S = 5.0
CLEAN_EVERY_S = 600.0
INDEX_EVERY_S = 5.0
SWEEP = "anumat.sweep"
CLEAN = "anumat.clean"
SEAL = "anumat.seal"
INDEX = "anumat.index"

celery = Celery("anumat")
celery.conf.update(
    task_ignore_result=True,
    task_acks_late=True,
    task_default_queue="anumat",
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    broker_connection_retry_on_startup=True,
    beat_schedule={
        "sweep": {"task": SWEEP, "schedule": SWEEP_EVERY_S, "options": {"expires": SWEEP_EVERY_S}},
        "index": {"task": INDEX, "schedule": INDEX_EVERY_S, "options": {"expires": INDEX_EVERY_S}},
        "clean": {"task": CLEAN, "schedule": CLEAN_EVERY_S, "options": {"expires": CLEAN_EVERY_S}},
    },
)


def use_broker(url: str) -> None:
    """Say where the broker is; before anything else."""
    celery.conf.broker_url = url


@worker_process_init.connect  # type: ignore[untyped-decorator]  # Celery has no types
def _open(**_signal: object) -> None:
    open_engine()


@worker_process_shutdown.connect  # type: ignore[untyped-decorator]
def _close(**_signal: object) -> None:
    close_engine()


@celery.task(name=SWEEP)  # type: ignore[untyped-decorator]
def sweep_now() -> None:
    """Do what is due until nothing is left."""
    while sweep(this_engine(), worker_name(), job_lock_s=job_lock_s()):
        pass


@celery.task(name=CLEAN)  # type: ignore[untyped-decorator]
def clean_now() -> None:
    """Throw away what nobody needs any more."""
    clean_up(this_engine())


@celery.task(name=INDEX)  # type: ignore[untyped-decorator]
def index_now() -> None:
    """Make cases findable by what they have become."""
    this_indexing().run()


@celery.task(name=SEAL)  # type: ignore[untyped-decorator]
def seal_now() -> None:
    """Make a checkpoint of the record."""
    seal()


def seal_every(seconds: float) -> None:
    """Let beat ask for a checkpoint at intervals; 0: never."""
    if seconds:
        celery.conf.beat_schedule["seal"] = {"task": SEAL, "schedule": seconds, "options": {"expires": seconds}}
