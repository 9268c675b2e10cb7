"""What whoever asked for something sees of their own case when it is secret: where it is, and what they brought themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.commands import Permission
from engine.queries import case_papers
from engine.queries.documents import is_for_requester
from engine.queries.visibility import sees_within

if TYPE_CHECKING:
    from typing import Any

    from engine.commands import Actor
    from engine.queries.case_detail import CaseRow
    from engine.queries.case_papers import DocumentRow


def sees_inside(connection: Any, case: CaseRow, actor: Actor) -> bool:
    """Tell whether the actor sees what others wrote in the case, and not only how far it is; `connection` is an open read.

    The initiator of a secret case does not: a reporter sees the status and the outcome, witnesses only the case team.
    """
    return sees_within(connection, actor, case.key)


def sees_data(actor: Actor) -> bool:
    """Tell whether the actor sees variables and recorded events as they are stored."""
    return actor.may(Permission.OPERATE) or actor.may(Permission.AUDIT)


def documents_for(connection: Any, case: CaseRow, actor: Actor) -> list[DocumentRow]:
    """Return the files of a case that the actor sees; `connection` is an open read."""
    documents = case_papers.case_documents(connection, case.key)
    if sees_inside(connection, case, actor):
        return documents
    is_requester = case.initiator == actor.user_name
    return [
        document
        for document in documents
        if document.created_by == actor.user_name
        or (is_requester and document.is_generated and is_for_requester(case.properties, document.name))
    ]
