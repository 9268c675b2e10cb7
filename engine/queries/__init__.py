"""Everything that can be asked of the engine without changing it; what rows are made of is exported here too."""

from engine.bpmn.process_model import Element
from engine.identity.starters import is_starter
from engine.model import json_text

__all__ = ["Element", "is_starter", "json_text"]
