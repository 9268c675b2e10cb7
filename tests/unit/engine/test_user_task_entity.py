"""A user task changes its state by verbs only, and only along its table."""

from datetime import UTC, datetime

import pytest

from engine.errors import UserTaskNotActive
from engine.model.user_task import USER_TASK_MOVES, UserTask, UserTaskChanges, UserTaskState

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


@pytest.fixture
def task() -> UserTask:
    """Return a user task that nobody has."""
    return UserTask(1, 2, 2, 3, "leave", 1, "approve", 4, "approve", UserTaskState.CREATED, NOW)


def test_every_state_has_its_moves() -> None:
    assert set(USER_TASK_MOVES) == set(UserTaskState)


def test_claiming_gives_it_to_one_person(task: UserTask) -> None:
    task.claim("somchai", NOW)

    with pytest.raises(UserTaskNotActive):
        task.claim("malee", NOW)
    task.claim("somchai", NOW)

    assert task.assignee == "somchai"


@pytest.mark.parametrize("act", ["claim", "assign", "update", "sign", "cancel"])
def test_nothing_can_be_done_with_a_completed_one(task: UserTask, act: str) -> None:
    task.sign("somchai", on_behalf_of=None, capacity=None, action=None)
    task.complete(NOW)
    acts = {
        "claim": lambda: task.claim("malee", NOW),
        "assign": lambda: task.assign("malee", NOW),
        "update": lambda: task.update(UserTaskChanges({"priority": 1})),
        "sign": lambda: task.sign("malee", on_behalf_of=None, capacity=None, action=None),
        "cancel": lambda: task.cancel(NOW),
    }

    with pytest.raises(UserTaskNotActive):
        acts[act]()


def test_a_denied_completion_gives_it_back(task: UserTask) -> None:
    task.sign("somchai", on_behalf_of=None, capacity=None, action=None)
    task.hold(UserTaskState.COMPLETING)

    task.offer()

    assert (task.state, task.completed_by) == (UserTaskState.CREATED, None)


def test_only_some_fields_can_be_updated() -> None:
    with pytest.raises(ValueError, match="state"):
        UserTaskChanges({"state": "COMPLETED"})
