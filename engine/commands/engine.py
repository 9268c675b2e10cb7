"""The engine as everybody outside sees it: executes commands, opens reads, knows who is who."""

from __future__ import annotations

import logging
import random
import time
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

import feel
from engine.commands.administration_record import administration
from engine.commands.authentication import Authentication
from engine.commands.bulletin import Bulletin
from engine.commands.clock_control import PINNED_AT, PinClock, ResetClock
from engine.commands.command import Command, Work
from engine.commands.courtesy import Courtesy
from engine.commands.job_handlers import HandlerRegistry
from engine.commands.read_only import require_writer
from engine.commands.record_refusal import RecordRefusal
from engine.commands.resources import DefinitionCache, DeployedResources
from engine.commands.run_continuation import PostponeContinuation, RunContinuation
from engine.commands.table import COMMANDS, PREPARED
from engine.errors import (
    CaseSuspended,
    ClockControlNotAllowed,
    DatabaseUnavailable,
    EngineError,
    NotAllowed,
    TooBusy,
    UserTaskNotActive,
)
from engine.identity import SYSTEM, Actor
from engine.model.clock import PinnableClock
from engine.store.keys import KeyGenerator
from engine.store.numbers import next_key_node
from engine.store.process_instances import find_process_instance
from engine.store.settings import read_setting
from engine.store.unit_of_work import ConnectionLost, Contended, UnitOfWork, unit_of_work

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from engine.bpmn.process_model import ProcessModel
    from engine.commands.activate_jobs import ActivatedJob, ActivateJobs
    from engine.store.database import Database

R = TypeVar("R")

MAX_ATTEMPTS = 8
DEFAULT_LIMITS = feel.Limits()
INLINE_CONTINUATIONS = 20
"""How many owed steps a command runs right after its commit, so that its caller reads its own writes."""
log = logging.getLogger(__name__)


class Engine(Authentication):
    """One per process; safe to use from many threads."""

    def __init__(
        self,
        database: Database,
        *,
        handlers: HandlerRegistry | None = None,
        clock: PinnableClock | None = None,
        zone: str = "Asia/Bangkok",
        allows_clock_control: bool = False,
        feel_limits: feel.Limits = DEFAULT_LIMITS,
        wake_drain: Callable[[], None] = lambda: None,
        pause: Callable[[float], None] = time.sleep,
        emergency_hours: int = 4,
    ) -> None:
        super().__init__(database)
        self.database = database
        self.handlers = handlers or HandlerRegistry()
        self.clock = clock or PinnableClock()
        self.zone = zone
        self.allows_clock_control = allows_clock_control
        self.feel_limits = feel_limits
        self.wake_drain = wake_drain
        self.bulletin = Bulletin()
        self.courtesy = Courtesy()
        self.emergency_hours = emergency_hours
        self._pause = pause
        self._cache = DefinitionCache()
        self._keys: KeyGenerator | None = None

    def execute(self, command: Command[R], actor: Actor) -> R:
        """Do a command in one transaction and return its result; raise EngineError.

        Transactions that lose against others are done again; what the command owes is done before it returns, within
        limits. Refusals that concern a case are recorded in its history.
        """
        if isinstance(command, PinClock | ResetClock) and not self.allows_clock_control:
            raise ClockControlNotAllowed
        with self.courtesy.awaited():
            return self._execute(command, actor)

    @contextmanager
    def reading(self) -> Iterator[Any]:
        """Open a read of one moment's state: pass what it gives to the functions of engine.queries."""
        with self.database.reading() as connection:
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[Any]:
        """Open a read whose statements all see the same moment's state: for what is read piece by piece, such as an export."""
        with self.database.snapshot() as connection:
            yield connection

    def now(self) -> datetime:
        """Return the engine's time, which a test may have pinned."""
        return self.clock.now()

    def ping(self) -> None:
        """Ask the database for a sign of life; raise DatabaseUnavailable."""
        with self.database.reading() as connection:
            read_setting(connection, PINNED_AT)

    def resources(self, connection: Any) -> DeployedResources:
        """Return the deployed resources as an open read sees them."""
        return DeployedResources(UnitOfWork(connection), self._cache)

    def process_model(self, process_definition_key: int) -> ProcessModel:
        """Return the process model of a definition; raise NotFound."""
        with self.database.reading() as connection:
            return self.resources(connection).model(process_definition_key)

    def wait_for_jobs(self, command: ActivateJobs, actor: Actor, wait_s: float) -> tuple[ActivatedJob, ...]:
        """Activate jobs; when there are none, wait up to `wait_s` seconds for some (long polling)."""
        return self.bulletin.wait(lambda: self.execute(command, actor), wait_s)

    def wait_for_end(self, process_instance_key: int, wait_s: float) -> bool:
        """Wait up to `wait_s` seconds for a process instance to end; tell whether it has."""

        def has_ended(connection: Any) -> bool:
            instance = find_process_instance(connection, process_instance_key)
            return instance is None or instance.ended_at is not None

        return bool(self.wait_for_change(has_ended, wait_s))

    def wait_for_change(self, look: Callable[[Any], R | None], wait_s: float) -> R | None:
        """Return what `look` finds in an open read, as soon as it finds something; None after `wait_s` seconds without."""

        def found() -> R | None:
            with self.database.reading() as connection:
                return look(connection)

        return self.bulletin.wait(found, wait_s)

    def run_continuation(self, key: int) -> list[int]:
        """Do one owed step; when it fails it is postponed. Return the keys of what it owes in turn."""
        try:
            _, uow = self._attempt(RunContinuation(key), SYSTEM)
        except (Contended, ConnectionLost, CaseSuspended):
            return []  # it stays owed: to the next sweep, or to whoever resumes the case
        except EngineError as error:
            self._postpone(key, str(error), is_refusal=not isinstance(error, DatabaseUnavailable))
            return []
        except Exception as error:
            log.exception("continuation failed", extra={"continuation_key": key})
            self._postpone(key, f"{type(error).__name__}: {error}")
            return []
        uow.run_after_commit()
        self.bulletin.announce()
        return uow.continuations

    def follow_pinned_clock(self) -> None:
        """Take over the time that another process pinned; does nothing where the clock cannot be pinned."""
        if self.allows_clock_control:
            with self.database.reading() as connection:
                pinned = read_setting(connection, PINNED_AT)
            self.clock.pin(datetime.fromisoformat(pinned) if isinstance(pinned, str) else None)

    def new_key(self) -> int:
        """Return a new key; the first one asks the database for this process' node number."""
        if self._keys is None:
            with unit_of_work(self.database) as uow:
                node = next_key_node(uow.connection)
                uow.commit()
            self._keys = KeyGenerator(node)
        return self._keys()

    def _execute(self, command: Command[R], actor: Actor) -> R:
        if type(command) in PREPARED:
            command = self._prepared(command, actor)
        for attempt in range(MAX_ATTEMPTS):
            try:
                result, uow = self._attempt(command, actor)
            except Contended:
                self._pause(random.uniform(0.002, 0.01) * 2**attempt)  # noqa: S311 (spreads retries, guards nothing)
                continue
            except ConnectionLost as error:
                if attempt > 0:
                    raise DatabaseUnavailable from error
                continue
            self._after(command, uow)
            return result
        raise TooBusy

    def _attempt(self, command: Command[R], actor: Actor) -> tuple[R, UnitOfWork]:
        self._take_key_node()
        work: Work | None = None
        try:
            with unit_of_work(self.database) as uow:
                work = self._work(uow, actor)
                require_writer(command, work)
                administered = administration(command, work)
                result: R = COMMANDS[type(command)](command, work)
                if administered is not None:
                    administered.record(work)
                uow.commit()
        except (NotAllowed, UserTaskNotActive) as refusal:
            self._record_refusal(command, actor, work, refusal)
            raise
        except ConnectionLost as error:
            if work is not None and work.uow.is_commit_begun:
                raise DatabaseUnavailable from error
            raise
        return result, uow

    def _work(self, uow: UnitOfWork, actor: Actor) -> Work:
        resources = DeployedResources(uow, self._cache)
        keys, hours = self.database.case_keys, self.emergency_hours
        return Work(uow, actor, self.now(), self.new_key, resources, self.zone, self.feel_limits, keys, emergency_hours=hours)

    def _prepared(self, command: Command[R], actor: Actor) -> Command[R]:
        """Do what takes long while others can write, and return the command that writes."""
        self._take_key_node()
        with self.database.reading() as connection:
            ready: Command[R] = PREPARED[type(command)](command, self._work(UnitOfWork(connection), actor))
        return ready

    def _take_key_node(self) -> None:
        """Get a key node before the transaction: on SQLite there is only one writer."""
        if self._keys is None:
            self.new_key()

    def _after(self, command: Command[Any], uow: UnitOfWork) -> None:
        if isinstance(command, PinClock | ResetClock):
            self.clock.pin(command.at if isinstance(command, PinClock) else None)
        uow.run_after_commit()
        owed, done = list(uow.continuations), 0
        while owed and done < INLINE_CONTINUATIONS:
            # What a step owes in turn comes before what follows it: a message starts its case before the next one looks for it.
            owed[:1] = self.run_continuation(owed[0])
            done += 1
        if uow.wakes_drain or owed:
            self.wake_drain()
        if uow.wakes_drain or uow.ended_instances or done:
            self.bulletin.announce()

    def _postpone(self, key: int, error: str, *, is_refusal: bool = False) -> None:
        try:
            self._attempt(PostponeContinuation(key, error, is_refusal), SYSTEM)
        except (Contended, ConnectionLost, EngineError):
            log.warning("continuation could not be postponed", extra={"continuation_key": key})

    def _record_refusal(
        self, command: Command[Any], actor: Actor, work: Work | None, refusal: NotAllowed | UserTaskNotActive
    ) -> None:
        if work is None or work.touched_instance is None:
            return
        note = RecordRefusal(work.touched_instance, type(command).__name__, refusal.code, work.touched_element)
        try:
            self._attempt(note, actor)
        except (Contended, ConnectionLost, EngineError):
            log.warning("refusal could not be recorded", extra={"process_instance_key": work.touched_instance})
