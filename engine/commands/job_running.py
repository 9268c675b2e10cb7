"""Doing jobs with registered handlers: the boundary at which any failure becomes a retry or an incident."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from engine.commands.activate_jobs import ActivatedJob, ActivateJobs
from engine.commands.complete_job import CompleteJob
from engine.commands.fail_job import FailJob
from engine.commands.job_handlers import BpmnError, Handler, JobContext, Variables
from engine.commands.notices import Notify
from engine.commands.publish_message import PublishMessage
from engine.commands.reserve_number import ReserveNumber
from engine.commands.store_document import StoreDocument, document_reference
from engine.commands.throw_job_error import ThrowJobError
from engine.errors import AlreadyExists, InvalidTransition, NotFound, RequestInvalid
from engine.identity import SYSTEM
from engine.store.users import group_members

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.commands.engine import Engine

log = logging.getLogger(__name__)

FIRST_BACK_OFF_S = 5.0
LONGEST_BACK_OFF_S = 300.0


def claim_jobs(engine: Engine, worker: str, lock_s: float, limit: int) -> tuple[ActivatedJob, ...]:
    """Lock jobs of the registered types for `worker`."""
    types = engine.handlers.types()
    return engine.execute(ActivateJobs(types, worker, lock_s, limit), SYSTEM) if types else ()


def run_job(engine: Engine, job: ActivatedJob) -> None:
    """Run the job's handler and answer with what came of it.

    A worker that lost its lock, or whose case was ended or suspended meanwhile, answers in vain; an answer that the engine
    refuses, such as variables that are no JSON, counts as a failure.
    """
    handler = engine.handlers.get(job.type)
    if handler is None:
        return
    try:
        try:
            engine.execute(_answer(engine, handler, job), SYSTEM)
        except RequestInvalid as refusal:
            log.exception("job's answer was refused", extra={"job_key": job.job_key, "job_type": job.type})
            engine.execute(_failure(job, refusal), SYSTEM)
    except (InvalidTransition, NotFound) as error:
        log.info("job was over before its handler: %s", error, extra={"job_key": job.job_key})


def _answer(engine: Engine, handler: Handler, job: ActivatedJob) -> CompleteJob | FailJob | ThrowJobError:
    try:
        variables = handler(_context(engine, job)) or {}
    except BpmnError as error:
        return ThrowJobError(job.job_key, error.code, error.message, error.variables, worker=job.worker)
    except Exception as error:
        log.exception("job failed", extra={"job_key": job.job_key, "job_type": job.type})
        return _failure(job, error)
    return CompleteJob(job.job_key, variables, worker=job.worker)


def _failure(job: ActivatedJob, error: Exception) -> FailJob:
    left = job.retries - 1
    message = f"{type(error).__name__}: {error}"
    return FailJob(job.job_key, left, message, retry_delay_s=back_off_s(left), worker=job.worker)


def back_off_s(retries_left: int) -> float:
    """Return how long to wait before the next try: longer with each retry that is gone."""
    return min(FIRST_BACK_OFF_S * (1 << max(0, 3 - retries_left)), LONGEST_BACK_OFF_S)


def _context(engine: Engine, job: ActivatedJob) -> JobContext:
    return JobContext(
        job_key=job.job_key,
        type=job.type,
        process_instance_key=job.process_instance_key,
        business_id=job.business_id,
        element_id=job.element_id,
        now=engine.now(),
        tools=EngineTools(engine, job),
        headers=job.custom_headers,
        variables=job.variables,
    )


class EngineTools:
    """What a handler may do, each act as a command of its own; see engine.commands.job_handlers.JobTools."""

    def __init__(self, engine: Engine, job: ActivatedJob) -> None:
        self._engine = engine
        self._job = job

    def reserve_number(self, series: str) -> int:
        """Return the next number of `series`; the same job gets the same number again."""
        return self._engine.execute(ReserveNumber(series, self._job.job_key), SYSTEM)

    def notify(self, recipients: Sequence[str], text_th: str, text_en: str) -> None:
        """Leave a notification for user names or `group:<id>`."""
        instance_key, job_key = self._job.process_instance_key, self._job.job_key
        self._engine.execute(Notify(recipients, text_th, text_en, instance_key, job_key), SYSTEM)

    def store_document(self, name: str, content_type: str, data: bytes) -> dict[str, object]:
        """Store a document of the job's process instance; return its reference."""
        command = StoreDocument(name, content_type, data, self._job.process_instance_key, is_generated=True)
        return document_reference(self._engine.execute(command, SYSTEM))

    def publish_message(self, name: str, correlation_key: str, variables: Variables, ttl_s: int = 3600) -> None:
        """Publish a message, at most once per job, name and key."""
        message_id = f"job-{self._job.job_key}"
        try:
            self._engine.execute(PublishMessage(name, correlation_key, variables, message_id, ttl_s), SYSTEM)
        except AlreadyExists:
            log.info("message was published by an earlier run of the job", extra={"job_key": self._job.job_key})

    def group_members(self, group: str) -> tuple[str, ...]:
        """Return the active user names of `group`, sorted."""
        with self._engine.reading() as connection:
            return group_members(connection, group)
