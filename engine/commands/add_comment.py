"""Adding a remark to a case."""

from __future__ import annotations

from dataclasses import dataclass

from engine.commands.case import open_case
from engine.commands.command import Command, Work
from engine.errors import RequestInvalid
from engine.model.comment import Comment
from engine.store.user_tasks import insert_comment

MAX_LENGTH = 5_000


@dataclass(frozen=True, slots=True)
class AddComment(Command[int]):
    """Say `text` about the case, at one of its user tasks if given; whether the actor sees the case is asked before."""

    process_instance_key: int
    text: str
    user_task_key: int | None = None


def add_comment(command: AddComment, work: Work) -> int:
    """Add; return the comment's key; raise NotFound, RequestInvalid. Locks the process instance."""
    text = command.text.strip()
    if not text or len(text) > MAX_LENGTH:
        raise RequestInvalid(f"A comment has 1 to {MAX_LENGTH} characters.", "text")
    case = open_case(work, command.process_instance_key)
    instance = case.process_instance
    comment = Comment(
        key=work.new_key(),
        root_process_instance_key=instance.root_process_instance_key,
        process_instance_key=instance.key,
        user_task_key=command.user_task_key,
        author=work.actor.user_name,
        ciphertext=case.cipher.seal(text),
        created_at=work.now,
    )
    insert_comment(work.uow.connection, comment)
    case.record("COMMENT_ADDED", {"commentKey": str(comment.key), "text": text})
    case.save()
    return comment.key
