"""How fast the pure core moves tokens, without any database: `python -m bench.runtime_speed`."""

from __future__ import annotations

import copy
import time
from collections import deque
from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING, Any

from engine.memory.rows import MemoryReader, Rows
from engine.memory.writing import write_all
from engine.model.process_instance import ProcessInstance
from engine.runtime import entry_points as do
from engine.runtime.execution import Execution
from tests.bpmn.builders import flow, for_each, gateway, process, service_task, user_task
from tests.bpmn.test_tasks import script

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.bpmn.process_model import ProcessModel

NOW = datetime(2026, 1, 1, tzinfo=UTC)

APPROVAL = process(
    "approval",
    "start -> prepare -> review -> gw",
    user_task("prepare"),
    user_task("review"),
    gateway("exclusive", "gw"),
    flow("gw", "approve", 'decision = "yes"'),
    flow("gw", "end_no", default=True),
    user_task("approve"),
    "approve -> end",
)
STRAIGHT = process(
    "straight", "start -> a -> b -> c -> d -> e -> end", *(script(name, f"{name}0 + 1", name) for name in "abcde")
)
COUNTING = process(
    "counting",
    "start -> merge -> step -> again",
    gateway("exclusive", "merge"),
    script("step", "n + 1", "n"),
    gateway("exclusive", "again"),
    flow("again", "merge", "n < 100000"),
    flow("again", "end", default=True),
)
FAN = process(
    "fan",
    "start -> each -> end",
    service_task("each", loop=for_each("items", "item", output_collection="out", output_element="item")),
)


class Bench:
    """Executes commands on rows in memory and counts only the time of the pure core."""

    def __init__(self, model: ProcessModel) -> None:
        self.process_model = model
        self.rows = Rows()
        self.rows.history = deque(maxlen=1)  # type: ignore[assignment]
        self.keys = count(1)

    def model(self, _: int) -> ProcessModel:
        return self.process_model

    def start(self, variables: dict[str, object]) -> tuple[int, float]:
        key = next(self.keys)
        instance = ProcessInstance(key, 1, self.process_model.id, 1, NOW, key)
        return key, self.run(instance, lambda x: do.start(x, variables))

    def run(self, instance: ProcessInstance, act: Callable[[Execution], Any]) -> float:
        instance = copy.copy(instance)
        reader = MemoryReader(self.rows, instance.key)
        began = time.perf_counter()
        execution = Execution(instance, self, reader, now=NOW, new_key=lambda: next(self.keys))  # type: ignore[arg-type]
        act(execution)
        effects = execution.run()
        took = time.perf_counter() - began
        write_all(self.rows, instance.key, effects)
        return took

    def forget(self) -> None:
        self.rows = Rows()
        self.rows.history = deque(maxlen=1)  # type: ignore[assignment]


def complete_a_user_task(rounds: int = 2000) -> float:
    """Return the seconds of one completion: review -> gateway -> next user task."""
    bench, spent = Bench(APPROVAL), 0.0
    for _ in range(rounds):
        key, _ = bench.start({"days": 3, "who": "somchai"})
        for step, decision in (("prepare", "-"), ("review", "yes")):
            task = next(w.created.element_instance_key for w in bench.rows.user_tasks.values() if w.created.element_id == step)
            took = bench.run(
                bench.rows.process_instances[key], lambda x, t=task, d=decision: do.complete_user_task(x, t, {"decision": d})
            )
            spent += took if step == "review" else 0
        bench.forget()
    return spent / rounds


def run_straight_through(rounds: int = 1000) -> float:
    """Return the seconds of one instance: start -> five scripts -> end."""
    bench, spent = Bench(STRAIGHT), 0.0
    for _ in range(rounds):
        spent += bench.start({f"{name}0": 1 for name in "abcde"})[1]
        bench.forget()
    return spent / rounds


def loop_many_times() -> tuple[float, float]:
    """Return the seconds of a step at the start and at the end of a loop of 100,000 rounds."""
    bench = Bench(COUNTING)
    key, _ = bench.start({"n": 0})
    spent: list[float] = []
    while bench.rows.continuations:
        bench.rows.continuations.clear()
        bench.rows.element_instances = {k: row for k, row in bench.rows.element_instances.items() if not row.is_final}
        spent.append(bench.run(bench.rows.process_instances[key], do.continue_instance))
    tenth = len(spent) // 10
    return sum(spent[:tenth]) / tenth / 500, sum(spent[-tenth - 1 : -1]) / tenth / 500


def fan_out(children: int) -> tuple[float, float]:
    """Return the seconds of creating one child at the start and at the end of a fan-out."""
    bench = Bench(FAN)
    key, _first = bench.start({"items": list(range(children))})
    bench.rows.jobs.clear()
    spent: list[float] = []
    while bench.rows.continuations:
        bench.rows.continuations.clear()
        bench.rows.jobs.clear()
        bench.rows.variables = {k: v for k, v in bench.rows.variables.items() if v.scope_key == key}
        live = bench.rows.element_instances
        bench.rows.element_instances = {k: row for k, row in live.items() if row.is_owed or not row.loop_counter}
        spent.append(bench.run(bench.rows.process_instances[key], do.continue_instance))
    tenth = max(1, len(spent) // 10)
    return sum(spent[:tenth]) / tenth / 200, sum(spent[-tenth - 1 : -1]) / tenth / 200


def main() -> None:
    """Print the table."""
    loop_first, loop_last = loop_many_times()
    fan_first, fan_last = fan_out(20_000)
    rows = [
        ("complete a user task, gateway, offer the next", complete_a_user_task()),
        ("start, five scripts, end", run_straight_through()),
        ("one step of a loop, first of 300,000", loop_first),
        ("one step of a loop, last of 300,000", loop_last),
        ("one child of a fan-out, first of 20,000", fan_first),
        ("one child of a fan-out, last of 20,000", fan_last),
    ]
    print(f"{'pure core':48} {'µs':>9}")
    for name, seconds in rows:
        print(f"{name:48} {seconds * 1e6:9.1f}")


if __name__ == "__main__":
    main()
