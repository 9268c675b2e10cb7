"""What a case left in the world outside it: notifications, documents, numbers, messages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.model.document import document_contents, documents
from engine.model.message import messages
from engine.model.notification import notifications
from engine.model.number_series import reserved_numbers
from tests.processes.cast import members

if TYPE_CHECKING:
    from engine.commands import Engine


@dataclass
class World:
    """Reads what the jobs did."""

    engine: Engine

    def was_told(self, recipient: str, about: str) -> bool:
        """Whether a person, or everybody of `group:<id>`, got a notification with this in its Thai or English text."""
        people = members(recipient.removeprefix("group:")) if recipient.startswith("group:") else (recipient,)
        table = notifications
        says = sa.or_(table.c.text_th.contains(about), table.c.text_en.contains(about))
        told = {row.recipient for row in self._rows(sa.select(table.c.recipient).where(says))}
        return bool(people) and told.issuperset(people)

    def document(self, part_of_name: str) -> str:
        """Return the text of the one generated document whose name contains this."""
        query = sa.select(document_contents.c.data).join(documents, documents.c.sha256 == document_contents.c.sha256)
        (row,) = self._rows(query.where(documents.c.name.contains(part_of_name), documents.c.is_generated))
        return bytes(row.data).decode()

    def documents(self) -> list[str]:
        """Return the names of the generated documents, in the order in which they came into being."""
        query = sa.select(documents.c.name).where(documents.c.is_generated).order_by(documents.c.key)
        return [row.name for row in self._rows(query)]

    def messages(self) -> list[tuple[str, str]]:
        """Return name and correlation key of the messages that jobs published."""
        query = sa.select(messages.c.name, messages.c.correlation_key).where(messages.c.message_id.startswith("job-"))
        return [(row.name, row.correlation_key) for row in self._rows(query.order_by(messages.c.key))]

    def numbers(self, series: str) -> list[int]:
        """Return the numbers that were reserved in the series whose name starts with this."""
        query = sa.select(reserved_numbers.c.number).where(reserved_numbers.c.series.startswith(series))
        return sorted(row.number for row in self._rows(query))

    def _rows(self, query: sa.Select) -> list[sa.Row]:
        with self.engine.reading() as connection:
            return list(connection.execute(query).all())
