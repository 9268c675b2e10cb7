"""Whatever is done to cases, in whatever order: after every command the rows satisfy the invariants and the record explains them."""

from __future__ import annotations

import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from engine.commands import (
    SYSTEM,
    ActivateJobs,
    Activation,
    BatchOperationType,
    BatchTarget,
    BroadcastSignal,
    CancelInstance,
    ClaimUserTask,
    Command,
    CompleteJob,
    CompleteUserTask,
    CorrelateMessage,
    Engine,
    FailJob,
    MigrateInstance,
    ModifyInstance,
    Move,
    PublishMessage,
    ResolveIncident,
    ResumeInstance,
    RevertMigration,
    ScopedVariables,
    SetVariables,
    StartBatch,
    StartInstance,
    SuspendInstance,
    Termination,
    ThrowJobError,
    UnassignUserTask,
    UpdateJob,
)
from engine.commands.sweep import sweep
from engine.errors import EngineError
from engine.model.clock import FixedClock, PinnableClock
from engine.model.element_instance import element_instances
from engine.model.incident import IncidentState, incidents
from engine.model.job import JobState, jobs
from engine.model.process_instance import ProcessInstanceState, process_instances
from engine.model.user_task import UserTaskState, user_tasks
from tests.fixtures.keys import open_database
from tests.integration.migrations import OPERATOR, WHY, version
from tests.integration.model_based_case import CALLED, FIRST, SECOND, STEPS
from tests.integration.office import Office
from tests.integration.stored_rows import check

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.store.database import Database

pytestmark = pytest.mark.no_cover  # the same lines so often that counting them tells nothing

START = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
numbers = st.integers(0, 1_000)
variables = st.fixed_dictionaries({"amount": st.integers(0, 4), "again": st.booleans()})


class Machine(RuleBasedStateMachine):
    """An engine on a database, an office that does what it likes, and a clock."""

    new_database: Callable[[], tuple[Database, Callable[[], None]]]

    def __init__(self) -> None:
        super().__init__()
        self.database, self.discard = self.new_database()
        self.clock = FixedClock(START)
        self.office = Office(Engine(self.database, clock=PinnableClock(self.clock)))
        self.office.deploy(FIRST, CALLED)
        self.office.deploy(SECOND)
        self.targets = [version(self.office, "everything", number) for number in (1, 2)]

    def teardown(self) -> None:
        self.database.dispose()
        self.discard()

    @invariant()
    def the_rows_and_the_record_hold(self) -> None:
        check(self.office.engine)

    @initialize(amount=st.integers(0, 4))
    def begin(self, amount: int) -> None:
        self.start(amount, 2, 0)

    @rule(amount=st.integers(0, 4), people=st.integers(0, 3), number=numbers)
    def start(self, amount: int, people: int, number: int) -> None:
        values = {"orderId": "A", "amount": amount, "people": list(range(people)), "again": False}
        target = self.targets[number % 2]
        self._do(StartInstance(process_definition_key=target, variables=values))

    @rule(number=numbers, values=variables)
    def complete_a_user_task(self, number: int, values: dict[str, object]) -> None:
        self._with(user_tasks, number, lambda key: CompleteUserTask(key, values), user_tasks.c.state == UserTaskState.CREATED)

    @rule(number=numbers)
    def claim_or_give_back(self, number: int) -> None:
        kind = ClaimUserTask if number % 2 else UnassignUserTask
        self._with(user_tasks, number, kind, user_tasks.c.state == UserTaskState.CREATED)

    @rule()
    def lock_jobs(self) -> None:
        self._do(ActivateJobs(("ship",), "worker", 600.0, 2))

    @rule(number=numbers, values=variables)
    def complete_a_job(self, number: int, values: dict[str, object]) -> None:
        self._with(jobs, number, lambda key: CompleteJob(key, values))

    @rule(number=numbers, retries=st.integers(0, 1))
    def fail_a_job(self, number: int, retries: int) -> None:
        self._with(jobs, number, lambda key: FailJob(key, retries, "no paper"), jobs.c.state == JobState.CREATED)

    @rule(number=numbers, code=st.sampled_from(["BROKEN", "UNKNOWN"]))
    def throw_an_error(self, number: int, code: str) -> None:
        self._with(jobs, number, lambda key: ThrowJobError(key, code, "it broke"), jobs.c.state == JobState.CREATED)

    @rule(number=numbers)
    def resolve_an_incident(self, number: int) -> None:
        is_open = incidents.c.state == IncidentState.ACTIVE
        self._with(incidents, number, lambda key: ResolveIncident(key, WHY), is_open, by=OPERATOR)

    @rule(ttl_s=st.sampled_from([0, 60, 7_200]))
    def publish(self, ttl_s: int) -> None:
        self._do(PublishMessage("paid", "A", {"amount": 2}, ttl_s=ttl_s))

    @rule()
    def correlate(self) -> None:
        self._do(CorrelateMessage("paid", "A"))

    @rule()
    def broadcast(self) -> None:
        self._do(BroadcastSignal("flood", {"level": 1}))

    @rule(minutes=st.sampled_from([1, 70, 200]))
    def let_time_pass(self, minutes: int) -> None:
        self.clock.set(self.clock.now() + timedelta(minutes=minutes))
        self._settle()

    @rule(number=numbers, kind=st.sampled_from([SuspendInstance, ResumeInstance]))
    def suspend_or_resume(self, number: int, kind: type[SuspendInstance | ResumeInstance]) -> None:
        self._with_case(number, lambda key: kind(key, WHY))

    @rule(number=numbers, source=st.sampled_from(STEPS), to=st.sampled_from(STEPS), kind=st.integers(0, 2))
    def modify(self, number: int, source: str, to: str, kind: int) -> None:
        acts: dict[int, Callable[[int], Command[Any]]] = {
            0: lambda key: ModifyInstance(key, (Activation(to),), reason=WHY),
            1: lambda key: ModifyInstance(key, terminations=(Termination(element_id=source),), reason=WHY),
            2: lambda key: ModifyInstance(key, moves=(Move(to, source_element_id=source),), reason=WHY),
        }
        self._with_case(number, acts[kind])

    @rule(number=numbers, mapping=st.sampled_from([{}, {"asked_late": "asked_late"}, {"pause": "pause"}]))
    def migrate(self, number: int, mapping: dict[str, str]) -> None:
        self._with_case(number, lambda key: MigrateInstance(key, self.targets[number % 2], mapping, WHY))

    @rule(number=numbers)
    def take_a_migration_back(self, number: int) -> None:
        self._with_case(number, lambda key: RevertMigration(key, WHY))

    @rule(number=numbers, values=variables)
    def set_variables(self, number: int, values: dict[str, object]) -> None:
        self._with_case(number, lambda key: SetVariables(key, values, reason=WHY))

    @rule(number=numbers, to=st.sampled_from(STEPS), values=variables, is_local=st.booleans())
    def modify_with_variables(self, number: int, to: str, values: dict[str, object], is_local: bool) -> None:
        scopes = self._keys(element_instances, element_instances.c.ended_at.is_(None))
        where = scopes[number % len(scopes)] if scopes and number % 3 == 0 else None
        given = (ScopedVariables(values, to if is_local else None),)
        self._with_case(number, lambda key: ModifyInstance(key, (Activation(to, given, where),), reason=WHY))

    @rule(number=numbers, retries=st.sampled_from([None, 0, 2]), priority=st.sampled_from([None, 5]))
    def change_a_job(self, number: int, retries: int | None, priority: int | None) -> None:
        self._with(jobs, number, lambda key: UpdateJob(key, retries, None, priority, WHY), by=OPERATOR)

    @rule(number=numbers, kind=st.sampled_from([t for t in BatchOperationType if t.value.endswith("PROCESS_INSTANCE")]))
    def do_it_to_many_cases(self, number: int, kind: BatchOperationType) -> None:
        if kind is BatchOperationType.CANCEL_PROCESS_INSTANCE and number % 4:
            self._with_case(number, lambda key: CancelInstance(key, WHY))
            return
        moves = [[STEPS[number % len(STEPS)], STEPS[number * 7 % len(STEPS)]]]
        parameters: dict[BatchOperationType, dict[str, object]] = {
            BatchOperationType.MIGRATE_PROCESS_INSTANCE: {
                "target_definition_key": str(self.targets[number % 2]),
                "mapping": {},
            },
            BatchOperationType.MODIFY_PROCESS_INSTANCE: {"moves": moves},
        }
        keys = self._keys(process_instances, process_instances.c.state == ProcessInstanceState.ACTIVE)
        self._do(StartBatch(kind, list(map(BatchTarget, keys)), parameters.get(kind, {}), WHY), OPERATOR)

    @rule(is_incident=st.booleans(), retries=st.integers(0, 2))
    def do_it_to_many_incidents_or_jobs(self, is_incident: bool, retries: int) -> None:
        table, state = (incidents, IncidentState.ACTIVE) if is_incident else (jobs, JobState.CREATED)
        kind = BatchOperationType.RESOLVE_INCIDENT if is_incident else BatchOperationType.UPDATE_JOB
        query = sa.select(table.c.process_instance_key, table.c.key).where(table.c.state == state).order_by(table.c.key)
        targets = [BatchTarget(*row) for row in self.office.rows(query)]
        parameters = {} if is_incident else {"retries": retries, "timeout_ms": None, "priority": None}
        self._do(StartBatch(kind, targets, parameters, WHY), OPERATOR)

    def _with_case(self, number: int, command_for: Callable[[int], Command[Any]]) -> None:
        self._with(process_instances, number, command_for, by=OPERATOR)

    def _with(
        self,
        table: sa.Table,
        number: int,
        command_for: Callable[[int], Command[Any]],
        *where: sa.ColumnElement[bool],
        by: Any = SYSTEM,
    ) -> None:
        keys = self._keys(table, *where)
        if keys:
            self._do(command_for(keys[number % len(keys)]), by)

    def _keys(self, table: sa.Table, *where: sa.ColumnElement[bool]) -> list[int]:
        return [row[0] for row in self.office.rows(sa.select(table.c.key).where(*where).order_by(table.c.key))]

    def _do(self, command: Command[Any], by: Any = SYSTEM) -> None:
        try:
            self.office.engine.execute(command, by)
        except EngineError as refusal:  # an answer too, which must leave nothing behind
            event(f"{type(command).__name__}: {type(refusal).__name__}")
        else:
            event(f"{type(command).__name__}: done")

    def _settle(self) -> None:
        while sweep(self.office.engine, "settling"):
            pass


def _run(new_database: Callable[[], tuple[Database, Callable[[], None]]], examples: int) -> None:
    machine = type("MachineOnDatabase", (Machine,), {"new_database": staticmethod(new_database)})
    calm = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    how = settings(max_examples=examples, stateful_step_count=20, deadline=None, suppress_health_check=calm)
    run_state_machine_as_test(machine, settings=how)


def test_whatever_is_done_the_invariants_hold_on_sqlite(sqlite_template: Path, pytestconfig: pytest.Config) -> None:
    def new_database() -> tuple[Database, Callable[[], None]]:
        folder = Path(tempfile.mkdtemp(prefix="anumat-machine-"))
        for file in sqlite_template.parent.glob("template.db*"):
            shutil.copy(file, folder / file.name)
        return open_database(f"sqlite:///{folder / 'template.db'}"), lambda: shutil.rmtree(folder)

    _run(new_database, pytestconfig.getoption("examples"))


@pytest.mark.postgres
def test_whatever_is_done_the_invariants_hold_on_postgresql(
    request: pytest.FixtureRequest, pytestconfig: pytest.Config
) -> None:
    cluster, template = request.getfixturevalue("postgres_cluster"), request.getfixturevalue("postgres_template")

    def new_database() -> tuple[Database, Callable[[], None]]:
        name = cluster.create(template)
        return open_database(cluster.url(name)), lambda: cluster.drop(name)

    _run(new_database, max(1, pytestconfig.getoption("examples") // 3))
