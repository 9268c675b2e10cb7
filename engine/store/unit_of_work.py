"""One transaction of one command: its connection, and the only commit of the engine."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import exc

from engine.errors import ValueRefused
from engine.store.database import Database, is_away, is_contention, is_too_great

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import sqlalchemy as sa


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


class Contended(Exception):  # noqa: N818 (an error is named by the fact it states)
    """The transaction lost against another one: nothing was changed, it may be done again at once."""


class ConnectionLost(Exception):  # noqa: N818
    """The database went away; unless the commit had begun, nothing was changed."""


@contextmanager
def unit_of_work(database: Database) -> Iterator[UnitOfWork]:
    """Open the transaction of one command; raise Contended or ConnectionLost for what is not the command's fault, else ValueRefused."""
    try:
        with database.writing() as connection:
            uow = UnitOfWork(connection)
            try:
                yield uow
            except BaseException:
                if uow.is_commit_begun:
                    # SQLAlchemy counts a failed commit as an end and would pool the connection with its transaction open.
                    connection.invalidate()
                raise
    except exc.DBAPIError as error:
        if is_contention(error):
            raise Contended from error
        if is_away(error):
            raise ConnectionLost from error
        if isinstance(error, exc.DataError):
            raise ValueRefused from error
        raise
    except OverflowError as error:
        if is_too_great(error):
            raise ValueRefused from error
        raise
