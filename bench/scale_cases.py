"""The bench of scale inside one case: old cases, fan-outs, loops, large diagrams."""

from __future__ import annotations

import time
from statistics import median
from typing import TYPE_CHECKING, Any

from bench import scale_diagrams as diagrams
from bench.scale_world import STEPS, resident_mb, stopwatch
from engine.commands import SYSTEM, ActivateJobs, CancelInstance, CompleteJob, MigrateInstance, StartInstance
from engine.queries import case_detail, case_timeline

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bench.scale_world import Took, World

SAMPLE = 100
JOBS_AT_ONCE = 5
SHORTEST_RUN = 4
"""Transactions, of which tenths can be compared."""


def finished_steps(world: World, size: int) -> None:
    """Complete a user task in a fresh case and in one with a tenth of `size` finished steps, in turns."""
    world.deploy(diagrams.AGING)
    fresh, aged = (world.start("aging", n=0, rounds=rounds) for rounds in (1, size // 30))
    world.sweep_continuations()
    took: dict[int, list[float]] = {fresh: [], aged: []}
    for _ in range(SAMPLE * 2):
        for case, times in took.items():
            times.append(world.complete(world.open_tasks(case, "work")[0]))
    world.tell_ratio(f"complete a user task: fresh case -> {size // 10} finished steps", took[fresh], took[aged])


def fan_out_of_user_tasks(world: World, size: int) -> None:
    """Create `size` user tasks, work beside them, look at the case, complete the first and the last, cancel it."""
    world.deploy(diagrams.FAN)
    case = world.start("fan", items=list(range(size)))
    memory: list[float] = []
    beside: list[float] = []

    def seen(count: int) -> None:
        memory.append(resident_mb())
        if count == size // STEPS // 2:
            beside.append(world.complete(world.open_tasks(case, "beside")[0]))

    took = world.drain(seen)
    _tell_children(world, f"create {size} user tasks, each child", took, size)
    world.tell("  one transaction at most", f"{max((each.elapsed for each in took), default=0) * 1e3:.0f} ms")
    for seconds in beside:
        world.tell("  a user task beside them, half of them created", f"{seconds * 1e3:.1f} ms")
    if memory:
        world.tell("  memory, first tenth -> last", f"{memory[len(memory) // 10]:.0f} -> {memory[-1]:.0f} MB")
    _look_at(world, case)
    _complete_children(world, case, size)
    world.deploy(diagrams.FAN_AGAIN)
    with stopwatch() as migrated:
        world.execute(MigrateInstance(case, world.latest("fan"), {"each": "every"}, "bench"))
    world.tell(f"migrate a case with {size} children: the one transaction", f"{migrated[0] * 1e3:.0f} ms")
    with stopwatch() as canceled:
        world.execute(CancelInstance(case, "bench"))
    took = world.drain()
    world.tell(f"cancel a case with {size} children: answer", f"{canceled[0] * 1e3:.0f} ms")
    _tell_children(world, "  the rest of it, each child", took, size)
    world.tell("  one transaction at most", f"{max((each.elapsed for each in took), default=0) * 1e3:.0f} ms")


def fan_out_of_jobs(world: World, size: int) -> None:
    """Create `size` jobs; activate and complete some of them, in turns with jobs of which few are waiting."""
    world.deploy(diagrams.FEW_JOBS, diagrams.MANY_JOBS)
    world.start("few", items=list(range(SAMPLE)))
    world.start("many", items=list(range(size)))
    _tell_children(world, f"create {size} jobs, each child", world.drain(), size)
    took: dict[str, list[float]] = {"few": [], "many": []}
    for _ in range(SAMPLE // JOBS_AT_ONCE):
        for job_type, times in took.items():
            times.append(_activate_and_complete(world, job_type))
    world.tell_ratio(f"activate and complete {JOBS_AT_ONCE} jobs: {SAMPLE} waiting -> {size}", took["few"], took["many"])


def fan_out_of_called_processes(world: World, size: int) -> None:
    """Call a tenth of `size` processes; each starts, ends and tells its caller in transactions of their own."""
    world.deploy(diagrams.CALLS, diagrams.CHILD)
    calls = max(size // 10, 1)
    case = world.start("calls", items=list(range(calls)))
    took = world.drain()
    _tell_children(world, f"{calls} called processes, each", took, calls)
    with world.engine.reading() as connection:
        found = case_detail.related_cases(connection, SYSTEM, case)
    world.tell("  the case's list of them shows", f"{len(found)} rows")


def loops(world: World, size: int) -> None:
    """Run loops of `size` rounds: by a gateway that leads back, by the standard loop, one item after another."""
    world.deploy(diagrams.BACK_LOOP, diagrams.STANDARD_LOOP, diagrams.SEQUENCE)
    for name, process_id, variables in (
        ("loop by a gateway", "back_loop", {"n": 0, "rounds": size}),
        ("standard loop", "standard_loop", {"n": 0, "rounds": size}),
        ("sequential multi-instance", "sequence", {"items": list(range(size))}),
    ):
        world.start(process_id, **variables)
        before = resident_mb()
        took = world.drain()
        _tell_children(world, f"{name}, {size} rounds, each", took, size)
        world.tell("  memory, before -> after", f"{before:.0f} -> {resident_mb():.0f} MB")


def large_diagram(world: World, size: int) -> None:
    """Deploy 5,000 elements (scaled with `size`), load them in a fresh process, and step in them as in a small diagram."""
    elements = max(40, min(size, 100_000) // 20)
    cpu, wall = time.process_time(), time.perf_counter()
    world.deploy(diagrams.large("large", elements))
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    world.tell(f"deploy {elements} elements: elapsed, CPU", f"{wall:.2f} s, {cpu:.2f} s", "< 3 s")
    world.deploy(diagrams.large("small", 24))
    other = world.another_engine()
    with stopwatch() as first:
        other.execute(StartInstance("large", variables={"amount": 1, "n": 1}), SYSTEM)
    world.tell("  the first start in a fresh process", f"{first[0]:.2f} s")
    cases: dict[str, list[float]] = {"small": [], "large": []}
    steps: dict[str, list[float]] = {"small": [], "large": []}
    for _ in range(SAMPLE):
        for process_id, times in cases.items():
            with stopwatch() as seconds:
                case = world.start(process_id, amount=1, n=1)
            times.extend(seconds)
            steps[process_id].append(world.complete(world.open_tasks(case, "first")[0], kind="k0", amount=1))
    world.tell_ratio(f"start a case: 24 elements -> {elements}", cases["small"], cases["large"])
    world.tell_ratio("  complete its first user task, and what follows", steps["small"], steps["large"])


def _tell_children(world: World, what: str, took: Sequence[Took], size: int) -> None:
    """Tell what one child cost in the first and in the last tenth of the transactions, by their medians."""
    if len(took) < SHORTEST_RUN:
        return
    _tell_tenths(world, what, [each.elapsed for each in took], size / len(took))
    _tell_tenths(world, "  of it CPU of this process", [each.cpu for each in took], size / len(took))


def _tell_tenths(world: World, what: str, took: Sequence[float], children: float) -> None:
    tenth = max(1, len(took) // 10)
    first, last = median(took[1 : tenth + 1]), median(took[-tenth - 1 : -1])
    world.tell(what, f"{first / children * 1e3:.2f} -> {last / children * 1e3:.2f} ms", f"{last / first:.2f}x")


def _look_at(world: World, case: int) -> None:
    """Ask what the page of the case asks."""
    questions: dict[str, Callable[[Any], object]] = {
        "open user tasks": lambda c: case_detail.open_tasks(c, [case]),
        "where it is": lambda c: case_detail.waiting_elements(c, [case]),
        "timeline": lambda c: case_timeline.case_timeline(c, case),
        "counts on the diagram": lambda c: case_detail.element_counts(c, case),
        "flows taken": lambda c: case_detail.flows_taken(c, case),
    }
    for name, ask in questions.items():
        with world.engine.reading() as connection, stopwatch() as took:
            ask(connection)
        world.tell(f"  the case page: {name}", f"{took[0] * 1e3:.0f} ms")


def _complete_children(world: World, case: int, size: int) -> None:
    early = world.open_tasks(case, "each", SAMPLE)
    late = world.open_tasks(case, "each", SAMPLE, offset=size - SAMPLE)
    took: tuple[list[float], list[float]] = ([], [])
    for pair in zip(early, late, strict=True):
        for key, times in zip(pair, took, strict=True):
            times.append(world.complete(key))
    world.tell_ratio(f"complete one of {size} children: the first -> the last", *took)
    small = world.start("fan", items=list(range(SAMPLE)))
    world.sweep_continuations()
    few, many = list[float](), list[float]()
    for own, other in zip(world.open_tasks(small, "each", SAMPLE), world.open_tasks(case, "each", SAMPLE), strict=True):
        few.append(world.complete(own))
        many.append(world.complete(other))
    world.tell_ratio(f"complete a child: of {SAMPLE} -> of {size}", few, many)


def _activate_and_complete(world: World, job_type: str) -> float:
    with stopwatch() as took:
        for job in world.execute(ActivateJobs((job_type,), "bench", 600, JOBS_AT_ONCE, ["item"])):
            world.execute(CompleteJob(job.job_key, {}, worker="bench"))
    return took[0]
