"""Details of events and texts of remarks under a key for each case, wrapped by the master key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from alembic import context, op

from engine.model.columns import Hexadecimal
from engine.store.settings import read_setting, write_setting

if TYPE_CHECKING:
    from engine.model.case_key import CaseKeys

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

AT_ONCE = 1_000
_ACCESS_KEY = "access_key"
_instance = sa.table("process_instance", sa.column("key"), sa.column("wrapped_key", sa.LargeBinary()))
_comment = sa.table(
    "comment", sa.column("key"), sa.column("process_instance_key"), sa.column("text"), sa.column("ciphertext", sa.LargeBinary())
)


def upgrade() -> None:
    """Seal what is there, and drop the columns in which it could be read."""
    keys: CaseKeys = context.config.attributes["database"].case_keys
    op.add_column("process_instance", sa.Column("wrapped_key", sa.LargeBinary()))
    for table in ("history_event", "access_event"):
        op.add_column(table, sa.Column("ciphertext", sa.LargeBinary()))
        _seal_events(keys, table)
        with op.batch_alter_table(table) as batch:
            batch.drop_column("details")
            batch.drop_column("salt")
    write_setting(op.get_bind(), "master_keys", [keys.current_id().hex()])
    op.add_column("comment", sa.Column("ciphertext", sa.LargeBinary()))
    _seal_comments(keys)
    with op.batch_alter_table("comment") as batch:
        batch.alter_column("ciphertext", existing_type=sa.LargeBinary(), nullable=False)
        batch.drop_column("text")


def downgrade() -> None:
    """Refuse: what was sealed is not written back in the clear."""
    raise NotImplementedError("Restore the backup from before the upgrade: the history is not written back in the clear.")


def _seal_events(keys: CaseKeys, name: str) -> None:
    connection = op.get_bind()
    event = sa.table(
        name,
        *(sa.column(column) for column in ("process_instance_key", "sequence", "details")),
        sa.column("salt", Hexadecimal()),
        sa.column("ciphertext", sa.LargeBinary()),
    )
    place = (event.c.process_instance_key, event.c.sequence)
    query = sa.select(*place, event.c.details, event.c.salt).where(event.c.details.is_not(None), event.c.ciphertext.is_(None))
    update = (
        sa.update(event)
        .where(place[0] == sa.bindparam("of_case"), place[1] == sa.bindparam("number"))
        .values(ciphertext=sa.bindparam("sealed"))
    )
    while rows := connection.execute(query.order_by(*place).limit(AT_ONCE)).all():
        sealed = []
        for case_key, number, details, salt in rows:
            cipher = keys.cipher(_access_key(keys) if name == "access_event" else _key_of(keys, case_key))
            sealed.append({"of_case": case_key, "number": number, "sealed": cipher.seal(details, salt)})
        connection.execute(update, sealed)


def _seal_comments(keys: CaseKeys) -> None:
    connection = op.get_bind()
    rows: list[Any] = list(connection.execute(sa.select(_comment.c.key, _comment.c.process_instance_key, _comment.c.text)))
    for key, case_key, text in rows:
        sealed = keys.cipher(_key_of(keys, case_key)).seal(text)
        connection.execute(sa.update(_comment).where(_comment.c.key == key).values(ciphertext=sealed))


def _key_of(keys: CaseKeys, process_instance_key: int) -> bytes:
    connection, is_it = op.get_bind(), _instance.c.key == process_instance_key
    wrapped: bytes | None = connection.execute(sa.select(_instance.c.wrapped_key).where(is_it)).scalar_one_or_none()
    if wrapped is None:
        wrapped = keys.new()
        connection.execute(sa.update(_instance).where(is_it).values(wrapped_key=wrapped))
    return wrapped


def _access_key(keys: CaseKeys) -> bytes:
    found = read_setting(op.get_bind(), _ACCESS_KEY)
    if isinstance(found, str):
        return bytes.fromhex(found)
    wrapped = keys.new()
    write_setting(op.get_bind(), _ACCESS_KEY, wrapped.hex())
    return wrapped
