"""Upgrading keeps the history of databases from before the canonical form, in chains that hold."""

import sqlalchemy as sa

from engine.history.chain_check import Head, check_chain
from engine.model.checkpoint import ChainKind
from engine.store.history_reading import events_of
from engine.store.migrations import upgrade
from tests.fixtures.keys import open_database

AT = "2026-11-01T03:04:05.000678Z"
INSTANCE = (
    "INSERT INTO process_instance (key, process_definition_key, process_id, version, started_at, root_process_instance_key,"
    f" state, history_length, history_head, tags) VALUES (7, 1, 'leave', 1, '{AT}', 7, 'ACTIVE', 2, 'old', '[]')"
)
EVENT = (
    "INSERT INTO history_event (process_instance_key, sequence, type, at, actor, element_instance_key, payload, hash)"
    f" VALUES (7, %d, 'NOTED', '{AT}', 'สมชาย', 9, '%s', 'old')"
)


def test_old_events_are_chained_anew(empty_database_url: str) -> None:
    database = open_database(empty_database_url)
    upgrade(database, "0005")
    with database.engine.begin() as connection:
        for statement in (INSTANCE, EVENT % (1, "{}"), EVENT % (2, '{"text":"ลา"}')):
            connection.execute(sa.text(statement.replace(":", r"\:")))

    upgrade(database)

    with database.engine.connect() as connection:
        events = events_of(connection, ChainKind.CASE, [7])[7]
        head = connection.execute(sa.text("SELECT history_head FROM process_instance")).scalar_one()
    assert check_chain("case:7", events, [Head(2, head, "the case's row", is_end=True)]) == []
    assert [event.payload for event in events] == ["{}", '{"text":"ลา"}']
    database.dispose()
