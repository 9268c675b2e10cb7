"""One sample case: what its people do, step by step; a case that was interrupted goes on where it stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.demo.evidence import Paper
from app.demo.stage import tags_of
from engine.commands import SYSTEM, AddComment, ClaimUserTask, CompleteUserTask, PublishMessage, SaveDraft, StartInstance
from engine.queries import case_papers, process_instances, user_tasks
from engine.queries.search import Condition, Operator, SearchRequest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from app.demo.stage import Stage
    from engine.queries.search import Page
    from engine.queries.user_tasks import UserTaskRow


class CaseTookAnotherWay(Exception):  # noqa: N818 (an error is named by the fact it states)
    """The process library was changed so that the script of a sample case no longer fits it."""


class SampleCase:
    """A case on the stage; its tag tells a later run how far it came."""

    def __init__(self, stage: Stage, slug: str, process_id: str, by: str, at: datetime, values: Mapping[str, object]) -> None:
        self._stage = stage
        stage.begin(at)
        self.key = stage.find(slug) or self._start(process_id, by, values, slug)
        self._to_skip = self._tasks(state="COMPLETED").total

    @property
    def number(self) -> str:
        """The case's number."""
        with self._stage.engine.reading() as connection:
            return process_instances.process_instance(connection, SYSTEM, self.key).business_id or ""

    def do(self, at: datetime, by: str, element_id: str, /, **values: object) -> None:
        """Let somebody complete a user task with these values; raise CaseTookAnotherWay when it is not theirs to do."""
        if self._to_skip:
            self._to_skip -= 1
            return
        self._stage.pass_time_until(at)
        task = self._open_task(element_id, by)
        handed_in = self._handed_in(values, by)
        self._stage.engine.execute(CompleteUserTask(task.user_task_key, handed_in), self._stage.person(by))
        self._stage.settle()

    def claim(self, at: datetime, by: str, element_id: str, /, **draft: object) -> None:
        """Let somebody take a user task and begin to fill its form in."""
        if self._to_skip:
            return
        self._stage.pass_time_until(at)
        key, person = self._open_task(element_id, by).user_task_key, self._stage.person(by)
        self._stage.engine.execute(ClaimUserTask(key), person)
        if draft:
            self._stage.engine.execute(SaveDraft(key, draft), person)

    def comment(self, at: datetime, by: str, text: str) -> None:
        """Let somebody say something about the case."""
        with self._stage.engine.reading() as connection:
            said = [row.text for row in case_papers.case_comments(connection, self.key)]
        if text in said:
            return
        self._stage.pass_time_until(at)
        self._stage.engine.execute(AddComment(self.key, text), self._stage.person(by))

    def receive(self, at: datetime, message: str, sender: str, /, **values: object) -> None:
        """Let an agency answer electronically; a second time nobody waits for the message any more."""
        if self._to_skip:
            return
        self._stage.pass_time_until(at)
        self._stage.engine.execute(PublishMessage(message, f"{self.number}/{sender}", values), SYSTEM)
        self._stage.settle()

    def rest(self) -> None:
        """Let time pass until now."""
        self._stage.pass_time_until(self._stage.now)

    def _start(self, process_id: str, by: str, values: Mapping[str, object], slug: str) -> int:
        handed_in = self._handed_in(values, by)
        command = StartInstance(process_id, variables=handed_in, tags=tags_of(slug), is_submission=True)
        key = self._stage.engine.execute(command, self._stage.person(by)).process_instance_key
        self._stage.settle()
        return key

    def _handed_in(self, values: Mapping[str, object], by: str) -> dict[str, object]:
        """Return the values with every paper stored and replaced by its reference."""
        return {name: self._stored(value, by) for name, value in values.items()}

    def _stored(self, value: object, by: str) -> object:
        if isinstance(value, Paper):
            return self._stage.upload(by, value)
        return [self._stored(item, by) for item in value] if isinstance(value, list) else value

    def _open_task(self, element_id: str, by: str) -> UserTaskRow:
        for task in self._tasks(state="CREATED", element_id=element_id).items:
            if task.assignee in {None, by}:
                return task
        waiting = ", ".join(task.element_id for task in self._tasks(state="CREATED").items) or "nothing"
        raise CaseTookAnotherWay(f"{self.number}: {element_id} is not open for {by}; it waits for {waiting}.")

    def _tasks(self, **fields: str) -> Page[UserTaskRow]:
        chosen = [Condition(name, Operator.EQ, value) for name, value in fields.items()]
        mine = Condition("root_process_instance_key", Operator.EQ, self.key)
        with self._stage.engine.reading() as connection:
            return user_tasks.search_user_tasks(connection, SYSTEM, SearchRequest((mine, *chosen)))
