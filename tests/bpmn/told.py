"""What the history tells of the tokens and timers of the engine in memory, held against its rows."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

from engine.history import row_check_work
from engine.history.disclosure import split
from engine.history.replay import replay
from engine.model.history_event import NO_FACTS, HistoryEvent

if TYPE_CHECKING:
    from tests.bpmn.memory_engine import MemoryEngine


def differences(engine: MemoryEngine) -> list[tuple[str, str]]:
    """Return the rows of waiting tokens and timers that are not what the events of their process instance say."""
    found = []
    for key in engine.rows.process_instances:
        told = replay(key, _events(engine, key))
        timers = [SimpleNamespace(**_fields(timer), attempts=0) for timer in engine.rows.timers.values()]
        mine = [
            timer for timer in timers if engine.rows.element_instances[timer.element_instance_key].process_instance_key == key
        ]
        tokens = [token for token in engine.rows.tokens.values() if token.process_instance_key == key and token.count]
        found += row_check_work.check_timers(told, mine)
        found += row_check_work.check_tokens(told, tokens)
        assert not told.unreadable
    return found


def _fields(timer: object) -> dict[str, object]:
    return {name: getattr(timer, name) for name in ("key", "due_at", "element_id", "element_instance_key")}


def _events(engine: MemoryEngine, key: int) -> list[HistoryEvent]:
    recorded = [each for instance_key, each in engine.rows.history if instance_key == key]
    events = []
    for sequence, each in enumerate(recorded, 1):
        facts, details = split(each.type.value, each.data) if each.data else (NO_FACTS, None)
        place = {"element_id": each.element_id, "element_instance_key": each.element_instance_key}
        events.append(HistoryEvent(key, sequence, each.type.value, engine.now, "x", **place, facts=facts, details=details))
    return events
