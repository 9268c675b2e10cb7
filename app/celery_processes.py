"""Celery's worker and beat, wired to this installation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.checkpoint_timer import checkpointing_of, make_checkpoint
from app.master_key import establish
from app.settings import Settings, SettingsInvalid
from app.wiring import build_engine
from worker.celery_app import celery, seal_every, use_broker
from worker.process_state import build_with
from worker.wake import celery_wake

if TYPE_CHECKING:
    from engine.commands import Engine


def run_worker(settings: Settings, concurrency: int) -> None:
    """Work until a signal comes."""
    broker_url = _broker_url(settings)
    use_broker(broker_url)
    establish(build_engine(settings).database, settings)
    build_with(
        lambda: build_engine(settings, celery_wake(broker_url)), settings.job_lock_s, lambda engine: _seal(engine, settings)
    )
    arguments = ["worker", "--loglevel=WARNING", f"--concurrency={concurrency}", "--without-gossip", "--without-mingle"]
    celery.worker_main(arguments)


def run_beat(settings: Settings) -> None:
    """Ring until a signal comes; when it last rang is kept in the data directory."""
    use_broker(_broker_url(settings))
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    seal_every(settings.checkpoint_minutes * 60.0)
    celery.Beat(loglevel="WARNING", schedule=str(settings.data_dir / "beat-schedule")).run()


def _seal(engine: Engine, settings: Settings) -> None:
    checkpointing = checkpointing_of(engine, settings)
    if checkpointing is not None:
        make_checkpoint(checkpointing)


def _broker_url(settings: Settings) -> str:
    if settings.broker_url is None:
        raise SettingsInvalid("Set ANUMAT_BROKER_URL; without a broker `anumat serve` does jobs and timers itself.")
    return settings.broker_url
