"""Who may see which case, for queries and pages alike; the rules are conditions of SQL, see engine/store/visibility.py."""

from engine.store.visibility import (
    SECRET,
    candidate_of,
    has_opened,
    sees_within,
    visible_case,
    visible_user_task,
    visible_user_task_data,
    visible_within,
)

__all__ = [
    "SECRET",
    "candidate_of",
    "has_opened",
    "sees_within",
    "visible_case",
    "visible_user_task",
    "visible_user_task_data",
    "visible_within",
]
