"""One transaction of one command: its connection, and the only commit of the engine."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import sqlalchemy as sa

    from engine.store.database import Database


class UnitOfWork:
    """An open transaction; leaving it without `commit` rolls everything back."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection
        self.is_commit_begun = False
        """From then on a lost connection leaves open whether the changes are durable."""
        self.wakes_drain = False
        """The command left work (a job, a timer, a continuation) for the drain."""
        self.continuations: list[int] = []
        """Keys of the continuations that this command created."""
        self.ended_instances: list[int] = []
        self._after_commit: list[Callable[[], None]] = []

    def after_commit(self, action: Callable[[], None]) -> None:
        """Run `action` once the transaction is durable; never when it is not."""
        self._after_commit.append(action)

    def commit(self) -> None:
        """Make everything durable at once."""
        self.is_commit_begun = True
        self.connection.commit()

    def run_after_commit(self) -> None:
        """Do what waits for the commit; the transaction's locks are gone by now."""
        for action in self._after_commit:
            action()


@contextmanager
def unit_of_work(database: Database) -> Iterator[UnitOfWork]:
    """Open the transaction of one command."""
    with database.writing() as connection:
        yield UnitOfWork(connection)
