"""Every command leaves a record that says who, for whom, as what, with which session and when, and what was before and after.

With it versions of forms and decisions, grounds and hashes of files; an auditor's command leaves nothing else than a refusal.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from engine.commands import Engine, Permission
from engine.commands.clock_control import PinClock, ResetClock
from engine.commands.read_only import OF_READERS
from engine.commands.verifying import Verifying
from engine.errors import NotAllowed
from engine.identity.actor import SYSTEM_NAME
from engine.model.checkpoint import ChainKind
from engine.model.clock import FixedClock, PinnableClock
from engine.model.form import form_definitions
from engine.model.history_act import history_acts
from engine.model.history_event import access_events
from engine.model.tables import metadata
from engine.runtime.execution import Execution
from engine.store.history_reading import events_of
from tests.fixtures.keys import open_database
from tests.integration.conftest import NOW
from tests.integration.crash import test_every_command
from tests.integration.crash.prepared import PREPARATIONS
from tests.integration.office import Office
from tests.integration.told_rows import rows_of, untold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.model.history_event import HistoryEvent

pytestmark = pytest.mark.no_cover  # the same lines so often that counting them tells nothing

ROWS_THAT_TELL: dict[str, str] = {
    "Deploy": "deployment",
    "StartBatch": "batch_operation",
    "CancelBatch": "batch_operation",
    "SuspendBatch": "batch_operation",
    "ResumeBatch": "batch_operation",
    "EvaluateDecision": "decision_instance",
    "PublishMessage": "message",
    "StoreDocument": "document",
}
"""Commands of no case, whose own rows say who did it and when."""
LEAVES_NO_TRACE: dict[str, str] = {
    "ActivateJobs": "a worker takes a job: what it does with it is recorded",
    "BroadcastSignal": "each case that catches it records it",
    "Clean": "throws away what nobody needs",
    "DeleteSearch": "the reader's own",
    "MarkNotificationsRead": "the reader's own",
    "Notify": "tells people what is recorded where it happened",
    "PinClock": "for tests only",
    "PostponeContinuation": "tries again later",
    "PostponeTimer": "tries again later",
    "RunContinuation": "what it leads to is recorded in its case; the steps that only look or hand out leave nothing",
    "ReserveNumber": "a number that is used is recorded where it is used",
    "ResetClock": "for tests only",
    "SaveDraft": "the person's own until it is sent",
    "SaveSearch": "the reader's own",
}
"""Commands after which nothing has happened in any case, and why nobody has to know."""
assert test_every_command is not None  # importing it registers every preparation


@pytest.fixture(autouse=True)
def step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave what a command owes to commands of its own, as the preparations expect it."""
    monkeypatch.setattr("engine.commands.engine.INLINE_CONTINUATIONS", 0)
    monkeypatch.setattr("engine.runtime.execution.BATCH", 3)
    monkeypatch.setattr("engine.commands.batch_running.CHUNK", 2)
    monkeypatch.setitem(Execution.__init__.__kwdefaults__, "step_budget", 20)


@pytest.fixture
def office(sqlite_url: str) -> Iterator[Office]:
    """Return an office for one command."""
    database = open_database(sqlite_url)
    yield Office(Engine(database, clock=PinnableClock(FixedClock(NOW)), allows_clock_control=True))
    database.dispose()


def recorded(office: Office) -> dict[tuple[str, int, int], HistoryEvent]:
    """Return every event of every case and of every chain of accesses."""
    found = {}
    with office.engine.reading() as connection:
        for kind, table in ((ChainKind.CASE, history_acts), (ChainKind.ACCESS, access_events)):
            keys = list(connection.execute(sa.select(table.c.process_instance_key).distinct()).scalars())
            for events in events_of(connection, kind, keys).values():
                found |= {(kind.value, event.process_instance_key, event.sequence): event for event in events}
    return found


@pytest.mark.parametrize("name", sorted(PREPARATIONS))
def test_a_command_leaves_a_record_with_all_that_there_is_to_say(office: Office, name: str) -> None:
    command, given = PREPARATIONS[name].prepare(office)
    acting = {"session_id": "s-1", "capacity": "รักษาการแทน ผู้อำนวยการ", "on_behalf_of": "prasert"}
    actor = given if given.user_name == SYSTEM_NAME else replace(given, **acting)
    kind = type(command).__name__
    before, rows, were = recorded(office), _rows(office, ROWS_THAT_TELL.get(kind)), rows_of(office)

    office.engine.execute(command, actor)

    made = [event for place, event in recorded(office).items() if place not in before]
    mine = [event for event in made if event.actor == actor.user_name]
    assert mine or kind in LEAVES_NO_TRACE or _rows(office, ROWS_THAT_TELL.get(kind)) != rows
    for event in mine:
        assert (event.session_id, event.capacity, event.on_behalf_of) == (actor.session_id, actor.capacity, actor.on_behalf_of)
        assert event.at == office.engine.now() or kind in {PinClock.__name__, ResetClock.__name__}
        assert not event.type.startswith("USER_TASK") or event.element_id
    reason = getattr(command, "reason", None)
    if reason and mine:
        assert any(reason in event.payload for event in made)
    assert untold(were, rows_of(office), made) == []
    assert [finding.as_json() for finding in Verifying(office.engine.database).everything()] == []


@pytest.mark.parametrize("name", sorted(PREPARATIONS))
def test_an_auditor_who_may_do_everything_else_may_do_nothing(office: Office, name: str) -> None:
    command, given = PREPARATIONS[name].prepare(office)
    auditor = replace(given, user_name="nipa", permissions=frozenset(Permission), is_service=False)
    if type(command) in OF_READERS:
        return
    before = recorded(office)

    with pytest.raises(NotAllowed) as refused:
        office.engine.execute(command, auditor)

    assert refused.value.code == "audit"
    made = [event for place, event in recorded(office).items() if place not in before]
    assert {event.type for event in made} <= {"REFUSED"}
    if getattr(command, "user_task_key", None) or getattr(command, "process_instance_key", None):
        assert made


def _rows(office: Office, table: str | None) -> list[Any]:
    return [] if table is None else [tuple(row) for row in office.rows(sa.select(metadata.tables[table]))]


def test_a_request_names_the_version_of_the_form_that_was_filled_in(office: Office) -> None:
    command, actor = PREPARATIONS["asking_with_a_form"].prepare(office)

    started = office.engine.execute(command, actor)

    (first, *_) = office.history(started.process_instance_key)
    ((form_key,),) = office.rows(sa.select(form_definitions.c.key))
    assert first.type == "PROCESS_INSTANCE_STARTED"
    assert f'"formKey":"{form_key}"' in first.facts


@pytest.mark.parametrize("missing", ["USER_TASK_SIGNED", "DECISION_EVALUATED", "VARIABLE_CREATED", "USER_TASK_CREATED"])
def test_what_the_record_leaves_out_is_noticed(office: Office, missing: str) -> None:
    command, actor = PREPARATIONS["sending_a_form_that_leads_to_a_decision"].prepare(office)
    before, were = recorded(office), rows_of(office)
    office.engine.execute(command, actor)
    made = [event for place, event in recorded(office).items() if place not in before]

    assert untold(were, rows_of(office), made) == []
    assert untold(were, rows_of(office), [event for event in made if event.type != missing]) != []
