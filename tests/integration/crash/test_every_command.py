"""Whatever command the power goes out under, at any of its SQL statements or at its commit: the state is the one before.

Done again it makes exactly the rows that it makes undisturbed; keys, random bytes and the time are the same for that.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING, Any

import pytest

import engine.commands
from engine.commands import BatchOperationType, Command, Engine
from engine.commands.verifying import Verifying
from engine.model.clock import FixedClock, PinnableClock
from engine.model.continuation import ContinuationKind
from engine.runtime.execution import Execution
from tests.fixtures.databases import ON_BOTH_DATABASES
from tests.fixtures.keys import open_database
from tests.integration.conftest import NOW
from tests.integration.crash.power_cut import PowerCutError, Repeatable, power_cut_at, whole_state
from tests.integration.crash.prepared import PREPARATIONS
from tests.integration.office import Office

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from engine.store.database import Database

pytestmark = pytest.mark.no_cover  # the same lines so often that counting them tells nothing

for _module in (
    "prepared_accounts",
    "prepared_activations",
    "prepared_emergencies",
    "prepared_forms",
    "prepared_events",
    "prepared_operations",
    "prepared_retention",
    "prepared_work",
):
    importlib.import_module(f"tests.integration.crash.{_module}")


@pytest.fixture(scope="module", params=ON_BOTH_DATABASES)
def shared(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Open one database for all commands: what failed leaves nothing, so they do not meet."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        path = tmp_path_factory.mktemp("crash") / "anumat.db"
        path.write_bytes(template.read_bytes())
        database = open_database(f"sqlite:///{path}")
        yield database
        database.dispose()
        return
    cluster = request.getfixturevalue("postgres_cluster")
    name = cluster.create(request.getfixturevalue("postgres_template"))
    database = open_database(cluster.url(name))
    yield database
    database.dispose()
    cluster.drop(name)


@pytest.fixture
def repeatable(shared: Database, monkeypatch: pytest.MonkeyPatch) -> Repeatable:
    """Let keys and random bytes be given again; what a command owes is left to commands of its own, a fan-out soon."""
    monkeypatch.setattr("engine.commands.engine.INLINE_CONTINUATIONS", 0)
    monkeypatch.setattr("engine.runtime.execution.BATCH", 3)
    monkeypatch.setattr("engine.commands.batch_running.CHUNK", 2)
    monkeypatch.setitem(Execution.__init__.__kwdefaults__, "step_budget", 20)
    return Repeatable(monkeypatch, Engine(shared).new_key())


@pytest.fixture
def office(shared: Database, repeatable: Repeatable) -> Office:
    """Return an engine on the shared database."""
    office = Office(Engine(shared, clock=PinnableClock(FixedClock(NOW)), allows_clock_control=True))
    office.engine._keys = repeatable  # type: ignore[assignment]
    return office


@pytest.mark.parametrize("name", sorted(PREPARATIONS))
def test_a_power_cut_leaves_the_state_before_and_the_command_can_be_done_again(
    shared: Database, office: Office, repeatable: Repeatable, name: str
) -> None:
    command, actor = PREPARATIONS[name].prepare(office)
    before, mark = whole_state(shared), repeatable.mark()
    undisturbed = _cut_at_the_commit(shared, office, command, actor)
    number, reaches_commit = 0, False

    while not reaches_commit:
        repeatable.back_to(mark)
        with power_cut_at(shared, number) as reached, pytest.raises(PowerCutError):
            office.engine.execute(command, actor)
        reaches_commit = bool(reached)
        assert whole_state(shared) == before, f"after a cut at statement {number}"
        number += 1
    repeatable.back_to(mark)
    office.engine.execute(command, actor)

    assert number > 1
    assert undisturbed != before
    assert whole_state(shared) == undisturbed


def test_the_record_of_all_that_was_cut_off_holds(shared: Database) -> None:
    found = [finding.as_json() for finding in Verifying(shared).everything()]

    assert found == []


def test_no_command_no_owed_step_and_no_act_on_many_cases_is_left_out() -> None:
    modules = [
        importlib.import_module(f"engine.commands.{found.name}") for found in pkgutil.iter_modules(engine.commands.__path__)
    ]
    kinds = {
        kind for module in modules for kind in vars(module).values() if isinstance(kind, type) and issubclass(kind, Command)
    }

    covered = {covered for preparation in PREPARATIONS.values() for covered in preparation.covers}

    assert {*kinds, *ContinuationKind, *BatchOperationType} - {Command} - covered == set()


def _cut_at_the_commit(database: Database, office: Office, command: Command[Any], actor: Any) -> object:
    """Return the state that the command makes when nothing happens to it, and let it not happen."""
    with power_cut_at(database, 1_000_000) as reached, pytest.raises(PowerCutError):
        office.engine.execute(command, actor)
    return reached[0]
