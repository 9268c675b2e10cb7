"""Everything that can be asked of the engine without changing it; what rows are made of is exported here too."""

from engine.bpmn.process_model import Element
from engine.identity.starters import is_starter
from engine.model import json_text
from engine.model.columns import GREATEST_KEY, typed_key
from engine.model.search_terms import SHORTEST_TEXT, Mark
from engine.model.working_calendar import WorkingCalendar, thai_calendar

__all__ = [
    "GREATEST_KEY",
    "SHORTEST_TEXT",
    "Element",
    "Mark",
    "WorkingCalendar",
    "is_starter",
    "json_text",
    "thai_calendar",
    "typed_key",
]
