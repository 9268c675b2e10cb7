"""The bench of many timers that are due at once: drained while somebody completes user tasks.

On PostgreSQL two processes' worth of drains do it at once; on SQLite one process serves and drains, so one does.
"""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from statistics import quantiles
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from app.drain import Drain
from bench import scale_diagrams as diagrams
from bench.scale_world import NOW
from engine.model.history_act import history_acts, lines_of
from engine.model.process_instance import ProcessInstanceState, process_instances
from engine.model.timer import timers

if TYPE_CHECKING:
    from bench.scale_world import World

TIMERS_OF_A_CASE = 1_000
COMPLETIONS = 300
PAUSE_S = 0.05
"""Between two completions: twenty a second, which is more than an office does."""


def due_at_once(world: World, size: int) -> None:
    """Let `size` timers come due in the same moment while user tasks are completed; count what fired."""
    world.deploy(diagrams.PAUSES, diagrams.DESK)
    each = min(TIMERS_OF_A_CASE, size)
    for _ in range(size // each):
        world.start("pausing", items=list(range(each)))
    world.sweep_continuations()
    tasks = [world.open_tasks(world.start("desk"), "first")[0] for _ in range(COMPLETIONS * 2)]
    alone = _complete(world, tasks[:COMPLETIONS])
    world.clock.set(NOW + timedelta(hours=2))
    drains = [Drain(world.engine)]
    if world.name == "PostgreSQL":
        drains.append(Drain(world.another_engine()))
    begun = time.perf_counter()
    for drain in drains:
        drain.start()
    beside = _complete(world, tasks[COMPLETIONS:])
    done = size - _waiting(world)
    while _waiting(world):
        threading.Event().wait(0.5)
    seconds = time.perf_counter() - begun
    for drain in drains:
        drain.stop()
    ratio = f"{beside[1] / alone[1]:.2f}x"
    world.tell(f"p95 of a completion: alone -> beside {size} due timers", f"{alone[1]:.1f} -> {beside[1]:.1f} ms", ratio)
    world.tell("  its median", f"{alone[0]:.1f} -> {beside[0]:.1f} ms", f"{beside[0] / alone[0]:.2f}x")
    world.tell("  timers fired meanwhile", f"{done}")
    world.tell(f"{size} timers drained by {len(drains)}", f"{seconds:.0f} s", f"{size / seconds:.0f}/s")
    world.tell("  fired, cases completed", f"{_fired(world)}, {_completed(world)}", f"of {size}, {size // each}")


def _complete(world: World, tasks: list[int]) -> tuple[float, float]:
    """Complete user tasks one after another; return the median and the 95th percentile in milliseconds."""
    took: list[float] = []
    for key in tasks:
        took.append(world.complete(key) * 1e3)
        time.sleep(PAUSE_S)
    cuts = quantiles(took, n=20)
    return cuts[9], cuts[18]


def _waiting(world: World) -> int:
    return _count(world, sa.select(sa.func.count()).select_from(timers))


def _fired(world: World) -> int:
    lines = (line for (events,) in world.query(sa.select(history_acts.c.events)) for line in lines_of(events))
    return sum(line.type == "TIMER_FIRED" for line in lines)


def _completed(world: World) -> int:
    ended = process_instances.c.state == ProcessInstanceState.COMPLETED
    of_timers = process_instances.c.process_id == "pausing"
    return _count(world, sa.select(sa.func.count()).select_from(process_instances).where(ended, of_timers))


def _count(world: World, query: sa.Select[Any]) -> int:
    return int(world.query(query)[0][0])
